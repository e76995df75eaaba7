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

  /** Whether that very ring is still to come. */
  awaits(ring: AlarmRang): boolean {
    return this.pending.get(keyOf(ring.to, ring.alarm)) === ring;
  }

  /** Waits for that ring, which an earlier run asked for. */
  await(ring: AlarmRang): void {
    this.pending.set(keyOf(ring.to, ring.alarm), ring);
  }
}

function keyOf(address: string, alarm: string): string {
  return `${address} ${alarm}`;
}
