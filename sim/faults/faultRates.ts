import type { Microseconds } from '#src/domain/time';
import { SECOND_MICROSECONDS } from '#src/domain/time';
import { faultKinds } from './faultKinds.ts';
import type { FaultKind } from './faultKinds.ts';
import { KeyedDraws } from './keyedDraws.ts';

/**
 * How often each kind of fault strikes and how hard. Chances are from 0 (never) to 1 (always); times are simulated.
 * What the kinds mean is said in FAULT_KINDS.
 */
export interface FaultRates {
  // For each message between two nodes. At most one of these strikes a message.
  readonly messageLoss: number;
  readonly duplication: number;
  readonly reordering: number;
  readonly messageDelay: number;

  // For each order that comes to a supplier. At most one of these strikes an order.
  readonly partialDelivery: number;
  readonly missingDelivery: number;
  readonly lateDelivery: number;
  readonly doubleDelivery: number;

  // For each second and each two nodes that have a link (`oneWayPartition`: for each of its directions).
  readonly partition: number;
  readonly oneWayPartition: number;

  // For each second and each node of the kind.
  readonly terminalCrash: number;
  readonly serverCrash: number;
  readonly hubCrash: number;
  /** Of a server's terminals, at least one always returns. */
  readonly lostTerminal: number;
  readonly zombie: number;
  readonly serverOffline: number;
  readonly hubOffline: number;
  readonly supplierOutage: number;
  /** For each second and each node. */
  readonly clockJump: number;

  // For each crash: the first applies to its unsynced records, the second to the first record that is lost.
  readonly lostWrites: number;
  readonly tornWrite: number;

  /** For each node, once. */
  readonly clockSkew: number;

  // For each alarm that is set, and `cancelledAlarm` for each that is cancelled or replaced.
  readonly lateAlarm: number;
  readonly repeatedAlarm: number;
  readonly cancelledAlarm: number;

  // For each sale that was answered, and `newIdRetry` for each customer.
  readonly sameIdRetry: number;
  readonly otherContentRetry: number;
  readonly newIdRetry: number;

  // How hard.
  readonly longestReordering: Microseconds;
  readonly longestDelay: Microseconds;
  readonly mostCopies: number;
  readonly longestPartition: Microseconds;
  readonly longestDowntime: Microseconds;
  readonly longestOutage: Microseconds;
  readonly longestOffline: Microseconds;
  /** How long an old incarnation goes on beside the new one. */
  readonly longestZombie: Microseconds;
  /** In millionths: 50,000 is a clock that gains or loses three minutes an hour. */
  readonly greatestSkewPartsPerMillion: number;
  readonly greatestJump: Microseconds;
  readonly longestAlarmDelay: Microseconds;
}

const HOW_HARD = {
  longestReordering: 0.1 * SECOND_MICROSECONDS,
  longestDelay: 4 * SECOND_MICROSECONDS,
  mostCopies: 3,
  longestPartition: 3 * SECOND_MICROSECONDS,
  longestDowntime: 3 * SECOND_MICROSECONDS,
  longestOutage: 4 * SECOND_MICROSECONDS,
  longestOffline: 6 * SECOND_MICROSECONDS,
  longestZombie: 2 * SECOND_MICROSECONDS,
  greatestSkewPartsPerMillion: 100_000,
  greatestJump: 2 * SECOND_MICROSECONDS,
  longestAlarmDelay: 2 * SECOND_MICROSECONDS,
};

/** A quiet week: nothing strikes. */
const calm: FaultRates = { ...allChances(0), ...HOW_HARD };

/** Links and clocks are bad, nodes are well. */
const lossy: FaultRates = {
  ...calm,
  messageLoss: 0.05,
  duplication: 0.05,
  reordering: 0.05,
  messageDelay: 0.03,
  partition: 0.01,
  oneWayPartition: 0.01,
  supplierOutage: 0.03,
  clockSkew: 0.3,
  lateAlarm: 0.05,
  repeatedAlarm: 0.05,
  cancelledAlarm: 0.3,
};

/** Everything at once, at rates at which a network still gets some work done. */
const stormy: FaultRates = {
  ...calm,
  messageLoss: 0.08,
  duplication: 0.08,
  reordering: 0.08,
  messageDelay: 0.05,
  partialDelivery: 0.2,
  missingDelivery: 0.2,
  lateDelivery: 0.2,
  doubleDelivery: 0.2,
  partition: 0.015,
  oneWayPartition: 0.015,
  terminalCrash: 0.04,
  serverCrash: 0.05,
  hubCrash: 0.1,
  lostTerminal: 0.015,
  zombie: 0.04,
  serverOffline: 0.015,
  hubOffline: 0.04,
  supplierOutage: 0.08,
  clockJump: 0.05,
  lostWrites: 0.6,
  tornWrite: 0.5,
  clockSkew: 0.5,
  lateAlarm: 0.1,
  repeatedAlarm: 0.1,
  cancelledAlarm: 0.4,
  sameIdRetry: 0.1,
  otherContentRetry: 0.1,
  newIdRetry: 0.08,
};

/** Names of the presets. */
export const PRESETS = ['calm', 'lossy', 'stormy', 'swarm'] as const;
export type Preset = (typeof PRESETS)[number];

/** The rates of a preset; those of `swarm` depend on the seed. */
export function presetRates(preset: Preset, seed: number): FaultRates {
  switch (preset) {
    case 'calm':
      return calm;
    case 'lossy':
      return lossy;
    case 'stormy':
      return stormy;
    case 'swarm':
      return swarm(seed);
  }
}

// How much more often than in a storm a kind strikes at most.
const MOST_OF_STORM = 2.5;
const SHARE_ABSENT = 0.3;

/**
 * Draws which kinds strike in this run and how often: what one kind hides another run, without it, may show (Groce et
 * al., "Swarm Testing", 2012).
 */
function swarm(seed: number): FaultRates {
  const draws = new KeyedDraws(seed, 'swarm');
  const rates = Object.fromEntries(
    faultKinds.map((kind) => {
      const generator = draws.generator(kind);
      if (generator.nextUniform() < SHARE_ABSENT) return [kind, 0];
      const factor = 0.3 + (MOST_OF_STORM - 0.3) * generator.nextUniform();
      return [kind, Math.min(0.9, stormy[kind] * factor)];
    }),
  ) as Chances;
  const scale = draws.generator('how hard');
  const scaled = (value: number): number => Math.ceil(value * (0.1 + 0.9 * scale.nextUniform()));
  return {
    ...rates,
    longestReordering: scaled(HOW_HARD.longestReordering),
    longestDelay: scaled(HOW_HARD.longestDelay),
    mostCopies: HOW_HARD.mostCopies,
    longestPartition: scaled(HOW_HARD.longestPartition),
    longestDowntime: scaled(HOW_HARD.longestDowntime),
    longestOutage: scaled(HOW_HARD.longestOutage),
    longestOffline: scaled(HOW_HARD.longestOffline),
    longestZombie: scaled(HOW_HARD.longestZombie),
    greatestSkewPartsPerMillion: scaled(HOW_HARD.greatestSkewPartsPerMillion),
    greatestJump: scaled(HOW_HARD.greatestJump),
    longestAlarmDelay: scaled(HOW_HARD.longestAlarmDelay),
  };
}

type Chances = Readonly<Record<FaultKind, number>>;

function allChances(chance: number): Chances {
  return Object.fromEntries(faultKinds.map((kind) => [kind, chance])) as Chances;
}
