import { runTask } from './task.ts';
import type { Task, TaskResult, TaskSurroundings } from './task.ts';

/** Whoever runs replications: this thread, or several others. */
export interface Crew {
  /** How many replications it wants to have at hand at once. */
  readonly capacity: number;
  /** `onProgress` is told now and then which share of the replication is done. */
  run(task: Task, onProgress: (share: number) => void): Promise<TaskResult>;
}

/** Runs one replication after another in this thread. */
export function soloCrew(surroundings: Omit<TaskSurroundings, 'onProgress'>): Crew {
  return {
    capacity: 1,
    run: (task, onProgress) => Promise.resolve(runTask(task, { ...surroundings, onProgress })),
  };
}
