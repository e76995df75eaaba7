/**
 * When the hub looks for PINs to pull back for servers that wait. `everyShortage`: as soon as a request joins the line.
 * `firstInLine`: only when a request begins a line; who joins one waits for what comes. `scheduled`: every `every`, and only if at least `leastMissing` PINs are missing. ISC DHCP's failover went from the
 * first to the second, because balancing at every allocation cost more than the imbalance.
 */
export type Rebalancing =
  | { readonly kind: 'everyShortage' | 'firstInLine' }
  | {
      readonly kind: 'scheduled';
      /** In the units of whoever drives the hub. */
      readonly every: number;
      readonly leastMissing: number;
    };

/**
 * Why the hub looks now: a request begins the line, or those who wait were asked about in vain; another joins the line,
 * or PINs have come; the alarm has rung.
 */
export type Occasion = 'newLine' | 'longerLine' | 'schedule';

/** Whether `missing` PINs are worth a look on that occasion. */
export function isWorthALook(policy: Rebalancing, missing: number, occasion: Occasion): boolean {
  switch (policy.kind) {
    case 'everyShortage':
      return missing > 0;
    case 'firstInLine':
      return missing > 0 && occasion === 'newLine';
    case 'scheduled':
      return occasion === 'schedule' && missing >= Math.max(1, policy.leastMissing);
  }
}
