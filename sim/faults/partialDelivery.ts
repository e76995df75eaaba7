import type { SupplierFault } from './supplierFault.ts';

/** A supplier delivers in two lots; the second comes much later, or right behind the first. */
export const partialDelivery: SupplierFault = (key, { strikes, rates, schedule }) => {
  const strike = strikes.decide('partialDelivery', key, rates.partialDelivery, schedule.now);
  if (strike === null) return null;
  const after = strike.draw(0, 2) === 0 ? null : strike.draw(1, 2 * rates.longestDelay);
  return { strike, handling: { kind: 'inPart', after } };
};
