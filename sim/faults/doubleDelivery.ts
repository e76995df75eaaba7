import type { SupplierFault } from './supplierFault.ts';

/** A supplier delivers twice what was ordered once. */
export const doubleDelivery: SupplierFault = (key, { strikes, rates, schedule }) => {
  const strike = strikes.decide('doubleDelivery', key, rates.doubleDelivery, schedule.now);
  return strike === null ? null : { strike, handling: { kind: 'twice' } };
};
