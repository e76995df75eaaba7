import { caseFile } from './caseSchema.ts';
import type { OracleCase } from './caseSchema.ts';
import { runSteadyStateCase } from './steadyStateCase.ts';
import type { CaseOptions } from './steadyStateCase.ts';
import { runTraceCase } from './traceCase.ts';
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

/** Whether a simulation can answer it. */
export function isSimulated({ kind }: Pick<OracleCase, 'kind'>): boolean {
  return kind === 'steadyState' || kind === 'trace';
}

export async function runCase(given: OracleCase, options: CaseOptions): Promise<Verdict> {
  return given.kind === 'trace' ? runTraceCase(given) : runSteadyStateCase(given, options);
}
