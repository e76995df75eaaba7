import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { ruleOf } from '#machines/apply';
import { UnsupportedConstruct } from './actor.ts';
import type { CompiledNode, CompiledTransition } from './compiledNode.ts';
import { initialConfiguration } from './configuration.ts';
import type { Configuration } from './configuration.ts';
import type { BoundGuard, Fields, GuardFunction } from './guard.ts';
import { Merges } from './merge.ts';

export interface CompiledMachine {
  readonly initial: Configuration;
  initialContext(input: unknown): Fields;
  /** Lay patches over contexts with the fields of `context`: all actors of a machine have the same. */
  mergesFor(context: Fields): Merges;
}

const cache = new WeakMap<AnyStateMachine, CompiledMachine>();

/**
 * Compiles a machine to transition tables, once. The subset:
 * - atomic, compound (nested) and parallel states; `initial` without actions;
 * - transitions by exact event type, by `prefix.*` and by `*`, with `target` and `reenter`, also several in a row;
 * - guards by name (with static or computed params), each a plain function of context and event;
 * - at most one action a transition, and that one made by `apply`;
 * - eventless (`always`) transitions with guards and targets, without actions;
 * - a context that is an object or a function of `input`; `tags`, `meta` and `description` are ignored.
 * Everything else is refused with an `UnsupportedConstruct` that names it and where it is: entry and exit actions,
 * invoked actors, `after`, final and history states, other actions, inline and higher-order guards, output. What
 * only a closure can use (`spawn`, `self`, `system`) is refused when the closure touches it.
 */
export function compileMachine(machine: AnyStateMachine): CompiledMachine {
  let result = cache.get(machine);
  if (result === undefined) {
    const root = compileNodes(machine);
    const initial = initialConfiguration(root);
    result = { initial, initialContext: (input) => contextOf(machine, input), mergesFor: mergesCache() };
    cache.set(machine, result);
  }
  return result;
}

function mergesCache(): CompiledMachine['mergesFor'] {
  const known = new Map<string, Merges>();
  // Nearly always the same fields, and a model check restores actors all the time.
  let lastFields: readonly string[] = [];
  let last = new Merges(lastFields);
  return (context) => {
    const fields = Object.keys(context);
    if (fields.length === lastFields.length && fields.every((field, place) => field === lastFields[place])) {
      return last;
    }
    const key = JSON.stringify(fields);
    const merges = known.get(key) ?? new Merges(fields);
    known.set(key, merges);
    lastFields = fields;
    last = merges;
    return merges;
  };
}

interface MutableNode extends Omit<
  CompiledNode,
  'parent' | 'children' | 'initial' | 'transitions' | 'eventless'
> {
  parent: CompiledNode | null;
  children: readonly CompiledNode[];
  initial: CompiledNode | null;
  transitions: ReadonlyMap<string, readonly CompiledTransition[]>;
  eventless: readonly CompiledTransition[];
}

function compileNodes(machine: AnyStateMachine): CompiledNode {
  if (machine.config.output !== undefined) refuse('output', machine.id, 'a machine of pinweir has no end');
  const nodes = new Map<AnyStateNode, MutableNode>();
  const root = compileStates(machine.root, null, nodes);
  let index = 0;
  const find = (node: AnyStateNode) => nodes.get(node)!;
  const compileAll = (definitions: readonly Definition[], where: string) =>
    definitions.map((definition) => compileTransition(machine, definition, find, index++, where));
  for (const [definition, node] of nodes) {
    const transitions = new Map<string, readonly CompiledTransition[]>();
    for (const [descriptor, candidates] of definition.transitions) {
      const where = `${node.id}, transition on '${descriptor}'`;
      if (/\*./.test(descriptor)) refuse('a wildcard inside a descriptor', where, 'put it at the end');
      transitions.set(descriptor, compileAll(candidates, where));
    }
    node.transitions = transitions;
    const where = `${node.id}, eventless transition`;
    node.eventless = compileAll(definition.always ?? [], where);
    if (node.eventless.some((transition) => transition.rule !== null)) {
      refuse('an action', where, 'move it to the transition that leads here');
    }
  }
  return root;
}

