import type { Message } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';
import type { Cuts } from './cuts.ts';
import type { FaultRates } from './faultRates.ts';
import type { Schedule } from './schedule.ts';
import type { SimulatedNode } from './simulatedNode.ts';
import type { Strike, Strikes } from './strikes.ts';
import type { Watch } from './watch.ts';

/** What a fault that strikes nodes, links or clocks can see and do. */
export interface World {
  readonly schedule: Schedule;
  readonly rates: FaultRates;
  readonly strikes: Strikes;
  readonly cuts: Cuts;
  readonly watch: Watch;
  readonly nodes: readonly SimulatedNode[];
  /** Each two nodes that talk to each other, once. */
  readonly pairs: readonly (readonly [SimulatedNode, SimulatedNode])[];
  /** All faults are over. */
  readonly isHealed: boolean;
  /** Takes a node down; it comes back after `downtime`, or never if that is null. */
  crash(node: SimulatedNode, strike: Strike, downtime: Microseconds | null): void;
  /** Starts a new incarnation while the old one goes on for a while. */
  startBeside(node: SimulatedNode, strike: Strike, duration: Microseconds): void;
  jumpClock(node: SimulatedNode, strike: Strike, by: Microseconds): void;
  /** Has a node take in a message that no network can lose; says what messages came of it, null if it is down. */
  tell(node: SimulatedNode, message: Message): readonly Message[] | null;
}

/** A fault that may strike at the beginning of each second. */
export type SecondFault = (second: number, world: World) => void;

/** A fault that may strike a node right after it took a step, at most once a second; `key` names node and second. */
export type StepFault = (node: SimulatedNode, key: string, world: World) => void;
