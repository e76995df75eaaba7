import { nearest } from '#sim/scenario/nearest';
import { caseFile } from './caseSchema.ts';
import type { OracleCase } from './caseSchema.ts';
import { runSteadyStateCase } from './steadyStateCase.ts';
import type { CaseOptions } from './steadyStateCase.ts';
import { runTraceCase } from './traceCase.ts';
import { notRun } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** A file of cases, or what is wrong with it. */
export function readCases(text: string): readonly OracleCase[] | { readonly problem: string } {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return { problem: `it is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const parsed = caseFile.safeParse(content);
  if (parsed.success) return parsed.data.cases;
  const [issue] = parsed.error.issues;
  const where = (issue?.path ?? []).map(String).join('.');
  return { problem: `${where === '' ? 'at the top' : where}: ${issue?.message ?? 'not a file of cases'}` };
}

const SIMULATED = ['steadyState', 'trace'];

/** Whether a simulation can answer it, or could if its kind were spelt right. */
export function isSimulated({ kind }: Pick<OracleCase, 'kind'>): boolean {
  return nearest(kind, SIMULATED) !== null;
}

export async function runCase(given: OracleCase, options: CaseOptions): Promise<Verdict> {
  const { kind } = given;
  if (kind === 'trace') return runTraceCase(given);
  if (kind === 'steadyState') return runSteadyStateCase(given, options);
  const meant = nearest(kind, SIMULATED) ?? SIMULATED.join(' or ');
  return notRun(given, `kind: found ${JSON.stringify(kind)}, expected ${meant}; write ${meant}`);
}
