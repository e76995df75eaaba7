/** Two phases of random length in turn, relative to the mean rate of both. */
export interface BurstShape {
  /** The rate of each phase divided by the mean rate. */
  readonly factors: readonly [number, number];
  /** How often an hour each phase is left. */
  readonly switchesPerHour: readonly [number, number];
}

/** The share of time in the second phase. */
export function busyShare({ switchesPerHour: [quiet, busy] }: BurstShape): number {
  return quiet / (quiet + busy);
}

/** The squared coefficient of variation of the rate at one moment. */
export function burstVariance(shape: BurstShape): number {
  const busy = busyShare(shape);
  return busy * (1 - busy) * (shape.factors[1] - shape.factors[0]) ** 2;
}
