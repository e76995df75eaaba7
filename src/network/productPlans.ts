import type { AccountPlan } from '#machines/account';
import type { ConduitPlan, ProductPlan as ConduitProduct } from '#machines/conduitContext';
import type { GeneratorPlan } from '#machines/generator';
import type { InventoryInput } from '#machines/inventory';
import type { ProductSupplierPlan as ProductSupplierMachinePlan } from '#machines/productSupplierRules';
import type { SupplyInterfacePlan } from '#machines/supplyInterfaceRules';
import { uniformPlan } from './inventoryPlans.ts';
import { inventoryAddress } from './names.ts';
import type { ProductPlan, Topology } from './topology.ts';

/** What the actors of products in real time are told: at each server a conduit with a supply interface a supplier. */

type RealTimeProduct = Exclude<ProductPlan, { kind: 'stock' }>;

/** So often a supplier is asked before the next one is. */
const MOST_TRIES = 3;

export function realTimeProducts({ products = [] }: Topology): RealTimeProduct[] {
  return products.filter((product) => product.kind !== 'stock');
}

/** null: the servers sell from stock alone. */
export function conduitAddress(topology: Topology, server: string): string | null {
  return realTimeProducts(topology).length === 0 ? null : `${server}/conduit`;
}

export function generatorAddress(server: string): string {
  return `${server}/generator`;
}

function interfaceAddress(server: string, supplier: string): string {
  return `${server}/to-${supplier}`;
}

function accountsAddress(supplier: string): string {
  return `${supplier}/accounts`;
}

export function conduitInput(topology: Topology, server: string, address: string): ConduitPlan {
  const products = realTimeProducts(topology).map(({ sku, kind, priceCents, offers }): ConduitProduct => ({
    sku,
    kind,
    valueCents: priceCents,
    offers: offers.map(({ supplier, costCents, operator }) => ({
      supply: supplier === null ? generatorAddress(server) : interfaceAddress(server, supplier),
      costCents,
      operator,
    })),
  }));
  const supplies = [...new Set(products.flatMap(({ offers }) => offers.map(({ supply }) => supply)))];
  return { address, supplies, products, numberRanges: topology.numberRanges ?? [] };
}

/** One for each product supplier. */
export function interfaceInputs(topology: Topology, server: string, conduit: string): SupplyInterfacePlan[] {
  return (topology.productSuppliers ?? []).map(({ name }) => ({
    address: interfaceAddress(server, name),
    conduit,
    supplier: name,
    patience: topology.timing?.supplierPatience ?? null,
    tries: MOST_TRIES,
  }));
}

/** null: nothing is generated. */
export function generatorInput(topology: Topology, server: string, conduit: string): GeneratorPlan | null {
  const generated = realTimeProducts(topology).filter(({ kind }) => kind === 'generate');
  if (generated.length === 0) return null;
  const products = generated.map(({ sku }) => ({ product: sku, capacity: null }));
  return { address: generatorAddress(server), conduit, products };
}

/** Shelves for PINs that come when they are sold: nothing is ever ordered for them. */
export function passingShelves(topology: Topology, server: string): InventoryInput[] {
  const varieties = new Set(
    realTimeProducts(topology).flatMap((product) => (product.kind === 'topUp' ? [] : [product.variety])),
  );
  return [...varieties].map((variety) => ({
    plan: uniformPlan({
      address: inventoryAddress(server, variety),
      variety,
      keeper: server,
      parent: null,
      standbys: [],
      role: 'server',
      unmet: 'lost',
      shipping: 'partial',
      lowWatermark: -1,
      order: { kind: 'upTo', desiredLevel: 0 },
      maxOutstandingOrders: null,
      highWatermark: null,
      peers: [],
      repeatAfter: null,
    }),
    ranges: [],
  }));
}

export function productSupplierInput(topology: Topology, name: string): ProductSupplierMachinePlan {
  const products = realTimeProducts(topology).flatMap(({ sku: product, kind, offers }) =>
    kind !== 'generate' && offers.some(({ supplier }) => supplier === name) ? [{ product, kind }] : [],
  );
  return { address: name, customers: customersOf(topology, name), accounts: accountsAddress(name), products };
}

export function accountInput(topology: Topology, name: string, unknown: readonly string[]): AccountPlan {
  return {
    address: accountsAddress(name),
    sources: customersOf(topology, name),
    numberRanges: topology.numberRanges ?? [],
    unknown,
  };
}

function customersOf({ servers }: Topology, supplier: string): string[] {
  return servers.map(({ name }) => interfaceAddress(name, supplier));
}
