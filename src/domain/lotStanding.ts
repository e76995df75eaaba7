/** `frozen`: not sold until it is free again. `recalled`: frozen, and every PIN goes back to the hub. */
export type LotStanding = 'free' | 'frozen' | 'recalled';

/** A lot that is not free. */
export interface HeldLot {
  readonly lot: string;
  readonly standing: Exclude<LotStanding, 'free'>;
}

const NONE: readonly HeldLot[] = [];

export function standingOf(held: readonly HeldLot[], lot: string): LotStanding {
  for (const one of held) if (one.lot === lot) return one.standing;
  return 'free';
}

/** The list after `lot` was given that standing; the same list if that changes nothing. */
export function withStanding(
  held: readonly HeldLot[],
  lot: string,
  standing: LotStanding,
): readonly HeldLot[] {
  if (standingOf(held, lot) === standing) return held;
  const others = held.filter((one) => one.lot !== lot);
  if (standing !== 'free') return [...others, { lot, standing }];
  return others.length === 0 ? NONE : others;
}
