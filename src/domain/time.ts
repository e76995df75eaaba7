/** The simulator's clock: whole microseconds since the start of the run. Exact up to 2^53 (285 years). */
export type Microseconds = number;

export const SECOND_MICROSECONDS = 1_000_000;
export const HOUR_MICROSECONDS = 3_600 * SECOND_MICROSECONDS;
export const DAY_MICROSECONDS = 24 * HOUR_MICROSECONDS;
