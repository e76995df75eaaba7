import { ALARMS } from './protocol.ts';
import type { AlarmRequested } from './protocol.ts';

/** Asks the node to wake the actor at `from` after so much time; null: no more. */
export function alarmRequest(from: string, alarm: string, after: number | null): AlarmRequested {
  return { type: 'alarm.requested', to: ALARMS, from, alarm, after };
}
