import { countPins } from '#src/domain/pinRange';
import type { PinRange } from '#src/domain/pinRange';
import { intersect, unite } from '#src/domain/pinSet';
import { lotChecksum } from '#src/policy/lotChecksum';
import type { Outcome } from './apply.ts';
import type { AcceptedImport, LotOfficeContext } from './lotOfficeContext.ts';
import { deskIndex } from './lotStandings.ts';
import type { LotImported, LotRejected, Message } from './protocol.ts';

type LotOfficeOutcome = Outcome<LotOfficeContext, Message>;

/**
 * Takes a lot in whole, or says why not and changes nothing. The same import again gets the same answer, because the
 * answer may have been lost.
 */
export function acceptOrReject(context: LotOfficeContext, event: LotImported): LotOfficeOutcome {
  const { plan } = context;
  const { lot, variety, count, from: to } = event;
  const from = plan.address;
  const flaw = flawOf(event);
  const accepted: Message = { type: 'lot.accepted', to, from, lot, count };
  if (flaw === null && context.accepted.some((known) => isSame(known, event))) {
    return { patch: null, messages: [accepted] };
  }
  const reason = flaw ?? conflictOf(context, event);
  if (reason !== null) {
    const rejected: LotRejected = { type: 'lot.rejected', to, from, lot, reason };
    return { patch: null, messages: [rejected] };
  }
  const { checksum, expiresAt } = event;
  const united = unite(event.ranges);
  const ranges = expiresAt === null ? united : united.map((range) => ({ ...range, expiresAt }));
  const central = plan.desks[deskIndex(plan, variety)!]!.central;
  return {
    patch: {
      accepted: [...context.accepted, { lot, variety, checksum, expiresAt }],
      imported: unite([...context.imported, ...united]),
    },
    messages: [{ type: 'pins.delivered', to: central, from, variety, ranges, count, sale: null }, accepted],
  };
}

function isSame(known: AcceptedImport, { lot, variety, checksum, expiresAt }: LotImported): boolean {
  return (
    known.checksum === checksum &&
    known.lot === lot &&
    known.variety === variety &&
    known.expiresAt === expiresAt
  );
}

/** The first thing that is wrong with the import in itself; null: nothing. */
function flawOf(event: LotImported): string | null {
  const { lot, ranges, count, checksum, expires, expiresAt } = event;
  if (!/^[^\s:/]+$/.test(lot)) {
    // Lots that come by transfer or from a generator are named after whoever made them, with a colon or a slash.
    return `lot '${lot}': expected a name without blanks, ':' and '/'; rename the lot`;
  }
  if (ranges.length === 0) return `lot ${lot} holds no PINs; expected at least one serial`;
  const odd = ranges.find((range) => !isRange(range, lot));
  if (odd !== undefined) {
    return `${odd.count} serials from ${odd.first} of lot ${odd.lot}: expected positive whole numbers, of lot ${lot} alone`;
  }
  const listed = countPins(ranges);
  const different = countPins(unite(ranges));
  if (different < listed) return `${listed - different} serials are listed twice; expected each serial once`;
  if (listed !== count)
    return `the manifest says ${count} PINs, the lot holds ${listed}; ask for the file again`;
  if (expiresAt !== null && !Number.isFinite(expiresAt)) {
    return `lot ${lot} expires at ${expiresAt}; expected a time, or null for never`;
  }
  if ((expires === 'never') !== (expiresAt === null)) {
    return `the manifest says that it expires '${expires}', the import ${expiresAt ?? 'never'}; say the same in both`;
  }
  const expected = lotChecksum(event);
  if (expected !== checksum) {
    return `the manifest's checksum is ${checksum}, that of the lot ${expected}; ask for the file again`;
  }
  return null;
}

function isRange({ lot: own, first, count, expiresAt }: PinRange, lot: string): boolean {
  const isWhole = Number.isSafeInteger(first) && Number.isSafeInteger(count);
  const isPositive = first >= 1 && count >= 1 && Number.isSafeInteger(first + count);
  return own === lot && isWhole && isPositive && expiresAt === undefined;
}

/** Why the import does not fit to what is known already; null: it does. */
function conflictOf({ plan, accepted, imported }: LotOfficeContext, event: LotImported): string | null {
  const { lot, variety } = event;
  if (deskIndex(plan, variety) === undefined) {
    const known = plan.desks.map((desk) => desk.variety).join(', ');
    return `variety '${variety}' is not sold here; expected one of ${known}`;
  }
  const other = accepted.find((known) => known.lot === lot && known.variety !== variety);
  if (other !== undefined) return `lot ${lot} was imported as ${other.variety} before; expected that variety`;
  const duplicates = intersect(event.ranges, imported);
  const [first] = duplicates;
  if (first === undefined) return null;
  return `${countPins(duplicates)} PINs were imported before, the first of them serial ${first.first}; remove them from the lot`;
}
