import type { ResourceLimits } from 'node:worker_threads';
import { Tinypool } from 'tinypool';
import { errorCode } from '#src/cli/readFile';
import type { Errand } from '#src/cli/replicationWorker';
import type { Crew } from '#sim/experiment/crew';
import { BadExperiment } from '#sim/experiment/experimentResult';
import type { TaskResult } from '#sim/experiment/task';

const NO_MEMORY =
  'a replication takes more memory than its thread has; ask for fewer figures with --detail network, or allow more with NODE_OPTIONS=--max-old-space-size=8192';

// Each worker has the next task at hand when it has done one.
const TASKS_PER_WORKER = 2;
const MILLISECONDS_BETWEEN_LOOKS = 100;

/** Worker threads; to be closed when they are needed no more, whatever they are doing. */
export interface WorkerCrew extends Crew {
  close(): Promise<void>;
}

/** Replications in so many threads at once, each with as much memory as this one unless told otherwise. */
export function workerCrew(workers: number, resourceLimits: ResourceLimits = {}): WorkerCrew {
  const isSource = import.meta.url.endsWith('.ts');
  const pool = new Tinypool({
    filename: new URL(isSource ? 'sourceWorker.mjs' : 'replicationWorker.js', import.meta.url).href,
    minThreads: workers,
    maxThreads: workers,
    resourceLimits,
    ...(isSource ? { execArgv: ['--conditions=pinweir-source'] } : {}),
  });
  const capacity = TASKS_PER_WORKER * workers;
  const shares = new Float64Array(new SharedArrayBuffer(capacity * Float64Array.BYTES_PER_ELEMENT));
  const watchers = new Map<number, (share: number) => void>();
  const look = (): void => {
    for (const [slot, onProgress] of watchers) if (shares[slot]! > 0) onProgress(shares[slot]!);
  };
  const timer = setInterval(look, MILLISECONDS_BETWEEN_LOOKS);
  let isClosed = false;
  return {
    capacity,
    async run(task, onProgress) {
      let slot = 0;
      while (watchers.has(slot)) slot += 1;
      shares[slot] = 0;
      watchers.set(slot, onProgress);
      const errand: Errand = { task, shares, slot };
      try {
        return (await pool.run(errand)) as TaskResult;
      } catch (error) {
        // Nobody waits any more for what is thrown away.
        if (isClosed) return { brokenOff: true };
        throw errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY' ? new BadExperiment(NO_MEMORY) : error;
      } finally {
        watchers.delete(slot);
      }
    },
    async close() {
      isClosed = true;
      clearInterval(timer);
      await pool.destroy();
    },
  };
}
