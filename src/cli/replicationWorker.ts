import { runTask } from '#sim/experiment/task';
import type { Task, TaskResult } from '#sim/experiment/task';

/** A task, and where to write how much of it is done. */
export interface Errand {
  readonly task: Task;
  /** Shared with the thread that watches. */
  readonly shares: Float64Array;
  readonly slot: number;
}

/** What a worker thread does. */
export default function runErrand({ task, shares, slot }: Errand): TaskResult {
  return runTask(task, {
    clock: () => performance.now() / 1000,
    onProgress: (share) => {
      shares[slot] = share;
    },
  });
}
