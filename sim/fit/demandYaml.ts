import type { DayFactorEntry, DemandEntry, DemandSection } from '#sim/scenario/demandSchema';
import { DAY_HOURS } from './weekHours.ts';

/** The demand section of a scenario as a planner would write it, ready to be put into one. */
export function demandYaml(section: DemandSection, remarks: readonly string[]): string {
  // A name may hold a line break, which would end the remark.
  const lines = [...remarks.map((remark) => `# ${remark.replace(/[\r\n]+/g, ' ')}`.trimEnd()), 'demand:'];
  const { profiles, defaults, servers, events, dayFactor } = section;
  if (profiles !== undefined) {
    lines.push('  profiles:');
    for (const [name, weights] of Object.entries(profiles)) lines.push(...profileLines(name, weights));
  }
  if (defaults !== undefined) lines.push('  defaults:', ...entryLines(defaults, '    '));
  lines.push('  servers:');
  for (const [server, varieties] of Object.entries(servers ?? {})) {
    lines.push(`    ${word(server)}:`);
    for (const [variety, entry] of Object.entries(varieties)) {
      lines.push(`      ${word(variety)}: ${inline(entry)}`);
    }
  }
  if (events !== undefined) {
    lines.push('  events:');
    for (const { name = '', factor, from, lasts } of events) {
      lines.push(`    - name: ${word(name)}`, `      factor: ${factor}`, `      lasts: ${lasts ?? '1 d'}`);
      lines.push('      from:', ...[from].flat().map((date) => `        - ${date}`));
    }
  }
  if (dayFactor !== undefined) {
    lines.push('  dayFactor:', ...[dayFactor].flat().map((one) => `    - ${dayFactorText(one)}`));
  }
  return `${lines.join('\n')}\n`;
}

/** One line for each day. */
function profileLines(name: string, weights: readonly number[]): string[] {
  const lines = [`    ${word(name)}:`, '      ['];
  for (let start = 0; start < weights.length; start += DAY_HOURS) {
    lines.push(`        ${weights.slice(start, start + DAY_HOURS).join(', ')},`);
  }
  return [...lines, '      ]'];
}

function entryLines(entry: DemandEntry, indent: string): string[] {
  return Object.entries(entry).map(([key, value]) => `${indent}${key}: ${flow(value)}`);
}

function inline(entry: DemandEntry): string {
  const parts = Object.entries(entry).map(([key, value]) => `${key}: ${flow(value)}`);
  return `{ ${parts.join(', ')} }`;
}

function dayFactorText({ name, coefficientOfVariation, servers, varieties }: DayFactorEntry): string {
  const parts = [`name: ${word(name ?? '')}`, `coefficientOfVariation: ${coefficientOfVariation}`];
  if (servers !== undefined) parts.push(`servers: [${servers.map(word).join(', ')}]`);
  if (varieties !== undefined) parts.push(`varieties: [${varieties.map(word).join(', ')}]`);
  return `{ ${parts.join(', ')} }`;
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).map(
      ([key, one]) => `${/^\d+$/.test(key) ? key : word(key)}: ${flow(one)}`,
    );
    return `{ ${parts.join(', ')} }`;
  }
  return typeof value === 'string' ? (/^-?[\d.]+ ?%$/.test(value) ? value : word(value)) : String(value);
}

/** Text that YAML takes for text and for nothing else. */
function word(text: string): string {
  const isPlain =
    /^[A-Za-z][\w.-]*( [\w.-]+)*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
