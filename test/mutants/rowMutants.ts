import { bookMutants } from './bookMutants.ts';
import { distributionMutants } from './distributionMutants.ts';
import { drainMutants } from './drainMutants.ts';
import { productMutants } from './productMutants.ts';
import { protocolMutants } from './protocolMutants.ts';
import type { RowMutant } from './rowMutant.ts';
import { saleMutants } from './saleMutants.ts';

/** At least one for each behaviour, and one for each wrong variant of the sale protocol. */
export const rowMutants: readonly RowMutant[] = [
  ...distributionMutants,
  ...drainMutants,
  ...productMutants,
  ...saleMutants,
  ...bookMutants,
  ...protocolMutants,
];
