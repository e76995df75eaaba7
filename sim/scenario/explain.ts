import type { z } from 'zod';
import { describeValue, type Path, type Remark } from '#sim/scenario/finding';
import { nearest } from '#sim/scenario/nearest';

type Issue = z.core.$ZodIssue;

/** Turns what zod found in a document into remarks that a planner understands. */
export function explain(issues: readonly Issue[], document: unknown): Remark[] {
  return issues.flatMap((issue) => explainOne(issue, document, []));
}

function explainOne(issue: Issue, document: unknown, before: Path): Remark[] {
  const path: Path = [...before, ...issue.path.map(toStep)];
  const [expected = '', advice = '', found = ''] = issue.message.split('\n');
  const value = valueAt(document, path);
  if (issue.code === 'unrecognized_keys') {
    const known = expected.replace(/^one of /, '').split(', ');
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      return {
        severity: 'error',
        path: [...path, key],
        atKey: true,
        found: `the unknown key ${JSON.stringify(key)}`,
        expected,
        advice: meant === null ? advice : `write ${meant} instead of ${key}`,
      };
    });
  }
  if (issue.code === 'invalid_key') {
    const key = String(issue.path.at(-1));
    const [keyExpected = '', keyAdvice = ''] = (issue.issues[0]?.message ?? '').split('\n');
    return [
      {
        severity: 'error',
        path,
        atKey: true,
        found: JSON.stringify(key),
        expected: keyExpected,
        advice: keyAdvice,
      },
    ];
  }
  if (issue.code === 'invalid_union') {
    const fitting = issue.errors.filter((errors) => !errors.some(rejectsWhole));
    const [only] = fitting;
    if (only !== undefined && fitting.length === 1) {
      return only.flatMap((inner) => explainOne(inner, document, path));
    }
  }
  const meant =
    issue.code === 'invalid_value' && typeof value === 'string'
      ? nearest(value, issue.values.map(String))
      : null;
  return [
    {
      severity: 'error',
      path,
      found: found === '' ? describeValue(value) : found,
      expected,
      advice: meant === null ? advice : `write ${meant}`,
    },
  ];
}

/** Whether a branch of a union is of another kind altogether, so that its complaint helps nobody. */
function rejectsWhole(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

function toStep(step: PropertyKey): string | number {
  return typeof step === 'number' ? step : String(step);
}

/** The value at a path of a plain document; undefined where the path leads nowhere. */
function valueAt(document: unknown, path: Path): unknown {
  let value = document;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Object.entries(value).find(([key]) => key === String(step))?.[1];
  }
  return value;
}
