import type { EventObject, StateValue } from 'xstate';
import type { CompiledNode, CompiledTransition } from './compiledNode.ts';
import { GuardArguments } from './guard.ts';
import type { Fields } from './guard.ts';
import { stateKey, statesOf } from './stateKey.ts';
import { enterDescendants, entrySet, exitSet, upwards, withoutConflicts } from './stateSets.ts';

/**
 * A set of states that are active together, with the tables that say what it does next. Which set follows depends
 * only on this set and the transitions taken, so it is worked out once and remembered. The order of `nodes` is
 * part of a configuration's identity: XState tries eventless transitions in the order in which states were
 * entered.
 */
export class Configuration {
  readonly nodes: readonly CompiledNode[];
  /** Names the configuration for good, in whatever process: the `state` of a snapshot. */
  readonly key: string;
  readonly value: StateValue;
  /** State ids, for messages to people. */
  readonly name: string;
  /** null when exactly one atomic state is active: the case that is kept fast. */
  readonly regions: Region | null;
  readonly hasEventless: boolean;
  readonly chain: readonly CompiledNode[];
  readonly eventlessChain: readonly CompiledTransition[];
  private readonly known: Map<string, Configuration>;
  private readonly successors: (Configuration | undefined)[] = [];
  // Most configurations take the same event again and again.
  private lastType = '';
  private lastCandidates: readonly CompiledTransition[] = [];
  private readonly candidates = new Map<string, readonly CompiledTransition[]>();

  constructor(key: string, nodes: readonly CompiledNode[], known: Map<string, Configuration>) {
    const root = nodes.find((node) => node.parent === null)!;
    const atomic = nodes.filter((node) => node.type === 'atomic');
    this.key = key;
    this.nodes = nodes;
    this.known = known;
    this.value = root.type === 'atomic' ? {} : valueOf(root, new Set(nodes));
    this.name = atomic.map((node) => node.id).join(' and ');
    this.regions = atomic.length === 1 ? null : regionOf(root, new Set(nodes));
    this.chain = atomic.length === 1 ? upwards(atomic[0]!, null) : [];
    this.eventlessChain = this.chain.flatMap((node) => node.eventless);
    this.hasEventless = nodes.some((node) => node.eventless.length > 0);
  }

  /** Transitions that an event may take, first come first tried, when one atomic state is active. */
  candidatesFor(eventType: string): readonly CompiledTransition[] {
    if (eventType === this.lastType) return this.lastCandidates;
    let found = this.candidates.get(eventType);
    if (found === undefined) {
      found = this.chain.flatMap((node) => candidatesOf(node, eventType));
      this.candidates.set(eventType, found);
    }
    this.lastType = eventType;
    this.lastCandidates = found;
    return found;
  }

  eventless(context: Fields, event: EventObject): CompiledTransition | null {
    return firstEnabled(this.eventlessChain, context, event);
  }

  after(transition: CompiledTransition): Configuration {
    if (transition.targets.length === 0) return this;
    return (this.successors[transition.index] ??= this.follow([transition]));
  }

  afterAll(transitions: readonly CompiledTransition[]): Configuration {
    return transitions.every(({ targets }) => targets.length === 0) ? this : this.follow(transitions);
  }

  /** The configuration of the same machine with that key. */
  withKey(key: string): Configuration {
    return (
      this.known.get(key) ??
      configurationOf(
        statesOf(
          this.nodes.find(({ parent }) => parent === null)!,
          (node) => node.children,
          key,
        ),
        this.known,
      )
    );
  }

  private follow(transitions: readonly CompiledTransition[]): Configuration {
    const left = exitSet(transitions, this.nodes);
    const stay = this.nodes.filter((node) => !left.has(node));
    const present = new Set(stay);
    const entered = [...entrySet(transitions)].sort((a, b) => a.order - b.order);
    const next = [...stay, ...entered.filter((node) => !present.has(node))];
    // Like XState, which keeps the order of the states when the same ones are active again.
    if (next.length === this.nodes.length && next.every((node) => this.nodes.includes(node))) return this;
    return configurationOf(next, this.known);
  }
}

