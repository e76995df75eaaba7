import { hubMachine } from '#machines/hub';
import type { HubPlan } from '#machines/hub';
import { inventoryMachine } from '#machines/inventory';
import { PLAIN_INVENTORY } from '#machines/inventoryContext';
import type { InventoryContext, InventoryPlan } from '#machines/inventory';
import { lotOfficeMachine } from '#machines/lotOffice';
import { ALARMS, CUSTOMERS } from '#machines/protocol';
import type { Message, ReservationFate, SaleReference } from '#machines/protocol';
import { hasReceived } from '#src/domain/link';
import type { PinRange } from '#src/domain/pinRange';
import { compiled } from '#src/executor/compiled';
import { nodeOf } from './actors.ts';
import { serialsOf } from './router.ts';

const VARIETY = 'day';
const SERVERS = ['north', 'south'];
export const CENTRAL = 'hub/day';

interface AnyActor {
  readonly context: unknown;
  send(event: Message): readonly Message[];
}

/** What the network between the nodes does with the message whose turn it is. */
export type Weather = 'deliver' | 'lose' | 'repeat' | 'delay';

/**
 * A hub with its lot office and central inventory, and two servers' inventories whose keeper is the test. Messages
 * within the hub arrive at once, those between nodes when the test says so.
 */
export class LotNetwork {
  private readonly actors = new Map<string, AnyActor>();
  readonly underWay: Message[] = [];
  private readonly alarms = new Map<string, { readonly to: string; readonly alarm: string }>();
  readonly reserved: { readonly inventory: string; readonly sale: SaleReference }[] = [];
  readonly issued: string[] = [];
  readonly retired: string[] = [];
  readonly reservedSerials: { readonly inventory: string; readonly serials: readonly string[] }[] = [];
  private nextSale = 1;

  constructor(lots: readonly (readonly PinRange[])[], repeatAfter: number | null) {
    const servers = SERVERS.map((name) => `${name}/${VARIETY}`);
    const common = {
      variety: VARIETY,
      standbys: [],
      shipping: 'partial',
      maxOutstandingOrders: null,
      highWatermark: 8,
      lowWatermark: 3,
      order: { kind: 'upTo', desiredLevel: 6 },
      ...PLAIN_INVENTORY,
      repeatAfter,
    } as const;
    const central: InventoryPlan = {
      ...common,
      address: CENTRAL,
      keeper: 'hub',
      parent: 'mint',
      role: 'central',
      unmet: 'backorder',
      peers: [...servers, 'mint'],
    };
    this.start(CENTRAL, compiled.start(inventoryMachine, { plan: central, ranges: lots[0]! }));
    for (const [index, address] of servers.entries()) {
      const plan: InventoryPlan = {
        ...common,
        address,
        keeper: SERVERS[index]!,
        parent: 'hub',
        role: 'server',
        unmet: 'backorder',
        peers: [CENTRAL],
      };
      this.start(address, compiled.start(inventoryMachine, { plan, ranges: lots[index + 1]! }));
    }
    const receivers = servers.map((address) => ({ address, weight: 1 }));
    const desks = [{ variety: VARIETY, central: CENTRAL, donors: servers, receivers }];
    const rebalancing = { kind: 'everyShortage' } as const;
    const hub: HubPlan = { address: 'hub', shipping: 'partial', rebalancing, patience: repeatAfter, desks };
    this.start('hub', compiled.start(hubMachine, hub));
    const office = { variety: VARIETY, central: CENTRAL, inventories: [CENTRAL, ...servers] };
    const plan = { address: 'hub/lots', desks: [office], repeatAfter };
    this.start('hub/lots', compiled.start(lotOfficeMachine, plan));
  }

  private start(address: string, actor: unknown): void {
    this.actors.set(address, actor as AnyActor);
  }

  /** One external event, and everything that follows within its node. */
  send(event: Message): void {
    const queue = [event];
    for (let message = queue.shift(); message !== undefined; message = queue.shift()) {
      const node = nodeOf(message.to);
      for (const answer of this.actors.get(message.to)!.send(message)) {
        if (this.noteOutside(answer)) continue;
        if (nodeOf(answer.to) === node) queue.push(answer);
        else this.underWay.push(answer);
      }
    }
  }

