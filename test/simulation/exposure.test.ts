import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '#machines/protocol';
import { countPins } from '#src/domain/pinRange';
import { AMPLE_STOCK } from '#src/network/actors';
import { inventoryContext } from '#src/network/network';
import { exposureOf, NOTHING_HELD } from '#sim/metrics/exposure';
import { exposureFigures } from '#sim/metrics/exposureFigures';
import type { Plan } from '#sim/plan';
import type { Holding } from '#sim/result';
import { runPlan } from '#sim/run';
import { Simulation } from '#sim/simulation';
import type { SimulationOptions } from '#sim/simulation';
import { plans } from '../support/networks.ts';
import { constant, hours, plainNetwork, SUPPLIED_STOCK } from '../support/smallPlans.ts';

const empty = plainNetwork({ seed: 1, customersPerHour: 0, hours: 1, levels: { initialOnHand: 0 } });

describe('The figures of a run', () => {
  const figures = (plan: Plan) => runPlan(plan, { clock: () => 0 }).exposure;

  it('B54 average over time what is on the shelf and on its way', () => {
    // Ten PINs are sent at once and arrive after two of the five hours; no customer ever comes.
    const { network, hub, servers, largestAtEnd, largestOnAverage, horizonHours } = figures({
      ...empty,
      stop: { until: hours(5), sales: null },
    });
    const stranded = { onShelf: 10, quarantined: 0, frozen: 0, suspect: 0, total: 10 };
    expect(horizonHours).toBe(720);
    expect(servers['north']).toEqual({
      stranded,
      atEnd: { ...NOTHING_HELD, onHand: 10, total: 10 },
      meanTotal: 10,
    });
    expect(hub).toMatchObject({ atEnd: NOTHING_HELD, meanTotal: 4 });
    expect(network).toEqual({ stranded, total: 10, inTransit: 0, reserved: 0, meanTotal: 10 });
    expect(largestAtEnd).toEqual({ node: 'north', pins: 10 });
    expect(largestOnAverage).toEqual({ node: 'north', pins: 10 });
  });

  it('B54 end while PINs are in transit: at both ends of the link, once in the network', () => {
    const { network, hub, servers, largestAtEnd } = figures(empty);
    expect(servers['north']!.atEnd).toEqual({ ...NOTHING_HELD, incoming: 10, total: 10 });
    expect(hub.atEnd).toEqual({ ...NOTHING_HELD, outgoing: 10, total: 10 });
    expect(network).toMatchObject({ total: 10, inTransit: 10, meanTotal: 10, stranded: { total: 0 } });
    expect(largestAtEnd).toEqual({ node: 'hub', pins: 10 });
  });

  it('B54 follow the horizon that was asked for', () => {
    const busy = plainNetwork({ seed: 3, customersPerHour: 1, hours: 100, levels: { initialOnHand: 400 } });
    const { exposure, network } = runPlan(busy, { clock: () => 0, strandingHorizon: hours(200) });
    expect(exposure.horizonHours).toBe(200);
    expect(exposure.network.stranded.total).toBe(400 - network.sold - 2 * network.asked);
  });

  it('B54 show what came back to a hub that is offline', () => {
    const plan: Plan = {
      ...plainNetwork({ seed: 1, customersPerHour: 0, hours: 1 }),
      topology: {
        ...empty.topology,
        suppliers: [{ name: 'mint', leadTime: constant(0), messageLatency: constant(0) }],
        hub: { name: 'hub', shipping: 'partial', stock: [SUPPLIED_STOCK] },
        servers: [
          {
            ...empty.topology.servers[0]!,
            stock: [{ ...empty.topology.servers[0]!.stock[0]!, initialOnHand: 10 }],
          },
        ],
      },
    };
    const simulation = new Simulation(plan);
    simulation.run();
    const { network } = simulation;
    const drain = (node: string) =>
      network.deliver(null, network.find(node)!, { type: 'drain.ordered', to: node, from: 'operator' });
    drain('hub');
    drain('north');
    const transfer = network.sent
      .slice(0, network.sentCount)
      .find((message) => message.type === 'transfer.shipped')!;
    expect(exposureFigures(simulation)).toMatchObject({
      hub: { stranded: { total: 0 }, atEnd: { incoming: 10, total: 10 } },
      servers: { north: { stranded: { total: 0 }, atEnd: { onHand: 0, outgoing: 10, total: 10 } } },
    });
    network.deliver(network.find('north/ten')!, network.find('hub/ten')!, transfer);
    expect(exposureFigures(simulation)).toMatchObject({
      network: { total: 10, stranded: { total: 10 } },
      hub: { stranded: { onShelf: 10 }, atEnd: { onHand: 10, incoming: 0, total: 10 } },
    });
  });
});

/** Keeps books of its own, from messages and by looking at every actor after every message. */
class Watched extends Simulation {
  /** Bought, less sold and retired. */
  balance = 0;
  /** PIN-microseconds, by node. */
  readonly integrals = new Map<string, number>();
  private last: ReadonlyMap<string, Holding> = this.look();
  private since = 0;

  constructor(plan: Plan, options: SimulationOptions) {
    super(plan, options);
    this.network.observe({
      delivered: (from, to, message, answers) => {
        this.observation.delivered(from, to, message, answers);
        this.note(answers);
      },
    });
  }

