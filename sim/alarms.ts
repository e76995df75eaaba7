import { ALARMS } from '#machines/protocol';
import type { AlarmRang, AlarmRequested } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';

/** The alarms that actors have asked for: one of each name an actor, the last word counts. */
export class Alarms {
  private readonly pending = new Map<string, AlarmRang>();

  /** The ring to deliver at its time; null: the alarm was cancelled. */
  request({ from: to, alarm, after }: AlarmRequested, now: Microseconds): AlarmRang | null {
    const key = keyOf(to, alarm);
    if (after === null) {
      this.pending.delete(key);
      return null;
    }
    const ring: AlarmRang = { type: 'alarm.rang', to, from: ALARMS, alarm, at: now + after };
    this.pending.set(key, ring);
    return ring;
  }

  /** Whether that ring still counts: it has been neither cancelled nor replaced. It counts once. */
  take(ring: AlarmRang): boolean {
    const key = keyOf(ring.to, ring.alarm);
    return this.pending.get(key) === ring && this.pending.delete(key);
  }
}

function keyOf(address: string, alarm: string): string {
  return `${address} ${alarm}`;
}
