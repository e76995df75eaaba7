import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stalenessBound, stalenessOf } from '#machines/dealersRules';
import type { DirectoryChanged, Message } from '#machines/protocol';
import { CENTRE, DealerNetwork, namesOf, REPLICAS } from '../support/dealerNetwork.ts';
import type { Replica } from '../support/dealerNetwork.ts';
import { dealerOf } from '../support/dealerSamples.ts';

const DEALERS = [dealerOf('ann'), dealerOf('bob'), dealerOf('cleo')];
const NAMES = ['ann', 'bob', 'cleo', 'dan', 'constructor'];
const LATENCY = 6;
const EVERY = 10;

const quick = { announceEvery: EVERY, latency: 1, fate: () => [1] };

const changesIn = (messages: readonly Message[]): readonly DirectoryChanged[] =>
  messages.filter((message): message is DirectoryChanged => message.type === 'directory.changed');

function expectAllAlike(network: DealerNetwork): void {
  const { version } = network.directory;
  for (const replica of REPLICAS) {
    const known = network.knowledge(replica);
    expect(known.version).toBe(version);
    expect(namesOf(known.dealers)).toEqual(network.editions[version]);
  }
}

/** A replica is always some edition of the directory, and no older than it says. */
function expectHonest(network: DealerNetwork, replica: Replica): void {
  const known = network.knowledge(replica);
  expect(namesOf(known.dealers)).toEqual(network.editions[known.version]);
  const staleness = stalenessOf(known, network.now);
  if (staleness !== null) {
    expect(known.version).toBeGreaterThanOrEqual(network.versionAt(network.now - staleness));
  }
  for (const name of NAMES) {
    const dealer = network.editions[known.version]!.get(name);
    const due =
      dealer === undefined ? 'dealer is unknown' : dealer.isBlocked ? 'dealer is blocked' : 'credit.held';
    expect(network.probe(replica, name)).toBe(due);
  }
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      name: fc.constantFrom(...NAMES),
      isBlocked: fc.boolean(),
      creditLimitCents: fc.constantFrom(100, 200),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), count: fc.nat(2 * EVERY) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('cut' as const),
      replica: fc.constantFrom(...REPLICAS),
      isCut: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('restart' as const),
      address: fc.constantFrom(CENTRE, ...REPLICAS),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('ring' as const) }) },
);

function take(network: DealerNetwork, one: typeof step extends fc.Arbitrary<infer T> ? T : never): void {
  if (one.kind === 'set') {
    const { name, isBlocked, creditLimitCents } = one;
    network.set(dealerOf(name, { isBlocked, creditLimitCents }));
  } else if (one.kind === 'cut') network.setCut(one.replica, one.isCut);
  else if (one.kind === 'restart') network.restart(one.address);
  else if (one.kind === 'ring') network.ring();
}

