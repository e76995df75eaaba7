import type { Dealer } from '#src/domain/dealer';
import type { Microseconds } from '#src/domain/time';
import type {
  CentralStockPlan,
  Duration,
  ProductPlan,
  ServerPlan,
  StockLevels,
  Timing,
  Topology,
} from '#src/network/topology';
import type { Rebalancing } from '#src/policy/rebalancing';
import type { RandomGenerator } from '#sim/random/generator';
import { KeyedDraws } from './keyedDraws.ts';

/** A network to be tormented: small, and short of stock, so that every path is walked. */
export interface CampaignNetwork {
  readonly topology: Topology;
  readonly tills: readonly Till[];
  /** What customers ask for. */
  readonly skus: readonly string[];
  /** Mean time between two customers at one terminal. */
  readonly customersEvery: Microseconds;
}

export interface Till {
  readonly terminal: string;
  readonly server: string;
}

/** What customers name an account for. */
export const TOP_UP = 'top-up';
/** The accounts that they name: some of them do not exist. */
export const ACCOUNTS = ['461111', '462222', '+46 33-33', '460000', '12'];

const VARIETIES = ['day', 'ten'];
const SUPPLIERS = ['mint', 'press'];
const PRODUCT_SUPPLIERS = ['cable', 'mobile'];
const NUMBER_RANGES = [{ operator: 'mobile', prefix: '46', lengths: [6] }];
const UNKNOWN_ACCOUNTS = ['460000'];
const DEALERS = ['corner shop', 'kiosk'];
const SERVERS = ['east', 'north', 'south', 'west'];

const MILLISECOND = 1000;

/** The network of a seed: the same whatever strikes it. */
export function randomNetwork(seed: number): CampaignNetwork {
  const generator = new KeyedDraws(seed, 'network').generator('topology');
  const dice = new Dice(generator);
  const varieties = VARIETIES.slice(0, dice.whole(1, 2));
  const suppliers = SUPPLIERS.slice(0, dice.whole(1, 2)).map((name) => ({
    name,
    leadTime: constant(dice.whole(20, 400) * MILLISECOND),
    messageLatency: latency(dice),
  }));
  const dealing = randomDealers(varieties, dice);
  const servers = SERVERS.slice(0, dice.whole(2, 4)).map((name) =>
    randomServer(name, varieties, dealing.dealers ?? [], dice),
  );
  const stock = varieties.map((variety): CentralStockPlan => {
    const levels = randomLevels(dice, dice.whole(2, 12));
    const supplier = suppliers[dice.whole(0, suppliers.length - 1)]!.name;
    const standbys = suppliers.map(({ name }) => name).filter((name) => name !== supplier);
    return { variety, supply: 'supplier', supplier, standbys, ...levels };
  });
  const shipping = dice.whole(0, 3) === 0 ? 'wholeOrders' : 'partial';
  const plain: Topology = {
    varieties,
    suppliers,
    hub: { name: 'hub', shipping, stock, ...randomRebalancing(dice) },
    servers,
    timing: randomTiming(dice),
    ...dealing,
    ...randomProducts(varieties, dice),
    hasLotOffice: true,
  };
  // Drawn apart, so that a policy more leaves the networks what they are otherwise.
  const topology = withPolicies(plain, new Dice(new KeyedDraws(seed, 'network').generator('policies')));
  const tills = servers.flatMap(({ name: server, terminals }) =>
    terminals.map(({ name: terminal }) => ({ terminal, server })),
  );
  const customersEvery = dice.whole(150, 600) * MILLISECOND;
  return { topology, tills, skus: topology.products!.map(({ sku }) => sku), customersEvery };
}

/** Some servers help each other's customers, some shelves and lots have a life, some hubs buy later. */
function withPolicies(plain: Topology, dice: Dice): Topology {
  const { hub, servers, suppliers } = plain;
  const isOne = (of: number) => dice.whole(1, of) === 1;
  const milliseconds = (least: number, most: number) => dice.whole(least, most) * MILLISECOND;
  const stock = hub.stock.map((own) =>
    own.supply === 'supplier' && isOne(4)
      ? { ...own, purchaseAfter: isOne(2) ? 0 : milliseconds(10, 600) }
      : own,
  );
  const rebalancing = hub.rebalancing ?? { kind: isOne(4) ? 'firstInLine' : 'everyShortage' };
  return {
    ...plain,
    hub: { ...hub, stock, rebalancing },
    suppliers: suppliers.map((one) => (isOne(6) ? { ...one, lotLife: milliseconds(4000, 20_000) } : one)),
    servers: servers.map((server) => ({
      ...server,
      ...(isOne(4) ? { unmet: 'transfer' as const } : {}),
      emergencyTime: constant(milliseconds(1, 100)),
      stock: server.stock.map((shelf) => ({
        ...shelf,
        reserve: dice.whole(0, 2),
        ...(isOne(6) ? { lifetime: milliseconds(2000, 12_000) } : {}),
      })),
    })),
  };
}

