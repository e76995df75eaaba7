import { ALARMS } from '#machines/protocol';
import type { AlarmRang } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';
import type { FaultRates } from './faultRates.ts';
import type { Schedule } from './schedule.ts';
import type { SimulatedNode } from './simulatedNode.ts';
import type { Strike, Strikes } from './strikes.ts';
import { cancelledAlarm } from './cancelledAlarm.ts';
import { lateAlarm } from './lateAlarm.ts';
import { repeatedAlarm } from './repeatedAlarm.ts';

/** An alarm that has been set and neither rung nor been cancelled. */
interface PendingAlarm {
  readonly address: string;
  readonly alarm: string;
  /** By the node's clock. */
  readonly at: Microseconds;
  readonly key: string;
  /** How long it waits by the node's clock; 0 if it was due already. */
  readonly waits: Microseconds;
  readonly late: { readonly strike: Strike; readonly by: Microseconds } | null;
  readonly repeated: { readonly strike: Strike; readonly after: Microseconds } | null;
  movedBy: Strike | null;
  /** Only the last plan to ring counts. */
  plan: number;
}

/** Has a node take a message in; says whether messages came of it, or null if the node is down. */
export type Ring = (node: SimulatedNode, message: AlarmRang) => boolean | null;

/** Rings the alarms of one node by that node's clock. */
export class AlarmClock {
  private readonly node: SimulatedNode;
  private readonly schedule: Schedule;
  private readonly rates: FaultRates;
  private readonly strikes: Strikes;
  private readonly skew: Strike | null;
  private readonly ring: Ring;
  private readonly pending = new Map<string, PendingAlarm>();
  private readonly counts = new Map<string, number>();

  constructor(
    node: SimulatedNode,
    schedule: Schedule,
    rates: FaultRates,
    strikes: Strikes,
    skew: Strike | null,
    ring: Ring,
  ) {
    this.node = node;
    this.schedule = schedule;
    this.rates = rates;
    this.strikes = strikes;
    this.skew = skew;
    this.ring = ring;
  }

  /** Sets an alarm for a reading of the node's clock, in place of one of the same name; null: no more. */
  set(address: string, alarm: string, at: Microseconds | null): void {
    const name = `${address} ${alarm}`;
    const old = this.pending.get(name);
    this.pending.delete(name);
    if (old !== undefined) this.cancel(old);
    if (at === null) return;
    const count = (this.counts.get(name) ?? 0) + 1;
    this.counts.set(name, count);
    const key = `${name}#${count}`;
    const { rates, strikes } = this;
    const { now } = this.schedule;
    const waits = Math.max(0, at - this.node.clock.read(now));
    const late = lateAlarm(rates, strikes, key, now);
    const repeated = repeatedAlarm(rates, strikes, key, now);
    const entry = { address, alarm, at, key, waits, late, repeated, movedBy: null, plan: 0 };
    this.pending.set(name, entry);
    this.plan(entry);
  }

  /** After a restart: what the journal says is pending, however long it has been due. */
  resume(alarms: readonly { readonly address: string; readonly alarm: string; readonly at: number }[]): void {
    for (const entry of this.pending.values()) this.leaveAlone(entry);
    this.pending.clear();
    for (const { address, alarm, at } of alarms) this.set(address, alarm, at);
  }

  /** The node's clock has leapt: what is pending rings by what it shows now. */
  moved(strike: Strike): void {
    for (const entry of this.pending.values()) {
      entry.movedBy = strike;
      this.plan(entry);
    }
  }

  private plan(entry: PendingAlarm): void {
    const plan = ++entry.plan;
    const time = this.node.clock.timeOf(entry.at) + (entry.late?.by ?? 0);
    this.schedule.at(time, () => {
      if (entry.plan === plan && this.pending.get(`${entry.address} ${entry.alarm}`) === entry)
        this.due(entry);
    });
  }

  private due(entry: PendingAlarm): void {
    // A node that is down keeps its alarms: `resume` brings them back.
    if (!this.node.isUp) return this.node.downBy?.changedOutcome();
    this.pending.delete(`${entry.address} ${entry.alarm}`);
    entry.movedBy?.changedOutcome();
    const { late, repeated, waits } = entry;
    if (Math.abs(waits * this.node.clock.skewPartsPerMillion) >= 1e9) this.skew?.changedOutcome();
    const hadEffect = this.ringNow(entry);
    if (hadEffect === true) late?.strike.changedOutcome();
    if (repeated !== null) this.schedule.after(repeated.after, () => this.ringAgain(entry, repeated.strike));
  }

  /** It will not ring: the second ring does not come either, and it is late only if it was due. */
  private leaveAlone({ at, late, repeated }: PendingAlarm): void {
    repeated?.strike.missed();
    if (this.node.clock.read(this.schedule.now) < at) late?.strike.missed();
  }

  private cancel(entry: PendingAlarm): void {
    this.leaveAlone(entry);
    const { now } = this.schedule;
    const strike = cancelledAlarm(this.rates, this.strikes, entry.key, now);
    if (strike === null) return;
    this.schedule.at(this.node.clock.timeOf(entry.at), () => this.ringAgain(entry, strike));
  }

  private ringAgain(entry: PendingAlarm, strike: Strike): void {
    if (this.ringNow(entry) !== null) strike.changedOutcome();
  }

  private ringNow({ address: to, alarm }: PendingAlarm): boolean | null {
    const at = this.node.clock.read(this.schedule.now);
    return this.ring(this.node, { type: 'alarm.rang', to, from: ALARMS, alarm, at });
  }
}
