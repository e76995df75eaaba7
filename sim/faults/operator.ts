import { OPERATOR } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import type { PinRange } from '#src/domain/pinRange';
import type { Microseconds } from '#src/domain/time';
import { SECOND_MICROSECONDS } from '#src/domain/time';
import { ANNOUNCE } from '#machines/directoryRules';
import { ALARMS } from '#machines/protocol';
import { KeyedDraws } from './keyedDraws.ts';
import { overlapping, randomLot, randomStanding } from './operatorLots.ts';
import type { OperatorDice } from './operatorLots.ts';
import { placesOf } from './places.ts';
import type { NodePlace } from './places.ts';
import { bringBack, orderTo } from './plannedOffline.ts';
import type { Offline } from './plannedOffline.ts';
import type { CampaignNetwork } from './randomNetwork.ts';
import type { SimulatedNode } from './simulatedNode.ts';
import type { World } from './world.ts';

// Chances for each second.
const BLOCKS_DEALER = 0.05;
const BOOKS_PAYMENT = 0.3;
const IMPORTS_LOT = 0.3;
const SETS_STANDING = 0.1;
const SENDS_FILE = 0.02;

// By then every terminal that lives has settled its sales.
const FIRST_FILE_MICROSECONDS = 20 * SECOND_MICROSECONDS;
const FILES_EVERY_MICROSECONDS = 10 * SECOND_MICROSECONDS;
const FILES = 8;

// How often an operator repeats himself to a node that is down.
const PATIENCE_MICROSECONDS = 500_000;

/** The people who run the network: they repeat themselves until the node is there to listen. */
export class Operator {
  private readonly world: World;
  private readonly network: CampaignNetwork;
  private readonly draws: KeyedDraws;
  private readonly places: readonly NodePlace[];
  private readonly hub: SimulatedNode;
  private readonly payments = new Map<string, number>();
  private lots = 0;
  private isHealed = false;

  constructor(world: World, network: CampaignNetwork, seed: number) {
    this.world = world;
    this.network = network;
    this.draws = new KeyedDraws(seed, 'operator');
    this.places = placesOf(world.nodes);
    this.hub = world.nodes.find(({ kind }) => kind === 'hub')!;
  }

  open(): void {
    const { dealers, hub } = this.network.topology;
    if (dealers !== undefined) {
      const to = `${hub.name}/dealers`;
      const at = this.hub.clock.read(0);
      this.insist(this.hub, { type: 'alarm.rang', to, from: ALARMS, alarm: ANNOUNCE, at });
    }
    this.everySecond(1);
  }

  /** Brings back what is offline, and settles what terminals that never return have left open. */
  heal(offline: Offline): void {
    const { world } = this;
    this.isHealed = true;
    for (const node of offline.keys()) {
      for (const type of bringBack(node)) world.tell(node, orderTo(node, type));
    }
    offline.clear();
    for (let file = 0; file < FILES; file++) {
      const wait = FIRST_FILE_MICROSECONDS + file * FILES_EVERY_MICROSECONDS;
      world.schedule.after(wait, () => this.sendLastFiles());
    }
  }

  private everySecond(second: number): void {
    this.world.schedule.at(second * SECOND_MICROSECONDS, () => {
      if (this.isHealed) return;
      this.act(second);
      this.everySecond(second + 1);
    });
  }

