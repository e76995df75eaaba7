import { hashText } from '#src/domain/hash';
import { SECOND_MICROSECONDS } from '#src/domain/time';
import { clockJump } from './clockJump.ts';
import { hubCrash } from './hubCrash.ts';
import { hubOffline } from './hubOffline.ts';
import { lostTerminal } from './lostTerminal.ts';
import { oneWayPartition } from './oneWayPartition.ts';
import { partition } from './partition.ts';
import type { Offline } from './plannedOffline.ts';
import { serverCrash } from './serverCrash.ts';
import { serverOffline } from './serverOffline.ts';
import type { SimulatedNode } from './simulatedNode.ts';
import { supplierOutage } from './supplierOutage.ts';
import { terminalCrash } from './terminalCrash.ts';
import type { SecondFault, StepFault, World } from './world.ts';
import { zombie } from './zombie.ts';

const STEP_FAULTS: readonly StepFault[] = [lostTerminal, terminalCrash, serverCrash, hubCrash, zombie];

// A fault of a second comes after one of the first so many steps that the node takes in it.
const LATEST_STEP = 5;

/** Asks the faults of nodes, links and clocks, each second and after steps, until it is stopped. */
export class Hazards {
  /** Nodes that an operator is taking offline. */
  readonly offline: Offline = new Map();
  private readonly world: World;
  private readonly secondFaults: readonly SecondFault[];
  private readonly steps = new Map<SimulatedNode, { second: number; count: number }>();
  private isStopped = false;

  constructor(world: World) {
    this.world = world;
    this.secondFaults = [
      partition,
      oneWayPartition,
      supplierOutage,
      clockJump,
      serverOffline(this.offline),
      hubOffline(this.offline),
    ];
  }

  start(): void {
    this.everySecond(1);
  }

  stop(): void {
    this.isStopped = true;
  }

  /** The node has taken a step. */
  stepped(node: SimulatedNode): void {
    if (this.isStopped) return;
    const second = Math.floor(this.world.schedule.now / SECOND_MICROSECONDS);
    let steps = this.steps.get(node);
    if (steps === undefined) this.steps.set(node, (steps = { second, count: 0 }));
    if (steps.second !== second) {
      steps.second = second;
      steps.count = 0;
    }
    steps.count += 1;
    if (steps.count > LATEST_STEP) return;
    const key = `${node.name}@${second}`;
    if (steps.count !== 1 + (Math.abs(hashText(key)) % LATEST_STEP)) return;
    for (const fault of STEP_FAULTS) fault(node, key, this.world);
  }

  private everySecond(second: number): void {
    this.world.schedule.at(second * SECOND_MICROSECONDS, () => {
      if (this.isStopped) return;
      for (const fault of this.secondFaults) fault(second, this.world);
      this.everySecond(second + 1);
    });
  }
}