/** Patience is longer than a message there and back takes, and much shorter than what faults may take. */
function randomTiming(dice: Dice): Timing {
  const patience = () => dice.whole(150, 500) * MILLISECOND;
  return {
    terminalPatience: patience(),
    reservationTime: dice.whole(3000, 8000) * MILLISECOND,
    repeatAfter: patience(),
    hubPatience: patience(),
    supplierPatience: patience(),
    announceEvery: dice.whole(200, 1500) * MILLISECOND,
  };
}

/** Dealers whose credit is used up now and then, at most of the networks. */
function randomDealers(varieties: readonly string[], dice: Dice): { readonly dealers?: readonly Dealer[] } {
  if (dice.whole(0, 3) === 0) return {};
  const dealers = DEALERS.slice(0, dice.whole(1, 2)).map((name) => ({
    name,
    isBlocked: false,
    creditLimitCents: dice.whole(20, 200) * 100,
    commissionBasisPoints: Object.fromEntries(varieties.map((sku) => [sku, dice.whole(0, 2000)])),
  }));
  return { dealers };
}

type Products = Required<Pick<Topology, 'products' | 'productSuppliers' | 'numberRanges'>>;

/** Every variety from the shelf; at most of the networks also PINs and value that come when they are sold. */
function randomProducts(varieties: readonly string[], dice: Dice): Products {
  const price = () => dice.whole(1, 20) * 50;
  const stocked = varieties.map((variety): ProductPlan => ({
    sku: variety,
    kind: 'stock',
    variety,
    priceCents: price(),
  }));
  if (dice.whole(0, 2) === 0) return { products: stocked, productSuppliers: [], numberRanges: [] };
  const productSuppliers = PRODUCT_SUPPLIERS.slice(0, dice.whole(1, 2)).map((name) => ({
    name,
    latency: latency(dice),
    unknownAccounts: UNKNOWN_ACCOUNTS,
  }));
  const offers = productSuppliers.map(({ name: supplier }) => {
    return { supplier, costCents: dice.whole(1, 50), operator: null };
  });
  const others: readonly ProductPlan[] = [
    { sku: 'live', kind: 'activate', variety: 'live', priceCents: price(), offers },
    {
      sku: 'made',
      kind: 'generate',
      variety: 'made',
      priceCents: price(),
      offers: [{ supplier: null, costCents: 0, operator: null }],
    },
    { sku: TOP_UP, kind: 'topUp', priceCents: price(), offers },
  ];
  const products = [...stocked, ...others.filter(() => dice.whole(0, 3) > 0)];
  return { products, productSuppliers, numberRanges: NUMBER_RANGES };
}

function randomRebalancing(dice: Dice): { readonly rebalancing?: Rebalancing } {
  if (dice.whole(0, 2) > 0) return {};
  return {
    rebalancing: {
      kind: 'scheduled',
      every: dice.whole(200, 1500) * MILLISECOND,
      leastMissing: dice.whole(1, 3),
    },
  };
}

function randomServer(
  name: string,
  varieties: readonly string[],
  dealers: readonly Dealer[],
  dice: Dice,
): ServerPlan {
  const unmet = (['lost', 'backorder', 'fetch'] as const)[dice.whole(0, 2)]!;
  const own = varieties.filter((_, index) => index === 0 || dice.whole(0, 3) > 0);
  const terminals = Array.from({ length: dice.whole(1, 3) }, (_, index) => ({
    name: `${name}:${index + 1}`,
    latency: latency(dice),
    ...(dealers.length === 0 ? {} : { dealer: dealers[dice.whole(0, dealers.length - 1)]!.name }),
  }));
  return {
    name,
    leadTime: constant(dice.whole(5, 200) * MILLISECOND),
    recallTime: constant(dice.whole(5, 200) * MILLISECOND),
    messageLatency: latency(dice),
    unmet,
    stock: own.map((variety) => ({ variety, ...randomLevels(dice, dice.whole(0, 4)) })),
    terminals,
  };
}

function randomLevels(dice: Dice, lowWatermark: number): StockLevels {
  const desiredLevel = lowWatermark + dice.whole(1, 8);
  const isGenerous = dice.whole(0, 1) === 0;
  return {
    lowWatermark,
    order:
      dice.whole(0, 3) === 0
        ? { kind: 'fixedQuantity', quantity: dice.whole(1, 6) }
        : { kind: 'upTo', desiredLevel },
    maxOutstandingOrders: null,
    highWatermark: isGenerous ? lowWatermark + dice.whole(0, 4) : null,
    initialOnHand: dice.whole(0, isGenerous ? 20 : 8),
  };
}

function latency(dice: Dice): Duration {
  return constant(dice.whole(1, 40) * MILLISECOND);
}

function constant(mean: Microseconds): Duration {
  return { distribution: 'constant', mean };
}

class Dice {
  private readonly generator: RandomGenerator;

  constructor(generator: RandomGenerator) {
    this.generator = generator;
  }

  whole(least: number, most: number): number {
    return least + Math.floor(this.generator.nextUniform() * (most - least + 1));
  }
}