  private act(second: number): void {
    const generator = this.draws.generator(`second ${second}`);
    const isTime = (chance: number) => generator.nextUniform() < chance;
    const dice: OperatorDice = (least, most) =>
      least + Math.floor(generator.nextUniform() * (most - least + 1));
    const { dealers, hub, hasLotOffice } = this.network.topology;
    if (dealers !== undefined && isTime(BLOCKS_DEALER)) {
      const dealer = { ...dealers[dice(0, dealers.length - 1)]!, isBlocked: dice(0, 2) === 0 };
      this.insist(this.hub, { type: 'dealer.set', to: `${hub.name}/dealers`, from: OPERATOR, dealer });
    }
    if (dealers !== undefined && isTime(BOOKS_PAYMENT)) this.bookPayment(dice);
    if (hasLotOffice === true && isTime(IMPORTS_LOT)) {
      const now = this.hub.clock.read(this.world.schedule.now);
      const lot = randomLot(this.network.topology, `file-${++this.lots}`, now, dice);
      this.insist(this.hub, lot);
      if (this.lots % 2 === 0) this.insist(this.hub, overlapping(lot), PATIENCE_MICROSECONDS);
    }
    if (hasLotOffice === true && isTime(SETS_STANDING)) {
      const lot = this.someLot(dice);
      if (lot !== null) this.insist(this.hub, randomStanding(this.network.topology, lot, dice));
    }
    // Terminals that live may still settle their sales themselves: only what the others left open is covered.
    const gone = new Set(this.world.nodes.filter(({ isGone }) => isGone).map(({ name }) => name));
    if (gone.size > 0 && isTime(SENDS_FILE)) this.sendFiles((terminal) => gone.has(terminal));
  }

  private bookPayment(dice: OperatorDice): void {
    const { dealers, servers } = this.network.topology;
    const { name: dealer } = dealers![dice(0, dealers!.length - 1)]!;
    const { name } = servers[dice(0, servers.length - 1)]!;
    const number = (this.payments.get(`${name} ${dealer}`) ?? 0) + 1;
    this.payments.set(`${name} ${dealer}`, number);
    const server = this.world.nodes.find((node) => node.name === name)!;
    const amountCents = dice(1, 30) * 100;
    const to = `${name}/dealers`;
    const payment = { type: 'dealer.paid', to, from: OPERATOR, dealer, number, amountCents } as const;
    this.insist(server, payment);
    // The answer was not heard.
    if (number % 2 === 0) this.insist(server, payment, PATIENCE_MICROSECONDS);
  }

  /** Any lot that is somewhere, with its variety. */
  private someLot(dice: OperatorDice): { readonly lot: string; readonly variety: string } | null {
    const place = this.places[dice(0, this.places.length - 1)]!;
    const ranges = place.stock()?.ranges ?? [];
    const range = ranges[dice(0, ranges.length - 1)];
    if (range === undefined) return null;
    return { lot: range.lot, variety: place.address.slice(place.address.indexOf('/') + 1) };
  }

  /** Redemption files while terminals may still settle their sales: only for PINs that lost ones left open. */
  private sendFiles(isLost: (terminal: string) => boolean): void {
    for (const { address, node, stock } of this.places.map(withStock)) {
      const reservations = stock?.kept.reservations ?? [];
      const left = reservations.filter(({ isSuspect, sale }) => isSuspect && isLost(sale.terminal));
      const covered = left.flatMap(({ ranges }): readonly PinRange[] => ranges);
      if (covered.length > 0) this.world.tell(node, this.fileFor(address, covered));
    }
  }

  /** Redemption files at last, for all that is suspect or quarantined. */
  private sendLastFiles(): void {
    const { hub } = this;
    for (const { address, node, stock } of this.places.map(withStock)) {
      if (stock === null) continue;
      const { reservations, quarantined } = stock.kept;
      const suspect = reservations.filter(({ isSuspect }) => isSuspect);
      const covered = [...quarantined, ...suspect.flatMap(({ ranges }): readonly PinRange[] => ranges)];
      if (node === hub && covered.length > 0) this.world.tell(node, this.fileFor(address, covered));
      // A server passes the file on to its inventories, and settles itself what has no PIN.
      else if (node !== hub) this.world.tell(node, this.fileFor(node.name, covered));
    }
  }

  /** Customers have redeemed what they saw. */
  private fileFor(to: string, covered: readonly PinRange[]): Message {
    const redeemed = covered.filter((range) => this.world.watch.books.wasShown(range));
    return { type: 'redemption.listed', to, from: OPERATOR, covered, redeemed };
  }

  private insist(node: SimulatedNode, message: Message, wait: Microseconds = 0): void {
    this.world.schedule.after(wait, () => {
      if (this.world.tell(node, message) === null) this.insist(node, message, PATIENCE_MICROSECONDS);
    });
  }
}

function withStock(place: NodePlace) {
  return { address: place.address, node: place.node, stock: place.stock() };
}
