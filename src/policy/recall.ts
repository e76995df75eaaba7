/** Which servers give PINs back when the hub is short, and how many. */

export interface SurplusOffer {
  /** Address of the donor's inventory. */
  readonly donor: string;
  /** On hand above the donor's high watermark when it answered. */
  readonly surplus: number;
  /** On hand above its reserve. */
  readonly spare: number;
  readonly onHand: number;
  /** It is going offline. */
  readonly isDraining: boolean;
}

export interface RecallShare {
  readonly donor: string;
  readonly quantity: number;
}

/** What a donor may give: what it has on hand above `level`, its high watermark or its reserve; nothing if it has none. */
export function surplusAbove(level: number | null, onHand: number): number {
  return level === null ? 0 : Math.max(0, onHand - level);
}

/** Takes from the largest surplus first, of equal ones from the one named first, until `missing` is covered. */
export function recallFromLargestSurplus(offers: readonly SurplusOffer[], missing: number): RecallShare[] {
  const bysurplus = offers
    .filter((offer) => offer.surplus > 0)
    .sort((a, b) => b.surplus - a.surplus || (a.donor < b.donor ? -1 : 1));
  const shares: RecallShare[] = [];
  let left = missing;
  for (const { donor, surplus } of bysurplus) {
    if (left <= 0) break;
    const quantity = Math.min(surplus, left);
    shares.push({ donor, quantity });
    left -= quantity;
  }
  return shares;
}

/** Who gives a PIN for a customer of another server: who has most on hand and can spare it; of equals, the first of `order`. */
export function donorInEmergency(offers: readonly SurplusOffer[], order: readonly string[]): string | null {
  let best: SurplusOffer | null = null;
  for (const offer of offers) {
    if (offer.spare === 0 || offer.isDraining) continue;
    const isBetter =
      best === null ||
      offer.onHand > best.onHand ||
      (offer.onHand === best.onHand && order.indexOf(offer.donor) < order.indexOf(best.donor));
    if (isBetter) best = offer;
  }
  return best === null ? null : best.donor;
}
