import type { ProductPlan, Topology } from '#src/network/topology';
import { constant } from './smallPlans.ts';
import { smallTopology, TIMING } from './smallTopology.ts';

const offer = (supplier: string | null, costCents: number, operator: string | null = null) => ({
  supplier,
  costCents,
  operator,
});

const PRODUCTS: readonly ProductPlan[] = [
  { sku: 'day-card', priceCents: 500, kind: 'stock', variety: 'day' },
  { sku: 'day-gift', priceCents: 700, kind: 'stock', variety: 'day' },
  {
    sku: 'game',
    priceCents: 1500,
    kind: 'activate',
    variety: 'game',
    offers: [offer('telco', 900), offer('rival', 950)],
  },
  {
    sku: 'talk',
    priceCents: 1000,
    kind: 'topUp',
    offers: [offer('telco', 900, 'blue'), offer('rival', 900, 'red')],
  },
  { sku: 'own', priceCents: 300, kind: 'generate', variety: 'own', offers: [offer(null, 0)] },
];

/** A well-formed number of a customer of blue, one of red, and one of blue that nobody has. */
export const BLUE = '47112233';
export const RED = '48112233';
export const NOBODY = '47000000';

/**
 * The small network, which sells PINs of a shelf under two SKUs, PINs that telco (cheaper) or rival activate, PINs of
 * each server's own generator, and value for accounts: of operator blue at telco, of red at rival.
 */
export function productTopology(patient = false): Topology {
  return smallTopology({
    // Some customers wait until one supplier is given up and another has answered.
    timing: { ...TIMING, terminalPatience: patient ? 10 * TIMING.supplierPatience : TIMING.terminalPatience },
    more: {
      products: PRODUCTS,
      productSuppliers: ['telco', 'rival'].map((name) => ({
        name,
        latency: constant(0),
        unknownAccounts: [NOBODY],
      })),
      numberRanges: [
        { operator: 'blue', prefix: '47', lengths: [8] },
        { operator: 'red', prefix: '48', lengths: [8] },
      ],
    },
  });
}