  look(): ReadonlyMap<string, Holding> {
    const entries = this.network.cells.map(({ entry }) => entry);
    return exposureOf(
      entries.flatMap((entry) => (entry.kind === 'inventory' ? [entry.actor.context] : [])),
      entries.flatMap((entry) => (entry.kind === 'supplier' ? [entry.actor.context] : [])),
    );
  }

  private note(answers: readonly Message[]): void {
    for (const answer of answers) {
      if (answer.type === 'transfer.shipped' && answer.reason === 'purchase') this.balance += answer.count;
      if (answer.type === 'pins.issued' || answer.type === 'pins.retired') {
        this.balance -= countPins(answer.ranges);
      }
    }
    this.integrate();
    this.last = this.look();
  }

  integrate(): void {
    const elapsed = this.now - this.since;
    this.since = this.now;
    for (const [node, { total }] of this.last) {
      this.integrals.set(node, (this.integrals.get(node) ?? 0) + total * elapsed);
    }
  }
}

/** PINs on the servers' shelves and a hub's that buys, at the start, and those that an unlimited hub has given out. */
function opening(plan: Plan, simulation: Simulation): number {
  let count = 0;
  for (const { stock } of plan.topology.servers)
    for (const { initialOnHand } of stock) count += initialOnHand;
  for (const stock of plan.topology.hub.stock) {
    if (stock.supply === 'supplier') count += stock.initialOnHand;
    else {
      const cell = simulation.network.find(`${plan.topology.hub.name}/${stock.variety}`)!;
      count += AMPLE_STOCK - inventoryContext(cell).stock.onHand;
    }
  }
  return count;
}

describe('On random networks', () => {
  const anyNetwork = fc.oneof(
    { weight: 3, arbitrary: plans({ customers: [20, 150] }) },
    { weight: 1, arbitrary: plans({ customers: [20, 150], scarce: true }) },
  );
  const slowTerminals = plans({ customers: [20, 150], slowTerminals: true });

  function expectBalance(plan: Plan, simulation: Watched): void {
    const { network, hub, servers } = exposureFigures(simulation);
    const holdings = simulation.look();
    const nodes = new Map([['hub', hub], ...Object.entries(servers)]);
    expect(network.total).toBe(opening(plan, simulation) + simulation.balance);
    // The hub's suppliers account for what they have sent, too.
    const all = [...holdings.values()];
    const sum = (pinsOf: (holding: Holding) => number) =>
      all.reduce((total, holding) => total + pinsOf(holding), 0);
    expect(sum(({ total, outgoing }) => total - outgoing)).toBe(network.total);
    expect(sum(({ outgoing }) => outgoing)).toBe(network.inTransit);
    for (const [node, figures] of nodes) {
      const { exposure } = simulation.observation;
      const { aside, outgoing } = exposure.at(node);
      const own = simulation.network.cells.filter((cell) => cell.node === node);
      const incoming = own.reduce((pins, cell) => pins + exposure.incomingAt(cell).pins, 0);
      const { atEnd } = figures;
      expect([incoming, outgoing.pins]).toEqual([atEnd.incoming, atEnd.outgoing]);
      expect(aside.pins).toBe(atEnd.reserved + atEnd.suspect + atEnd.quarantined + atEnd.frozen);
    }
  }

  it('B54 lazy and each-sale give the same figures, and every PIN that is neither sold nor retired counts once', () => {
    let [moving, stranded] = [0, 0];
    const numRuns = 100;
    fc.assert(
      fc.property(anyNetwork, (plan) => {
        const [lazy, eachSale] = (['lazy', 'each-sale'] as const).map((mode) => {
          const simulation = new Watched(plan, { mode });
          simulation.run();
          expectBalance(plan, simulation);
          // Close to the end of the run, so that shelves are stranded.
          return [exposureFigures(simulation), exposureFigures(simulation, simulation.now)] as const;
        });
        expect(lazy).toStrictEqual(eachSale);
        if (lazy![0].network.inTransit > 0) moving += 1;
        if (lazy![1].network.stranded.onShelf > 0) stranded += 1;
      }),
      { seed: 54, numRuns },
    );
    expect(moving).toBeGreaterThan(numRuns / 5);
    expect(stranded).toBeGreaterThan(numRuns / 5);
  });

  it('B54 the averages are those of an observer who looks at every node after every message', () => {
    let [reserved, moving] = [0, 0];
    fc.assert(
      fc.property(fc.oneof(anyNetwork, slowTerminals), (plan) => {
        const simulation = new Watched(plan, { mode: 'each-sale' });
        simulation.run();
        simulation.integrate();
        expectBalance(plan, simulation);
        const { network, hub, servers } = exposureFigures(simulation);
        for (const [node, { meanTotal }] of [['hub', hub] as const, ...Object.entries(servers)]) {
          const expected = simulation.now === 0 ? 0 : simulation.integrals.get(node)! / simulation.now;
          expect(Math.abs(meanTotal - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, expected));
        }
        if (network.reserved > 0) reserved += 1;
        if (network.inTransit > 0) moving += 1;
      }),
      { seed: 54, numRuns: 100 },
    );
    expect(reserved).toBeGreaterThan(5);
    expect(moving).toBeGreaterThan(20);
  });
});
