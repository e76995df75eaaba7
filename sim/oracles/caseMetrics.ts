import type { MeasureName } from '#sim/measures/measure';
import { describeValue } from '#sim/scenario/finding';
import { nearest } from '#sim/scenario/nearest';
import { HUB_CATALOGUE, hourFigure, plainName, SERVER_CATALOGUE } from './caseFigures.ts';
import type { CaseFigure, Summand } from './caseFigures.ts';

/** One number that a case expects. */
export interface ExpectedNumber {
  /** Where it stands under `expected`, such as "servers.0.fillRate". */
  readonly path: string;
  /** NaN where there is no number. */
  readonly value: number;
  /** What of a simulation it is compared with; null: nothing. */
  readonly subject: Subject | null;
  /** Why it is compared with nothing. */
  readonly reason: string;
}

/** A figure, and whose. */
export interface Subject extends CaseFigure {
  readonly scope: 'network' | 'server' | 'hub';
  readonly server: string | null;
}

/** What a case says of its network, as far as names of figures go. */
export interface Naming {
  /** Servers as the case calls them, and as the simulation does. */
  readonly servers: readonly { readonly id: string; readonly name: string }[];
  /** Whoever is not met at once is lost. */
  readonly isLost: boolean;
}

type Step = string | number;

/** Every number under `expected`, however deep. What is there in place of a number is not passed over. */
export function expectedNumbers(expected: unknown, naming: Naming): ExpectedNumber[] {
  return leavesOf(expected ?? {}, []).map(({ steps, leaf }) => {
    const path = steps.join('.');
    if (typeof leaf !== 'number') {
      const reason = `not compared: found ${describeValue(leaf)}, expected a number`;
      return { path, value: Number.NaN, subject: null, reason };
    }
    const found = subjectAt(steps, naming);
    return typeof found === 'string'
      ? { path, value: leaf, subject: null, reason: `not compared: ${found}` }
      : { path, value: leaf, subject: found, reason: '' };
  });
}

interface Leaf {
  readonly steps: readonly Step[];
  readonly leaf: unknown;
}

/** Words are remarks; a number in quotes is none. */
function leavesOf(value: unknown, steps: readonly Step[]): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((part, index) => leavesOf(part, [...steps, index]));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, part]) => leavesOf(part, [...steps, key]));
  }
  const isRemark = typeof value === 'string' && (value.trim() === '' || Number.isNaN(Number(value)));
  return isRemark ? [] : [{ steps, leaf: value }];
}

function subjectAt(steps: readonly Step[], naming: Naming): Subject | string {
  const [first, second, ...rest] = steps;
  if (first === 'servers' && second !== undefined) return ofServer(second, rest, naming);
  const byServer = /^(.+)(?:By|Per)Server$/.exec(String(first));
  if (byServer !== null && second !== undefined) return ofServer(second, [byServer[1]!, ...rest], naming);
  if (second !== undefined && (first === 'hub' || first === 'network' || first === 'total')) {
    return figureOf(first === 'hub' ? 'hub' : 'network', [second, ...rest], naming);
  }
  const [, prefix, name] = /^(hub|total)([A-Z].*)$/.exec(String(first)) ?? [];
  if (name === undefined) return figureOf('network', steps, naming);
  const plain = name.charAt(0).toLowerCase() + name.slice(1);
  return figureOf(prefix === 'hub' ? 'hub' : 'network', [plain, ...steps.slice(1)], naming);
}

function ofServer(key: Step, steps: readonly Step[], naming: Naming): Subject | string {
  const { servers } = naming;
  const server =
    (typeof key === 'string' ? servers.find(({ id }) => id === key) : undefined) ?? servers[Number(key)];
  if (server === undefined) return `the case has ${servers.length} servers, and none that is ${key}`;
  const found = figureOf('server', steps, naming);
  return typeof found === 'string' ? found : { ...found, server: server.name };
}

function figureOf(scope: Subject['scope'], steps: readonly Step[], { isLost }: Naming): Subject | string {
  const name = plainName(steps.join('.'));
  const catalogue = scope === 'hub' ? HUB_CATALOGUE : SERVER_CATALOGUE;
  const figure = catalogue.get(name) ?? (scope === 'hub' ? null : hourFigure(name, isLost));
  if (figure !== null) return { scope, server: null, ...figure };
  const meant = nearest(name, [...catalogue.keys()]);
  return `the simulation has no such figure${meant === null ? '' : `; perhaps ${meant} is meant`}`;
}

/** The sum of that name as the simulation has it. */
export function measureOf({ scope, server }: Subject, { figure }: Summand): MeasureName {
  return { scope, server, variety: null, figure };
}
