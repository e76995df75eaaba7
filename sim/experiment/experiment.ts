import type { Candidate } from './candidate.ts';
import { Collection } from './collection.ts';
import type { Crew } from './crew.ts';
import type { ExperimentOptions, ExperimentResult } from './experimentResult.ts';
import { workInOrder } from './queue.ts';
import type { TaskResult } from './task.ts';

/**
 * Runs every candidate with the same random numbers, replication by replication. What comes out depends neither on how
 * many workers the crew has nor on who of them is faster. Throws `BadExperiment` and `ReplicationBrokeOff`.
 */
export async function runExperiment(
  candidates: readonly Candidate[],
  options: ExperimentOptions,
  crew: Crew,
): Promise<ExperimentResult> {
  const collection = new Collection(candidates, options);
  const shares = new Map<number, number>();
  const report = (): void => {
    let done = collection.taken;
    for (const share of shares.values()) done += share;
    options.onProgress?.(Math.min(1, done / (collection.expectedReplications * candidates.length)));
  };
  await workInOrder<TaskResult>({
    capacity: crew.capacity,
    limit: () => collection.limit * candidates.length,
    begin: (job) => {
      const task = collection.task(job);
      return crew.run(task, (share) => {
        shares.set(job, share);
        report();
      });
    },
    take: (result) => {
      shares.delete(collection.taken);
      collection.take(result);
      report();
    },
  });
  return collection.result();
}
