import type { AlarmRequested } from '#machines/protocol';

/** An alarm that an actor waits for; `at` is absolute, on the node's clock. */
export interface PendingAlarm {
  readonly address: string;
  readonly alarm: string;
  readonly at: number;
}

/** What became of an alarm; `at` null: it is off. */
export interface AlarmChange {
  readonly address: string;
  readonly alarm: string;
  readonly at: number | null;
}

/** The alarms of one node's actors, at most one of each name for each actor. */
export class AlarmTable {
  private readonly alarms = new Map<string, PendingAlarm>();

  /** When the actor of that address is to be woken, or null. */
  timeOf(address: string, alarm: string): number | null {
    return this.alarms.get(keyOf(address, alarm))?.at ?? null;
  }

  set({ address, alarm, at }: AlarmChange): void {
    const key = keyOf(address, alarm);
    if (at === null) this.alarms.delete(key);
    else this.alarms.set(key, { address, alarm, at });
  }

  /** By time, then address, then name: the same alarms always in the same order. */
  pending(): readonly PendingAlarm[] {
    return [...this.alarms.values()].sort(
      (a, b) => a.at - b.at || compareTexts(a.address, b.address) || compareTexts(a.alarm, b.alarm),
    );
  }
}

/** What a request that was made at `now` asks for. */
export function alarmChange({ from, alarm, after }: AlarmRequested, now: number): AlarmChange {
  return { address: from, alarm, at: after === null ? null : now + after };
}

/** Not by language: every machine in the world must find the same order. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function keyOf(address: string, alarm: string): string {
  return `${address.length}:${address}${alarm}`;
}
