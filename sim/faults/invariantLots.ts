import type { InventoryContext } from '#machines/inventory';
import type { LotOfficeContext } from '#machines/lotOffice';
import type {
  LotImported,
  LotStandingAcknowledged,
  LotStandingChanged,
  Message,
  RedemptionListed,
} from '#machines/protocol';
import { standingOf } from '#src/domain/lotStanding';
import type { HeldLot } from '#src/domain/lotStanding';
import { countPins } from '#src/domain/pinRange';
import type { PinRange } from '#src/domain/pinRange';
import { subtract } from '#src/domain/pinSet';
import { SECOND_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import type { Step } from '#src/journal/durableNode';
import { lotChecksum } from '#src/policy/lotChecksum';
import { breach, firstPin } from './breach.ts';
import type { Breach } from './breach.ts';
import { placesOf } from './places.ts';
import type { SimulatedNode } from './simulatedNode.ts';

// An alarm that was set while there were faults may still ring late.
const LATEST_ALARM_MICROSECONDS = 3 * SECOND_MICROSECONDS;

/** The observer's own opinion of lots: what is taken in, what may be sold, and what a redemption file settles. */
export class LotCheck {
  /** What the lot office has ever said under each number; it may have lost one, and given the number again. */
  private readonly said = new Map<string, { readonly number: number; readonly held: readonly HeldLot[] }[]>();
  /** The highest number of which an inventory's word has come to the lot office: it surely knows that. */
  private readonly known = new Map<string, number>();

  /** A node has taken a step. */
  stepped({ name }: SimulatedNode, { at, deliveries }: Step): Breach | null {
    for (const { message, answers } of deliveries) {
      if (message.type === 'lot.standing.acknowledged') this.noteAcknowledged(message);
      for (const answer of answers) {
        if (answer.type === 'lot.standing.changed') this.noteStanding(answer);
        const found = answer.type === 'pin.reserved' ? this.judgeReservation(name, answer, at) : null;
        if (found !== null) return found;
      }
      const found =
        message.type === 'lot.imported'
          ? judgeImport(message, answers)
          : message.type === 'redemption.listed'
            ? judgeReconciliation(message, answers)
            : null;
      if (found !== null) return found;
    }
    return null;
  }

  /** Only what has come is sure to have been said by someone who will not forget it. */
  private noteAcknowledged({ from, number }: LotStandingAcknowledged): void {
    this.known.set(from, Math.max(this.known.get(from) ?? 0, number));
  }

  private noteStanding({ to, number, held }: LotStandingChanged): void {
    const said = this.said.get(to) ?? [];
    if (!said.some((one) => one.number === number && one.held === held)) said.push({ number, held });
    this.said.set(to, said);
  }

  private judgeReservation(
    server: string,
    { from, ranges }: { readonly from: string; readonly ranges: readonly PinRange[] },
    at: number,
  ): Breach | null {
    const stale = ranges.find(({ expiresAt }) => expiresAt !== undefined && expiresAt <= at);
    if (stale !== undefined) {
      const what = `${server} reserved a PIN that had expired ${at - stale.expiresAt!} microseconds before by its clock`;
      return breach('lots', what, firstPin([stale]), 'expired');
    }
    const known = this.known.get(from);
    if (known === undefined) return null;
    const possible = this.said.get(from)!.filter(({ number }) => number >= known);
    const held = ranges.find(({ lot }) => possible.every((one) => standingOf(one.held, lot) !== 'free'));
    if (held === undefined) return null;
    return breach(
      'lots',
      `${server} reserved a PIN of a lot that it knew was held`,
      firstPin([held]),
      'held',
    );
  }
}

/** Nothing is open any more: expired PINs and those of held lots are on no shelf, and recalled ones are at the hub. */
export function misplacedLots(nodes: readonly SimulatedNode[], now: Microseconds): Breach | null {
  const hub = nodes.find(({ kind }) => kind === 'hub')!;
  const office = hub.core.actors.get(`${hub.name}/lots`)?.context as LotOfficeContext | undefined;
  for (const { address, node } of placesOf(nodes)) {
    const context = node.core.actors.get(address)!.context;
    if (!isInventory(context) || node.isGone) continue;
    const desk = office?.plan.desks.findIndex(({ variety }) => variety === context.plan.variety) ?? -1;
    const held = office?.desks[desk]?.held ?? [];
    const { ranges, kept } = context.stock;
    const longAgo = node.clock.read(now) - LATEST_ALARM_MICROSECONDS;
    const expired = ranges.filter(({ expiresAt = Infinity }) => expiresAt < longAgo);
    if (expired.length > 0) {
      return breach('lots', `a PIN that has expired is for sale at ${address}`, firstPin(expired), 'expired');
    }
    const onShelf = ranges.filter(({ lot }) => standingOf(held, lot) !== 'free');
    if (onShelf.length > 0) {
      return breach(
        'lots',
        `a PIN of a lot that is held is for sale at ${address}`,
        firstPin(onShelf),
        'held',
      );
    }
    const recalled = kept.frozen.filter(({ lot }) => standingOf(held, lot) === 'recalled');
    if (node !== hub && recalled.length > 0) {
      return breach('lots', `a PIN of a recalled lot is still at ${address}`, firstPin(recalled), 'recalled');
    }
  }
  return null;
}

export function isInventory(context: unknown): context is InventoryContext {
  return typeof context === 'object' && context !== null && 'stock' in context;
}

/** What was taken in is what the manifest says. */
function judgeImport(lot: LotImported, answers: readonly Message[]): Breach | null {
  if (!answers.some(({ type }) => type === 'lot.accepted')) return null;
  if (countPins(lot.ranges) === lot.count && lotChecksum(lot) === lot.checksum) return null;
  const what = `lot ${lot.lot} was taken in, though it does not hold what its manifest says`;
  return breach('lots', what, firstPin(lot.ranges), 'import');
}

/** Sold is what the file says was redeemed, and written off only what it speaks of. */
function judgeReconciliation(file: RedemptionListed, answers: readonly Message[]): Breach | null {
  for (const answer of answers) {
    if (answer.type !== 'pins.issued' && answer.type !== 'pins.retired') continue;
    // Those who waited may be served, and what has expired may leave, in the same step.
    if (answer.type === 'pins.retired' && answer.reason !== 'writtenOff') continue;
    const allowed = answer.type === 'pins.issued' ? file.redeemed : [...file.covered, ...file.redeemed];
    const others = subtract(answer.ranges, allowed);
    if (others.length === 0) continue;
    const fate = answer.type === 'pins.issued' ? 'sold' : 'written off';
    const what = `${file.to} counts a PIN as ${fate}, though the redemption file does not say so`;
    return breach('lots', what, firstPin(others), 'reconciliation');
  }
  return null;
}