/** A parallel state's active part: what its regions may do, and what stands above them. */
interface Region {
  /** From the innermost state that is not split, upwards to the region's own state. */
  readonly chain: readonly CompiledNode[];
  readonly regions: readonly Region[];
}

export function initialConfiguration(root: CompiledNode): Configuration {
  const entered = new Set<CompiledNode>([root]);
  enterDescendants(root, entered);
  return configurationOf(
    [...entered].sort((a, b) => a.order - b.order),
    new Map(),
  );
}

function configurationOf(nodes: readonly CompiledNode[], known: Map<string, Configuration>): Configuration {
  const key = stateKey(nodes);
  let configuration = known.get(key);
  if (configuration === undefined) {
    configuration = new Configuration(key, nodes, known);
    known.set(key, configuration);
  }
  return configuration;
}

/** The transition that `event` takes where one atomic state is active, or null. */
export function enabledTransition(
  configuration: Configuration,
  context: Fields,
  event: EventObject,
): CompiledTransition | null {
  return firstEnabled(configuration.candidatesFor(event.type), context, event);
}

/** The transitions that `event` takes, at most one a region, without those that stand in each other's way. */
export function enabledTransitions(
  configuration: Configuration,
  context: Fields,
  event: EventObject,
): readonly CompiledTransition[] {
  const select = ({ chain, regions }: Region): CompiledTransition[] => {
    const inner = regions.flatMap(select);
    if (inner.length > 0) return inner;
    const own = firstEnabled(
      chain.flatMap((node) => candidatesOf(node, event.type)),
      context,
      event,
    );
    return own === null ? [] : [own];
  };
  return withoutConflicts(select(configuration.regions!), configuration.nodes);
}

/** The eventless transitions that are enabled now, at most one for each atomic state. */
export function settledTransitions(
  configuration: Configuration,
  context: Fields,
  event: EventObject,
): readonly CompiledTransition[] {
  const enabled = new Set<CompiledTransition>();
  for (const node of configuration.nodes) {
    if (node.type !== 'atomic') continue;
    const candidates = upwards(node, null).flatMap((ancestor) => ancestor.eventless);
    const transition = firstEnabled(candidates, context, event);
    if (transition !== null) enabled.add(transition);
  }
  return withoutConflicts([...enabled], configuration.nodes);
}

function firstEnabled(
  candidates: readonly CompiledTransition[],
  context: Fields,
  event: EventObject,
): CompiledTransition | null {
  let args: GuardArguments | null = null;
  for (let index = 0; index < candidates.length; index++) {
    const candidate = candidates[index]!;
    if (candidate.guard === null) return candidate;
    args ??= new GuardArguments(context, event);
    if (args.satisfy(candidate.guard)) return candidate;
  }
  return null;
}

/** An exact match first, then wildcards, the longer before the shorter. */
function candidatesOf(node: CompiledNode, eventType: string): readonly CompiledTransition[] {
  const wildcards = [...node.transitions.keys()]
    .filter((descriptor) => descriptor !== eventType && matchesWildcard(descriptor, eventType))
    .sort((a, b) => b.length - a.length);
  return [eventType, ...wildcards].flatMap((descriptor) => node.transitions.get(descriptor) ?? []);
}

function matchesWildcard(descriptor: string, eventType: string): boolean {
  if (descriptor === '*') return true;
  if (!descriptor.endsWith('.*')) return false;
  const prefix = descriptor.slice(0, -2);
  return eventType === prefix || eventType.startsWith(`${prefix}.`);
}

function regionOf(top: CompiledNode, active: ReadonlySet<CompiledNode>): Region {
  let node = top;
  while (node.type === 'compound') node = node.children.find((child) => active.has(child))!;
  return {
    chain: upwards(node, top.parent),
    regions: node.type === 'parallel' ? node.children.map((child) => regionOf(child, active)) : [],
  };
}

function valueOf(node: CompiledNode, active: ReadonlySet<CompiledNode>): StateValue {
  if (node.type === 'parallel') {
    return Object.fromEntries(
      node.children.map((child) => [child.key, child.type === 'atomic' ? {} : valueOf(child, active)]),
    );
  }
  const child = node.children.find((candidate) => active.has(candidate))!;
  return child.type === 'atomic' ? child.key : { [child.key]: valueOf(child, active) };
}