describe('the dealer directory', () => {
  test('B11 under loss, repetition, reordering, cuts and restarts every replica is an edition of the centre, never goes back, is no older than it says, and is level once the links heal', () => {
    const seen = { repeated: 0, lost: 0, behind: 0, overtaken: 0 };
    const dice = fc.array(fc.nat(1000), { minLength: 400, maxLength: 400 });
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), dice, (steps, rolls) => {
        let rolled = 0;
        const roll = (sides: number) => rolls[rolled++ % rolls.length]! % sides;
        const fate = () => {
          const copies = [0, 0, 1, 1, 1, 2][roll(6)]!;
          if (copies === 0) seen.lost += 1;
          if (copies === 2) seen.repeated += 1;
          return Array.from({ length: copies }, () => 1 + roll(LATENCY));
        };
        const network = new DealerNetwork({ announceEvery: EVERY, latency: LATENCY, fate }, DEALERS);
        const versions = new Map<Replica, number>();
        const look = () => {
          for (const replica of REPLICAS) {
            const { version } = network.knowledge(replica);
            expect(version).toBeGreaterThanOrEqual(versions.get(replica) ?? 0);
            versions.set(replica, version);
            if (version < network.directory.version) seen.behind += 1;
            expectHonest(network, replica);
          }
        };
        for (const one of steps) {
          take(network, one);
          const ticks = one.kind === 'wait' ? one.count : 1;
          for (let index = 0; index < ticks; index++) {
            network.tick();
            look();
          }
        }
        const numbers = changesIn(network.arrived).map(({ version }) => version);
        seen.overtaken += numbers.filter((number, index) => number < (numbers[index - 1] ?? 0)).length;

        for (const replica of REPLICAS) network.setCut(replica, false);
        network.weather.fate = () => [1 + roll(LATENCY)];
        network.tick(EVERY + 2 * LATENCY);
        look();
        expectAllAlike(network);
        expect(network.centre.value).toBe('level');
        for (const replica of REPLICAS) {
          expect(stalenessOf(network.knowledge(replica), network.now)).toBeLessThanOrEqual(
            stalenessBound(EVERY, LATENCY, 0),
          );
        }
      }),
      { numRuns: 60, seed: 11 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
  });

  test('B11 staleness never exceeds its bound, whatever latencies and changes, and comes close to it', () => {
    let worst = 0;
    const arbitrary = fc.record({
      lostInARow: fc.nat(3),
      announceEvery: fc.integer({ min: 1, max: 20 }),
      latency: fc.integer({ min: 1, max: 20 }),
      delays: fc.array(fc.nat(1000), { minLength: 50, maxLength: 50 }),
      changes: fc.uniqueArray(fc.nat(400), { maxLength: 20 }),
    });
    fc.assert(
      fc.property(arbitrary, ({ lostInARow, announceEvery, latency, delays, changes }) => {
        let count = 0;
        const lost = new Map<string, number>();
        // Loses as many announcements to a replica in a row as it may, then lets one through.
        const fate = (message: Message) => {
          const inARow = lost.get(message.to) ?? 0;
          const isLost = inARow < lostInARow;
          if (message.type === 'directory.changed') lost.set(message.to, isLost ? inARow + 1 : 0);
          return isLost ? [] : [1 + (delays[count++ % delays.length]! % latency)];
        };
        const network = new DealerNetwork({ announceEvery, latency, fate }, DEALERS);
        const bound = stalenessBound(announceEvery, latency, lostInARow);
        const due = new Set(changes);
        for (let time = 0; time < 400; time++) {
          // A change is a message more that can be lost, so only announcements are sent where messages are lost.
          if (due.has(time) && lostInARow === 0) network.set(dealerOf('ann', { creditLimitCents: time }));
          network.tick();
          if (time <= bound) continue;
          for (const replica of REPLICAS) {
            const staleness = stalenessOf(network.knowledge(replica), network.now)!;
            expect(staleness).toBeLessThanOrEqual(bound);
            worst = Math.max(worst, staleness / bound);
          }
        }
      }),
      { numRuns: 60, seed: 11 },
    );
    expect(worst).toBeGreaterThan(0.9);
  });

  test('B11 a server that is cut off reports how stale it is, and catches up with one message about each changed dealer once', () => {
    const network = new DealerNetwork(quick, DEALERS);
    network.tick(2 * EVERY);
    network.setCut('south/dealers', true);
    const cutAt = network.now;
    for (let round = 0; round < 500; round++) {
      network.set(dealerOf(NAMES[round % 2]!, { creditLimitCents: round }));
      network.tick();
    }
    const before = network.knowledge('south/dealers');
    expect(before.version).toBe(1);
    expect(stalenessOf(before, network.now)).toBeGreaterThanOrEqual(network.now - cutAt);
    expect(stalenessOf(network.knowledge('north/dealers'), network.now)).toBeLessThanOrEqual(EVERY + 1);

    network.setCut('south/dealers', false);
    const arrivedBefore = network.arrived.length;
    network.tick(EVERY + 1);
    expectAllAlike(network);
    const news = changesIn(network.arrived.slice(arrivedBefore)).filter(
      ({ to, dealers }) => to === 'south/dealers' && dealers.length > 0,
    );
    expect(news[0]).toMatchObject({ base: 1, version: 501 });
    expect(news[0]!.dealers.map(({ name }) => name)).toEqual(['ann', 'bob']);
    expect(news.length).toBeLessThanOrEqual(2);
  });

  test('B11 a replica that comes back asks at once, and one that lost everything gets everything', () => {
    const network = new DealerNetwork(quick, DEALERS);
    network.set(dealerOf('dan'));
    network.tick(2 * EVERY);
    expectAllAlike(network);
    network.replace('east/dealers');
    expect(network.probe('east/dealers', 'ann')).toBe('dealer is unknown');
    network.tick(EVERY + 3);
    expectAllAlike(network);
    expect(network.probe('east/dealers', 'ann')).toBe('credit.held');

    network.setCut('east/dealers', true);
    network.set(dealerOf('ann', { isBlocked: true }));
    network.tick(2);
    network.setCut('east/dealers', false);
    network.restart('east/dealers');
    network.tick(2);
    expectAllAlike(network);
  });

  test('B11 a blocked dealer is refused everywhere once the change has arrived, and sells where it has not', () => {
    const network = new DealerNetwork(quick, DEALERS);
    network.setCut('north/dealers', true);
    expect(network.set(dealerOf('ann', { isBlocked: true }))).toMatchObject({
      type: 'dealer.accepted',
      dealer: 'ann',
      version: 2,
    });
    network.tick(2);
    expect(REPLICAS.map((replica) => network.probe(replica, 'ann'))).toEqual([
      'credit.held',
      'dealer is blocked',
      'dealer is blocked',
    ]);
    expect(network.centre.value).toBe('spreading');
    network.setCut('north/dealers', false);
    network.tick(EVERY + 2);
    expect(network.probe('north/dealers', 'ann')).toBe('dealer is blocked');
    expect(network.centre.value).toBe('level');
  });

  test('B11 setting what is so already changes nothing and sends nothing but the answer', () => {
    const network = new DealerNetwork({ ...quick, announceEvery: null }, DEALERS);
    network.set(dealerOf('ann', { commissionBasisPoints: { week: 100, day: 500 } }));
    const { length } = network.sent;
    const inOtherOrder = dealerOf('ann', { commissionBasisPoints: { day: 500, week: 100 } });
    expect(network.set(inOtherOrder)).toMatchObject({ type: 'dealer.accepted', version: 2 });
    expect(network.set(dealerOf('bob'))).toMatchObject({ type: 'dealer.accepted', version: 1 });
    expect(network.directory.version).toBe(2);
    expect(network.sent.slice(length).filter(({ to }) => to !== 'operator')).toEqual([]);
  });

  test.each([
    [{ name: '' }, 'a dealer needs a name'],
    [{ creditLimitCents: -1 }, 'the credit limit is -1; give whole cents, 0 or more'],
    [{ creditLimitCents: 0.5 }, 'the credit limit is 0.5; give whole cents, 0 or more'],
    [
      { commissionBasisPoints: { day: 10_001 } },
      "the commission on 'day' is 10001; give whole basis points from 0 to 10000",
    ],
  ])('B11 a dealer who cannot be is rejected with the reason, and changes nothing: %j', (change, reason) => {
    const network = new DealerNetwork(quick, DEALERS);
    expect(network.set(dealerOf('ann', change))).toMatchObject({ type: 'dealer.rejected', reason });
    expect(network.directory.version).toBe(1);
  });

  test('B11 over perfect links a change costs one message and one acknowledgement a replica, and no alarm', () => {
    const network = new DealerNetwork({ ...quick, announceEvery: null }, DEALERS);
    network.set(dealerOf('ann', { isBlocked: true }));
    network.tick(5);
    network.set(dealerOf('bob', { isBlocked: true }));
    network.tick(5);
    expectAllAlike(network);
    const count = (type: Message['type']) => network.sent.filter((message) => message.type === type).length;
    expect(count('directory.changed')).toBe(2 * REPLICAS.length);
    expect(count('directory.acknowledged')).toBe(2 * REPLICAS.length);
    expect(count('alarm.requested')).toBe(0);
    expect(changesIn(network.sent).map(({ dealers }) => dealers.length)).toEqual([1, 1, 1, 1, 1, 1]);
    network.ring();
    expect(count('directory.changed')).toBe(2 * REPLICAS.length);
    // Nobody measures a clock then.
    expect(stalenessOf(network.knowledge('north/dealers'), network.now)).toBeNull();

    network.setCut('north/dealers', true);
    network.set(dealerOf('cleo', { isBlocked: true }));
    network.tick(5);
    network.setCut('north/dealers', false);
    const { length } = network.sent;
    network.restart(CENTRE);
    expect(network.sent.slice(length).map(({ to }) => to)).toEqual(['north/dealers']);
    network.tick(5);
    expectAllAlike(network);
  });

  test('B11 changes that come faster than announcements do not put these off', () => {
    const network = new DealerNetwork(quick, DEALERS);
    for (let round = 0; round < 10 * EVERY; round++) {
      network.set(dealerOf('ann', { creditLimitCents: round }));
      network.tick();
      if (round <= EVERY) continue;
      const staleness = stalenessOf(network.knowledge('north/dealers'), network.now);
      expect(staleness).toBeLessThanOrEqual(stalenessBound(EVERY, 1, 0));
    }
  });

  test('B11 where nothing changes an announcement costs one message a replica and no answer, and a change no alarm', () => {
    const network = new DealerNetwork(quick, DEALERS);
    network.tick(5);
    const sentFrom = (act: () => void) => {
      const { length } = network.sent;
      act();
      return network.sent.slice(length).map(({ type }) => type);
    };
    const announcement = REPLICAS.map(() => 'directory.changed');
    expect(sentFrom(() => network.tick(EVERY))).toEqual([...announcement, 'alarm.requested']);
    expect(sentFrom(() => network.set(dealerOf('ann', { isBlocked: true })))).toEqual([
      'dealer.accepted',
      ...announcement,
    ]);
  });

  test('B11 what a replica has acknowledged is not sent again, even if an older acknowledgement comes late', () => {
    const network = new DealerNetwork(quick, DEALERS);
    network.set(dealerOf('ann', { isBlocked: true }));
    network.set(dealerOf('bob', { isBlocked: true }));
    network.tick(2);
    const from = REPLICAS[0];
    network.centre.send({ type: 'directory.acknowledged', to: CENTRE, from, version: 2 });
    network.centre.send({ type: 'directory.requested', to: CENTRE, from, version: 2 });
    expect(network.directory.acknowledged).toEqual([3, 3, 3]);
    network.set(dealerOf('cleo', { isBlocked: true }));
    expect(changesIn(network.sent).at(-1)).toMatchObject({ base: 3, version: 4 });
  });

  test('B11 a directory that nobody woke wakes itself with its first change', () => {
    const network = new DealerNetwork({ ...quick, announceEvery: null }, DEALERS);
    expect(network.directory.isAwake).toBe(false);
    const awake = new DealerNetwork(quick, DEALERS);
    awake.set(dealerOf('ann', { isBlocked: true }));
    expect(awake.directory.isAwake).toBe(true);
    expect(awake.sent.at(-1)).toMatchObject({ type: 'alarm.requested', after: 0 });
  });

  test('B11 a stranger changes nothing, and neither does a replica that is ahead of the centre', () => {
    const network = new DealerNetwork({ ...quick, announceEvery: null }, DEALERS);
    const { version } = network.directory;
    const north = network.replicas.get('north/dealers')!;
    const before = structuredClone(north.context.dealers);
    const forged: DirectoryChanged = {
      type: 'directory.changed',
      to: 'north/dealers',
      from: 'moon/dealers',
      base: version,
      version: version + 1,
      dealers: [dealerOf('ann', { creditLimitCents: 1_000_000 })],
      sentAt: null,
    };
    expect(north.send(forged)).toMatchObject([{ type: 'message.refused', to: 'moon/dealers' }]);
    expect(north.context).toMatchObject({ version, dealers: before, refused: 1 });
    const wrong = [
      { from: 'moon/dealers', version },
      { from: 'north/dealers', version: version + 1 },
    ];
    const { acknowledged } = network.directory;
    for (const one of wrong) {
      for (const type of ['directory.acknowledged', 'directory.requested'] as const) {
        expect(network.centre.send({ type, to: CENTRE, ...one })).toMatchObject([
          { type: 'message.refused', to: one.from },
        ]);
      }
    }
    expect(network.directory).toMatchObject({ version, acknowledged, refused: 4 });
  });
});
