import { builtinModules } from 'node:module';
import { posix } from 'node:path';

// Each layer of DESIGN.md, and the layers beneath it that it may import besides itself.
const NODES = ['domain', 'policy', 'machines', 'executor'];
const ENGINE = [...NODES, 'network', 'journal', 'vault'];
const PLANNER = [...ENGINE, 'sim', 'runtime', 'tuning'];
const BENEATH: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  policy: ['domain'],
  machines: ['domain', 'policy'],
  executor: ['domain', 'policy', 'machines'],
  network: NODES,
  journal: NODES,
  vault: ['domain'],
  sim: ENGINE,
  runtime: ENGINE,
  tuning: [...ENGINE, 'sim', 'runtime'],
  report: PLANNER,
  http: PLANNER,
  studio: PLANNER,
  cli: [...PLANNER, 'report', 'http', 'studio'],
  index: [...PLANNER, 'report', 'http', 'studio', 'cli'],
};

// Who may read the clock and knows the machine that it runs on.
const OUTSIDE = new Set(['cli', 'runtime']);
const FORMULAS = 'src/policy/formula.ts';

const IMPORT = /\b(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g;
const AMBIENT: readonly (readonly [string, RegExp])[] = [
  ['Date.now', /\bDate\.now\b/],
  ['new Date()', /\bnew Date\b(?!\s*\(\s*[^)\s])/],
  ['performance.now', /\bperformance\./],
  ['Math.random', /\bMath\.random\b/],
  ['crypto', /\bcrypto\./],
  ['process', /\bprocess\./],
];

/** What the file does that its layer must not do, one complaint a line. */
export function untidiness(file: string, text: string): string[] {
  const layer = layerOf(file);
  if (layer === null) return [`${file} belongs to no layer; name it in test/support/tidiness.ts`];
  const code = withoutComments(text);
  const complaints = importsOf(code).flatMap((specifier) => importComplaint(file, layer, specifier) ?? []);
  if (!OUTSIDE.has(layer)) {
    const bare = withoutTexts(code);
    for (const [name, pattern] of AMBIENT) {
      if (pattern.test(bare)) complaints.push(`must not read ${name}: whoever calls hands it in`);
    }
  }
  return complaints.map((complaint) => `${file}: ${complaint}`);
}

function importComplaint(file: string, layer: string, specifier: string): string | null {
  const target = targetOf(file, specifier);
  if (target !== null) {
    const other = layerOf(target) ?? target.split('/')[0]!;
    const isAllowed = other === layer || BENEATH[layer]!.includes(other);
    return isAllowed ? null : `${layer} must not import ${other} (${specifier})`;
  }
  const name = specifier.replace(/^node:/, '');
  if (specifier.startsWith('node:') || builtinModules.includes(name)) {
    return OUTSIDE.has(layer) ? null : `must not import ${specifier}: only cli and runtime know the machine`;
  }
  if (layer === 'domain') return `domain must not import packages (${specifier})`;
  if (/^mathjs(\/|$)/.test(specifier) && file !== FORMULAS) {
    return `must not import mathjs: formulas live in ${FORMULAS}`;
  }
  return null;
}

/** The file of this repository that is meant, without its ending, or null for a package. */
function targetOf(file: string, specifier: string): string | null {
  if (specifier.startsWith('#')) return specifier.slice(1);
  return specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : null;
}

function layerOf(file: string): string | null {
  const [top = '', second = ''] = file.split('/');
  const layer = top === 'src' ? second.replace(/\.ts$/, '') : top;
  return Object.hasOwn(BENEATH, layer) ? layer : null;
}

function importsOf(code: string): string[] {
  return [...code.matchAll(IMPORT)].map(([, from, direct]) => from ?? direct ?? '');
}

function withoutComments(text: string): string {
  // Texts are matched too, so that what looks like a comment inside one stays.
  const parts = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
  return text.replace(parts, (part) => (part.startsWith('/') ? ' ' : part));
}

function withoutTexts(code: string): string {
  return code.replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, "''");
}
