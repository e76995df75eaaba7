/** How a hub that goes offline shares out what it has. */

export interface Receiver {
  /** Address of the server's inventory. */
  readonly address: string;
  /** How fast it sells next to the others: a rate in any unit, the same for all. */
  readonly weight: number;
}

export interface Holding extends Receiver {
  readonly onHand: number;
}

export interface Share {
  readonly receiver: string;
  readonly quantity: number;
}

/**
 * Gives `count` PINs so that the first of the holdings to run out does so as late as possible, and then the second, and
 * so on (max-min fairness of on hand / weight): like water into vessels as wide as their weights. What integers cannot
 * share evenly goes, PIN by PIN, to whoever would run out first; of equal ones to the one named first. Holdings that
 * sell nothing get nothing, unless none sells anything.
 */
export function shareToLastLongest(holdings: readonly Holding[], count: number): Share[] {
  const selling = holdings.filter(({ weight }) => weight > 0);
  const vessels = (selling.length > 0 ? selling : holdings.map((one) => ({ ...one, weight: 1 }))).toSorted(
    (a, b) => a.onHand / a.weight - b.onHand / b.weight || (a.address < b.address ? -1 : 1),
  );
  if (vessels.length === 0) return [];
  const level = waterLevel(vessels, count);
  const quantities = vessels.map(({ onHand, weight }) => Math.max(0, Math.floor(level * weight - onHand)));
  let left = count - quantities.reduce((sum, one) => sum + one, 0);
  while (left > 0) {
    let neediest = 0;
    for (let index = 1; index < vessels.length; index++) {
      if (lasting(vessels[index]!, quantities[index]!) < lasting(vessels[neediest]!, quantities[neediest]!)) {
        neediest = index;
      }
    }
    quantities[neediest]! += 1;
    left -= 1;
  }
  return vessels
    .map(({ address: receiver }, index) => ({ receiver, quantity: quantities[index]! }))
    .filter(({ quantity }) => quantity > 0);
}

function lasting({ onHand, weight }: Holding, quantity: number): number {
  return (onHand + quantity) / weight;
}

/** Time to run out, in sales per unit of weight, to which `count` PINs fill the vessels, sorted by their own. */
function waterLevel(vessels: readonly Holding[], count: number): number {
  let water = count;
  let width = 0;
  let level = 0;
  for (const [index, { onHand, weight }] of vessels.entries()) {
    water += onHand;
    width += weight;
    level = water / width;
    const next = vessels[index + 1];
    if (next === undefined || level <= next.onHand / next.weight) break;
  }
  return level;
}
