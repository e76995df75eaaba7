/** Hours are counted from 1970-01-01 0:00, which was a Thursday; weeks begin on Monday. */
export const WEEK_HOURS = 168;
export const DAY_HOURS = 24;
const MONDAY_TO_THURSDAY = 72;

/** Which of the 168 hours of a week, from Monday 0:00 on. */
export function hourOfWeek(hour: number): number {
  const shifted = (hour + MONDAY_TO_THURSDAY) % WEEK_HOURS;
  return shifted < 0 ? shifted + WEEK_HOURS : shifted;
}

/** Weeks are numbered by their Mondays. */
export function weekOfHour(hour: number): number {
  return Math.floor((hour + MONDAY_TO_THURSDAY) / WEEK_HOURS);
}
