import type { SupplierFault } from './supplierFault.ts';

/** A supplier does not deliver: it says so, or takes no notice of the order. */
export const missingDelivery: SupplierFault = (key, { strikes, rates, schedule }) => {
  const strike = strikes.decide('missingDelivery', key, rates.missingDelivery, schedule.now);
  if (strike === null) return null;
  return { strike, handling: { kind: strike.draw(0, 1) === 0 ? 'refused' : 'ignored' } };
};