  /** What leaves the actors: alarms, customers, and the servers' own actors, for whom the test stands in. */
  private noteOutside(message: Message): boolean {
    if (message.type === 'alarm.requested') {
      const { from, alarm, after } = message;
      if (after === null) this.alarms.delete(`${from} ${alarm}`);
      else this.alarms.set(`${from} ${alarm}`, { to: from, alarm });
    } else if (message.type === 'pins.issued') this.issued.push(...serialsOf(message.ranges));
    else if (message.type === 'pins.retired') this.retired.push(...serialsOf(message.ranges));
    else if (message.type === 'pin.reserved') {
      this.reserved.push({ inventory: message.from, sale: message.sale });
      this.reservedSerials.push({ inventory: message.from, serials: serialsOf(message.ranges) });
    }
    return message.to === ALARMS || message.to === CUSTOMERS || !this.actors.has(message.to);
  }

  demand(inventory: string): void {
    const sale = { terminal: 'till', number: this.nextSale++ };
    this.send({ type: 'stock.demanded', to: inventory, from: nodeOf(inventory), count: 1, sale });
  }

  close(place: number, fate: ReservationFate): void {
    const [open] = this.reserved.splice(place % Math.max(1, this.reserved.length), 1);
    if (open === undefined) return;
    const { inventory: to, sale } = open;
    this.send({ type: 'reservation.closed', to, from: nodeOf(to), sale, fate });
  }

  /** The next message that is under way meets the weather. */
  step(weather: Weather): void {
    const message = this.underWay.shift();
    if (message === undefined) return;
    if (weather === 'delay' || weather === 'repeat') this.underWay.push(message);
    if (weather === 'deliver' || weather === 'repeat') this.send(message);
  }

  /** An alarm rings. */
  ring(place: number): void {
    const keys = [...this.alarms.keys()];
    const key = keys[place % Math.max(1, keys.length)];
    if (key === undefined) return;
    const alarm = this.alarms.get(key)!;
    this.alarms.delete(key);
    this.send({ type: 'alarm.rang', from: ALARMS, at: 0, ...alarm });
  }

  /** The network is well again: so many rounds of everything arriving and every alarm ringing. */
  heal(rounds: number): void {
    for (let round = 0; round < rounds; round++) {
      for (let left = this.underWay.length; left > 0; left--) this.step('deliver');
      for (let left = this.alarms.size; left > 0; left--) this.ring(0);
    }
    while (this.underWay.length > 0) this.step('deliver');
  }

  stockOf(inventory: string): InventoryContext['stock'] {
    return (this.actors.get(inventory)!.context as InventoryContext).stock;
  }

  inventories(): readonly string[] {
    return [CENTRAL, ...SERVERS.map((name) => `${name}/${VARIETY}`)];
  }

  /** Every PIN of the network with its place. */
  places(): readonly { readonly serial: string; readonly place: string }[] {
    const list = this.inventories().flatMap((inventory) => {
      const { ranges, kept, links } = this.stockOf(inventory);
      const at = (what: readonly PinRange[], place: string) =>
        serialsOf(what).map((serial) => ({ serial, place: `${place} ${inventory}` }));
      return [
        ...at(ranges, 'stock'),
        ...at(kept.frozen, 'frozen'),
        ...at(kept.quarantined, 'quarantined'),
        ...kept.reservations.flatMap((one) => at(one.ranges, 'reserved')),
        ...links.flatMap(({ peer, unacknowledged }) =>
          unacknowledged
            .filter(({ number }) => !this.hasArrived(inventory, peer, number))
            .flatMap((parcel) => at(parcel.ranges, 'in transit from')),
        ),
      ];
    });
    const left = (serials: readonly string[], place: string) => serials.map((serial) => ({ serial, place }));
    return [...list, ...left(this.issued, 'issued'), ...left(this.retired, 'retired')];
  }

  private hasArrived(from: string, to: string, number: number): boolean {
    if (!this.actors.has(to)) return false;
    const link = this.stockOf(to).links.find(({ peer }) => peer === from)!;
    return hasReceived(link, number);
  }
}