function compileStates(
  definition: AnyStateNode,
  parent: CompiledNode | null,
  nodes: Map<AnyStateNode, MutableNode>,
): CompiledNode {
  const { id, key, type, order } = definition;
  if (type === 'final' || type === 'history') {
    return refuse(`a ${type} state`, id, 'use an atomic state');
  }
  const list = (construct: string, present: boolean, advice: string) => {
    if (present) refuse(construct, id, advice);
  };
  // Before entry actions: XState turns a delay into one.
  list('a delayed transition (after)', definition.after.length > 0, 'ask for an alarm by a message');
  list('an entry action', definition.entry.length > 0, 'move it to the transitions that lead here');
  list('an exit action', definition.exit.length > 0, 'move it to the transitions that leave');
  list('an invoked actor', definition.invoke.length > 0, 'send it messages instead');
  list('onDone', definition.config.onDone !== undefined, 'send a message instead');
  list('a route', definition.config.route !== undefined, 'use a named transition');
  const node: MutableNode = {
    id,
    key,
    type,
    order,
    parent,
    children: [],
    initial: null,
    transitions: new Map(),
    eventless: [],
  };
  nodes.set(definition, node);
  node.children = Object.values(definition.states).map((child) => compileStates(child, node, nodes));
  if (type === 'compound') {
    const { initial } = definition;
    list('an action on the initial transition', initial.actions.length > 0, 'move it to a transition');
    const target = initial.target?.[0];
    node.initial = target === undefined ? null : nodes.get(target as AnyStateNode)!;
  }
  return node;
}

interface Definition {
  readonly target?: readonly unknown[] | undefined;
  readonly actions: readonly unknown[];
  readonly guard?: unknown;
  readonly reenter: boolean;
  readonly source: unknown;
}

function compileTransition(
  machine: AnyStateMachine,
  definition: Definition,
  find: (node: AnyStateNode) => CompiledNode,
  index: number,
  where: string,
): CompiledTransition {
  const targets = (definition.target ?? []) as readonly AnyStateNode[];
  return {
    index,
    source: find(definition.source as AnyStateNode),
    targets: targets.map(find),
    reenter: definition.reenter,
    guard: compileGuard(machine, definition.guard, where),
    rule: compileAction(machine, definition.actions, where),
  };
}

function compileAction(
  machine: AnyStateMachine,
  actions: readonly unknown[],
  where: string,
): CompiledTransition['rule'] {
  if (actions.length === 0) return null;
  if (actions.length > 1) return refuse('several actions', where, 'write one rule that does it all');
  const action = actions[0];
  const advice = 'wrap a rule with apply()';
  if (typeof action === 'function') {
    return ruleOf(action) ?? refuse(describeAction(action), where, advice);
  }
  const isNamed = typeof action === 'string';
  const name = isNamed ? action : (action as { type: string }).type;
  if (!isNamed && 'params' in (action as object)) {
    return refuse(`params of the action '${name}'`, where, 'a rule gets everything from context and event');
  }
  const implementation: unknown = machine.implementations.actions[name];
  if (implementation === undefined) {
    return refuse(`the action '${name}', which has no implementation`, where, 'provide one with apply()');
  }
  return ruleOf(implementation) ?? refuse(`${describeAction(implementation)} ('${name}')`, where, advice);
}

function describeAction(action: unknown): string {
  const type = (action as { type?: unknown }).type;
  return typeof type === 'string' ? `the action ${type}` : 'an action that is a plain function';
}

function compileGuard(machine: AnyStateMachine, guard: unknown, where: string): BoundGuard | null {
  if (guard === undefined) return null;
  if (typeof guard === 'function') {
    const construct = 'check' in guard ? 'a higher-order guard (and, or, not, stateIn)' : 'an inline guard';
    return refuse(construct, where, 'name the guard in setup({ guards })');
  }
  const named = typeof guard === 'string' ? { type: guard } : (guard as { type: string; params?: unknown });
  const found: unknown = machine.implementations.guards[named.type];
  if (typeof found !== 'function') {
    return refuse(`the guard '${named.type}', which has no implementation`, where, 'provide one');
  }
  if ('check' in found) {
    return refuse(`the higher-order guard '${named.type}'`, where, 'write it as a plain function');
  }
  return { check: found as GuardFunction, params: 'params' in named ? named.params : undefined, where };
}

function contextOf(machine: AnyStateMachine, input: unknown): Fields {
  const { context } = machine.config as { context?: unknown };
  if (typeof context !== 'function') return { ...(context as Fields | undefined) };
  const where = `${machine.id}, initial context`;
  const advice = 'a context is plain data made from the input';
  const args = {
    input,
    get spawn(): never {
      return refuse('spawn', where, advice);
    },
    get self(): never {
      return refuse('self', where, advice);
    },
  };
  return { ...(context as (given: typeof args) => Fields)(args) };
}

function refuse(construct: string, where: string, advice: string): never {
  throw new UnsupportedConstruct(construct, where, advice);
}
