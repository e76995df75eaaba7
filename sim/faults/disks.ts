import { StepFailed } from '#src/journal/durableNode';
import { DamagedJournal } from '#src/journal/record';
import { breach } from './breach.ts';
import type { Breach } from './breach.ts';
import { KeyedDraws } from './keyedDraws.ts';
import { survivingRecords } from './lostWrites.ts';
import type { SimulatedNode } from './simulatedNode.ts';
import type { Strike } from './strikes.ts';
import { afterTearing } from './tornWrite.ts';
import type { World } from './world.ts';

const SHORTEST_SYNC_MICROSECONDS = 300;
const LONGEST_SYNC_MICROSECONDS = 8000;

/** Syncs the disks of all nodes, each some time after it was written to: what gathers meanwhile is one commit. */
export class Disks {
  private readonly world: World;
  private readonly draws: KeyedDraws;
  private readonly synced: (node: SimulatedNode) => void;
  private readonly report: (found: Breach) => never;
  private syncs = 0;

  constructor(
    world: World,
    seed: number,
    synced: (node: SimulatedNode) => void,
    report: (found: Breach) => never,
  ) {
    this.world = world;
    this.draws = new KeyedDraws(seed, 'syncs');
    this.synced = synced;
    this.report = report;
  }

  /** The node has written a record. */
  wrote(node: SimulatedNode): void {
    if (node.isSyncing) return;
    node.isSyncing = true;
    const { life } = node;
    const spread = LONGEST_SYNC_MICROSECONDS - SHORTEST_SYNC_MICROSECONDS;
    const share = this.draws.generator(`${node.name} ${++this.syncs}`).nextUniform();
    this.world.schedule.after(SHORTEST_SYNC_MICROSECONDS + Math.floor(share * spread), () => {
      if (node.life !== life) return;
      node.disk.sync();
      node.durable = node.written;
      node.isSyncing = false;
      this.synced(node);
    });
  }

  /** The node crashes: what its disk has kept is all that there is. Says whether steps are undone. */
  crash(node: SimulatedNode, { id }: Strike): boolean {
    const { books } = this.world.watch;
    const unsynced = node.written - node.durable;
    const surviving = survivingRecords(node, id, this.world);
    const { whole, isTorn } = afterTearing(node, id, surviving, this.world);
    // The disk asks in this order: is anything lost, what share is kept, is the first that is lost torn, and where.
    const answers = [0, (whole + 0.5) / Math.max(1, unsynced), 0, 0.5];
    node.disk.crash(() => answers.shift()!, {
      loseUnsynced: whole < unsynced ? 1 : 0,
      tearLast: isTorn ? 1 : 0,
    });
    const last = node.durable + whole;
    books.lost(node, last);
    books.synced(node, last);
    const before = whole === unsynced ? node.core.checkpoint() : null;
    this.recover(node);
    if (before !== null && node.core.checkpoint() !== before) {
      this.report(breach('journals tell the truth', `${node.name} is not what its whole journal says`));
    }
    return whole < unsynced;
  }

  private recover(node: SimulatedNode): void {
    try {
      node.recover();
    } catch (error) {
      if (!(error instanceof StepFailed || error instanceof DamagedJournal)) throw error;
      this.report(breach('journals tell the truth', error.message));
    }
  }
}
