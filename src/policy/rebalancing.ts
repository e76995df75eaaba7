/**
 * When the hub looks for PINs to pull back for servers that wait. `everyShortage`: as soon as a request joins the line.
 * `scheduled`: every `every`, and only if at least `leastMissing` PINs are missing. ISC DHCP's failover went from the
 * first to the second, because balancing at every allocation cost more than the imbalance.
 */
export type Rebalancing =
  | { readonly kind: 'everyShortage' }
  | {
      readonly kind: 'scheduled';
      /** In the units of whoever drives the hub. */
      readonly every: number;
      readonly leastMissing: number;
    };

/** Whether `missing` PINs are worth a look now; `isScheduledLook`: the alarm has rung. */
export function isWorthALook(policy: Rebalancing, missing: number, isScheduledLook: boolean): boolean {
  if (policy.kind === 'everyShortage') return missing > 0;
  return isScheduledLook && missing >= Math.max(1, policy.leastMissing);
}
