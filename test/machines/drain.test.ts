import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { standardMachines } from '#src/network/machines';
import type { NetworkMachines } from '#src/network/machines';
import type { RowMutant } from '../mutants/rowMutant.ts';
import { rowMutants } from '../mutants/rowMutants.ts';
import { DrainNetwork, drainMoves, drainSettings, SERVERS } from '../support/drainNetwork.ts';

type Nodes = readonly ('hub' | (typeof SERVERS)[number])[];

/** Who is to be offline in the end; a hub with no server online could give its PINs to nobody. */
const gone = fc.constantFrom<Nodes>([], ['north'], ['south'], ['hub'], ['north', 'south'], ['north', 'hub']);

/** Whatever happened before: whoever is sent offline gets there in good order, the others serve, and all come back. */
const nodesComeAndGo = (machines: NetworkMachines) =>
  fc.property(drainSettings, drainMoves, gone, (setting, moves, leaving) => {
    const network = new DrainNetwork(machines, setting);
    for (const move of moves) network.act(move);
    for (const node of ['hub', ...SERVERS] as const) {
      network.order('drain.cancelled', node);
      network.order('return.ordered', node);
    }
    network.heal();
    for (const server of SERVERS) network.checkInService(server);
    network.checkPins();
    // The hub last, so that what servers give back is still shared out.
    for (const node of leaving.toSorted().toReversed()) {
      const before = network.said('node.drained').length;
      network.order('drain.ordered', node);
      network.order('drain.ordered', node);
      network.heal();
      expect(network.said('node.drained').length, `what the operator hears of ${node}`).toBe(before + 1);
      network.order('drain.ordered', node);
      network.order('drain.cancelled', node);
      network.heal();
      if (node === 'hub') network.checkHubGone();
      else network.checkGone(node);
      network.checkPins();
    }
    for (const server of SERVERS) if (!leaving.includes(server)) network.checkInService(server);
    for (const node of leaving) network.order('return.ordered', node);
    network.heal();
    for (const server of SERVERS) network.checkInService(server);
    network.checkPins();
  });

describe('Nodes that are sent offline and called back, over bad links', () => {
  test('B03 B04 B09 hand over all they hold, and serve again', () => {
    fc.assert(nodesComeAndGo(standardMachines), { numRuns: 500 });
  });
});

/** Orders fall on whatever is going on, several at once; the last word to each node counts. */
const drainsAtOnce = (machines: NetworkMachines) =>
  fc.property(drainSettings, drainMoves, gone, drainMoves, (setting, moves, leaving, more) => {
    const network = new DrainNetwork(machines, setting);
    for (const move of moves) network.act(move);
    for (const node of ['hub', ...SERVERS] as const) {
      if (leaving.includes(node)) network.order('drain.ordered', node);
      else {
        network.order('drain.cancelled', node);
        network.order('return.ordered', node);
      }
    }
    const orders = new Set(['drain', 'cancel', 'return']);
    for (const move of more) if (!orders.has(move.kind)) network.act(move);
    network.heal();
    network.checkPins();
    for (const server of SERVERS) {
      if (leaving.includes(server)) network.checkGone(server);
      else network.checkInService(server);
    }
    // What came when the hub was offline already waits there for its return.
    expect(network.value('hub'), 'how the hub is').toBe(leaving.includes('hub') ? 'offline' : 'online');
    for (const node of leaving) network.order('return.ordered', node);
    network.heal();
    for (const server of SERVERS) network.checkInService(server);
    network.checkPins();
  });

describe('Drains in the middle of anything, several at once', () => {
  test('B03 B04 B05 B09 are all finished, and no PIN is lost or doubled', () => {
    fc.assert(drainsAtOnce(standardMachines), { numRuns: 1000 });
  });
});

/** No wrong PIN and no unfinished drain comes of these over honest links: see test/behaviours/drains.ts. */
const UNSEEN = new Set([
  'any receipt will do',
  'the hash of a receipt is not looked at',
  'a hub that empties itself does not look at what servers have',
]);

describe('One of those properties finds that', () => {
  const isSeen = ({ id, name }: RowMutant) => /^(B0[349]|P[678])$/.test(id) && !UNSEEN.has(name);
  for (const { id, name, machines } of rowMutants.filter(isSeen)) {
    test(`${id} ${name}`, () => {
      const options = { numRuns: 1000, endOnFailure: true };
      const isFound =
        fc.check(drainsAtOnce(machines), options).failed ||
        fc.check(nodesComeAndGo(machines), options).failed;
      expect(isFound).toBe(true);
    });
  }
});
