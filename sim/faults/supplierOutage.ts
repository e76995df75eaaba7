import type { SecondFault } from './world.ts';

/** A supplier cannot be reached by anyone for a while. */
export const supplierOutage: SecondFault = (second, { nodes, pairs, rates, strikes, schedule, cuts }) => {
  for (const supplier of nodes) {
    if (supplier.kind !== 'supplier' && supplier.kind !== 'productSupplier') continue;
    const key = `${supplier.name}@${second}`;
    const strike = strikes.decide('supplierOutage', key, rates.supplierOutage, schedule.now);
    if (strike === null) continue;
    const until = schedule.now + strike.draw(1, rates.longestOutage);
    for (const [one, other] of pairs) {
      if (one !== supplier && other !== supplier) continue;
      cuts.cut(one.name, other.name, strike, until);
      cuts.cut(other.name, one.name, strike, until);
    }
  }
};
