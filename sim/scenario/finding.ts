import type { Finding } from '#sim/scenario/scenario';

/** A finding that knows where it is in the document, but not yet on which line. */
export interface Remark {
  readonly severity: 'error' | 'warning';
  readonly path: Path;
  /** Point at the key instead of at its value. */
  readonly atKey?: boolean;
  readonly found: string;
  readonly expected: string;
  readonly advice: string;
}

export type Path = readonly (string | number)[];

/** A finding as a person reads it, in several lines without a newline at the end. */
export function formatFinding(finding: Finding): string {
  const place = finding.line === 0 ? finding.file : `${finding.file}:${finding.line}:${finding.column}`;
  const head = [place, finding.severity, finding.path].filter((part) => part !== '').join('  ');
  return [
    head,
    `  found     ${finding.found}`,
    `  expected  ${finding.expected}`,
    `  do        ${finding.advice}`,
  ].join('\n');
}

/** Those that keep a scenario from running. */
export function errorsOf(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ severity }) => severity === 'error');
}

/** Several findings, errors first, each separated by an empty line; past the most, only their number. */
export function formatFindings(findings: readonly Finding[], most = 20): string {
  const sorted = [...errorsOf(findings), ...findings.filter((finding) => finding.severity === 'warning')];
  const blocks = sorted.slice(0, most).map(formatFinding);
  if (sorted.length > most) blocks.push(`… and ${sorted.length - most} more`);
  return blocks.join('\n\n');
}

/** A path as it is written in messages, such as "servers[0].stock.day-pass.lowWatermark". */
export function formatPath(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}

/** A value of the document as a message shows it: short, and recognisable. */
export function describeValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') {
    const keys = Object.keys(value);
    if (keys.length === 0) return 'an empty map';
    return `a map with ${keys.slice(0, 4).join(', ')}${keys.length > 4 ? ', …' : ''}`;
  }
  if (typeof value === 'string') return shorten(JSON.stringify(value));
  return String(value);
}

/** "a, b and c" */
export function listWords(words: readonly string[], joint = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1) ?? ''}`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
