import { workerCrew } from '#src/cli/workerCrew';
import { fail } from '#src/domain/assertion';
import { runExperiment } from '#sim/experiment/experiment';
import type { ExperimentJob, Experimented } from './job.ts';
import { cpuSince, peakBytes } from './meter.ts';
import { referencePlan } from './pinweir.ts';

/** An experiment on the reference model by so many worker threads, which have run a short one before. */
export async function measureExperiment({
  workers,
  replications,
  sales,
  warmUp,
}: ExperimentJob): Promise<Experimented> {
  const crew = workerCrew(workers);
  const candidate = { scenario: 'reference', point: 1, settings: [] };
  const options = { confidence: 0.95, warmUp: 'none', detail: 'network' } as const;
  try {
    await runExperiment(
      [{ ...candidate, plan: referencePlan(warmUp) }],
      { ...options, replications: workers },
      crew,
    );
    const start = process.cpuUsage();
    const begin = performance.now();
    const { candidates } = await runExperiment(
      [{ ...candidate, plan: referencePlan(sales) }],
      { ...options, replications },
      crew,
    );
    const wallSeconds = (performance.now() - begin) / 1000;
    const { names, estimates } = candidates[0]!;
    const place = names.findIndex(({ scope, figure }) => scope === 'network' && figure === 'fillRate');
    const { estimate, halfWidth } = estimates[place] ?? fail('an experiment without a fill rate');
    return { wallSeconds, cpuSeconds: cpuSince(start), peakBytes: peakBytes(), estimate, halfWidth };
  } finally {
    await crew.close();
  }
}
