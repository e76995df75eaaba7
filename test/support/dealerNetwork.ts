import { dealersMachine } from '#machines/dealers';
import { directoryMachine } from '#machines/directory';
import { ANNOUNCE } from '#machines/directoryRules';
import type { DealersContext } from '#machines/dealersRules';
import type { DirectoryContext } from '#machines/directoryRules';
import { ALARMS } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import type { MachineActor } from '#src/executor/actor';
import { compiled } from '#src/executor/compiled';
import type { Dealer } from '#src/domain/dealer';
import { nodeOf } from './actors.ts';

export const CENTRE = 'hub/dealers';
export const REPLICAS = ['north/dealers', 'east/dealers', 'south/dealers'] as const;
export type Replica = (typeof REPLICAS)[number];

interface Flight {
  readonly message: Message;
  readonly arrivesAt: number;
}

interface Weather {
  readonly announceEvery: number | null;
  /** No message travels longer; shorter ones overtake. */
  readonly latency: number;
  /** Copies of a message that arrive, each after a latency from 1 to `latency`. */
  readonly fate: (message: Message) => readonly number[];
}

/** One centre and three replicas in one clock, over links that a test makes as bad as it likes. */
export class DealerNetwork {
  now = 0;
  readonly centre: MachineActor<typeof directoryMachine>;
  readonly replicas: ReadonlyMap<Replica, MachineActor<typeof dealersMachine>>;
  readonly weather: { -readonly [Key in keyof Weather]: Weather[Key] };
  /** Everything that the actors emitted, and what of it arrived. */
  readonly sent: Message[] = [];
  readonly arrived: Message[] = [];
  /** What the centre knew at each of its versions, by name. */
  readonly editions: ReadonlyMap<string, Dealer>[] = [];
  /** The centre's version at each time. */
  private readonly versions: number[] = [];
  private readonly cut = new Set<string>();
  private flights: Flight[] = [];
  private alarmAt: number | null = 0;

  constructor(weather: Weather, dealers: readonly Dealer[]) {
    this.weather = { ...weather };
    const { announceEvery } = weather;
    const plan = { address: CENTRE, replicas: [...REPLICAS], announceEvery };
    this.centre = compiled.start(directoryMachine, { plan, dealers });
    this.replicas = new Map(REPLICAS.map((address) => [address, startReplica(address, dealers)]));
    if (announceEvery === null) this.alarmAt = null;
    this.note();
  }

  /** Changes or blocks a dealer; gives the centre's answer. */
  set(dealer: Dealer): Message {
    const event: Message = { type: 'dealer.set', to: CENTRE, from: 'operator', dealer };
    return this.toCentre(event).find(({ to }) => to === 'operator')!;
  }

  /** Nothing passes between the centre and that replica, in either direction. */
  setCut(replica: Replica, isCut: boolean): void {
    if (isCut) this.cut.add(replica);
    else this.cut.delete(replica);
  }

  restart(address: string): void {
    const event: Message = { type: 'node.restarted', to: address, from: nodeOf(address) };
    if (address === CENTRE) this.toCentre(event);
    else this.toReplica(event);
  }

  /** The replica's node is replaced by an empty one. */
  replace(replica: Replica): void {
    (this.replicas as Map<Replica, unknown>).set(replica, startReplica(replica, []));
  }

  tick(count = 1): void {
    for (let index = 0; index < count; index++) {
      this.now += 1;
      const due = this.flights.filter(({ arrivesAt }) => arrivesAt <= this.now);
      this.flights = this.flights.filter(({ arrivesAt }) => arrivesAt > this.now);
      for (const { message } of due) this.deliver(message);
      if (this.alarmAt !== null && this.alarmAt <= this.now) this.ring();
      this.note();
    }
  }

  /** The alarm rings, due or not. */
  ring(): void {
    if (this.alarmAt !== null && this.alarmAt <= this.now) this.alarmAt = null;
    this.toCentre({ type: 'alarm.rang', to: CENTRE, from: ALARMS, alarm: ANNOUNCE, at: this.now });
  }

  /** What the replica answers when that dealer sells something for `priceCents`; the sale is called off at once. */
  probe(replica: Replica, dealer: string, priceCents = 1): string {
    const common = { to: replica, from: 'server', sale: { terminal: 'probe', number: 1 } };
    const request = { type: 'credit.requested', ...common, dealer, sku: 'day', priceCents } as const;
    const [answer] = this.toReplica(request);
    this.toReplica({ type: 'credit.released', ...common });
    return answer!.type === 'credit.refused' ? answer!.reason : answer!.type;
  }

  knowledge(replica: Replica): DealersContext {
    return this.replicas.get(replica)!.context;
  }

  get directory(): DirectoryContext {
    return this.centre.context;
  }

  versionAt(time: number): number {
    return this.versions[Math.min(time, this.now)]!;
  }

  private toCentre(event: Message): readonly Message[] {
    const messages = this.centre.send(event as Parameters<typeof this.centre.send>[0]);
    this.post(messages);
    this.keepEdition();
    return messages;
  }

  private toReplica(event: Message): readonly Message[] {
    const replica = this.replicas.get(event.to as Replica)!;
    const messages = replica.send(event as Parameters<typeof replica.send>[0]);
    this.post(messages);
    return messages;
  }

  private post(messages: readonly Message[]): void {
    for (const message of messages) {
      this.sent.push(message);
      if (message.type === 'alarm.requested') {
        this.alarmAt = message.after === null ? null : this.now + message.after;
      } else if (message.to.endsWith('/dealers')) {
        for (const latency of this.weather.fate(message)) {
          this.flights.push({ message, arrivesAt: this.now + latency });
        }
      }
    }
  }

  private deliver(message: Message): void {
    if (this.cut.has(message.to) || this.cut.has(message.from)) return;
    this.arrived.push(message);
    if (message.to === CENTRE) this.toCentre(message);
    else this.toReplica(message);
  }

  private keepEdition(): void {
    const { version, entries } = this.centre.context;
    this.editions[version] ??= namesOf(entries.map(({ dealer }) => dealer));
  }

  private note(): void {
    this.versions[this.now] = this.centre.context.version;
    this.keepEdition();
  }
}

export function namesOf(dealers: readonly Dealer[]): ReadonlyMap<string, Dealer> {
  return new Map(
    dealers.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((dealer) => [dealer.name, dealer]),
  );
}

function startReplica(address: string, dealers: readonly Dealer[]): MachineActor<typeof dealersMachine> {
  return compiled.start(dealersMachine, { plan: { address, centre: CENTRE }, dealers });
}
