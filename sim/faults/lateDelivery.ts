import type { SupplierFault } from './supplierFault.ts';

/** A supplier delivers late. */
export const lateDelivery: SupplierFault = (key, { strikes, rates, schedule }) => {
  const strike = strikes.decide('lateDelivery', key, rates.lateDelivery, schedule.now);
  if (strike === null) return null;
  return {
    strike,
    handling: { kind: 'late', after: strike.draw(rates.longestDelay, 2 * rates.longestDelay) },
  };
};
