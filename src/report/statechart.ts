import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { eventlessWords, transitionWords } from '#src/report/transitionWords';

/** Between the lines of one label. */
const LINE_BREAK = '<br/>';

/** One transition as it is drawn: an arrow, or where `to` is null a line in a box. */
interface Stroke {
  /** The state between whose inner states the arrow runs, or whose dashed box the line stands in. */
  readonly within: AnyStateNode;
  readonly from: string;
  readonly to: string | null;
  readonly words: string;
}

/**
 * A machine as a mermaid state diagram. An arrow says `event [guard] / action`; what happens without a change of
 * state is a line in the state's box. A state with states inside gets a dashed box for what holds anywhere in it.
 */
export function statechart(machine: AnyStateMachine): string {
  const { root } = machine;
  const states = statesOf(root);
  const strokes = states.flatMap(strokesOf);
  // Only a state that encloses its regions can be divided into them.
  const drawing = root.type === 'parallel' ? drawState(root, strokes) : drawInside(root, strokes);
  const dashed = states.map(anywhereName).filter((name) => strokes.some(({ from }) => from === name));
  const style =
    dashed.length === 0 ? [] : ['classDef anywhere stroke-dasharray: 4', `class ${dashed} anywhere`];
  const direction = isStar(root, strokes) ? ['direction LR'] : [];
  return ['stateDiagram-v2', ...indent([...direction, ...drawing, ...style])]
    .map((row) => `${row}\n`)
    .join('');
}

/** The event types that a machine has transitions for, in the order of its states, without what a wildcard catches. */
export function takenEvents(machine: AnyStateMachine): string[] {
  const types = statesOf(machine.root).flatMap((node) => [...node.transitions.keys()]);
  return [...new Set(types)].filter((type) => !type.endsWith('*'));
}

/** One state in the middle of many: the words on arrows run into each other unless the many stand above one another. */
function isStar(root: AnyStateNode, strokes: readonly Stroke[]): boolean {
  if (childrenOf(root).some(isBranch)) return false;
  return childrenOf(root).some((child) => {
    const rays = strokes.filter(({ from, to }) => from === nameOf(child) && to !== null);
    return new Set(rays.map(({ to }) => to)).size >= 4;
  });
}

function strokesOf(node: AnyStateNode): Stroke[] {
  // A wildcard takes what nothing else takes, so it is read last.
  const isWildcard = (type: string) => (type.endsWith('*') ? 1 : 0);
  const byType = [...node.transitions].sort(([a], [b]) => isWildcard(a) - isWildcard(b));
  const all = byType.flatMap(([type, candidates]) => {
    const words = transitionWords(type, candidates);
    return candidates.map(({ target }, index) => ({ target, words: words[index]! }));
  });
  const always = node.always ?? [];
  const words = eventlessWords(always);
  for (const [index, { target }] of always.entries()) all.push({ target, words: words[index]! });
  return all.flatMap(({ target, words: said }) => {
    const targets = (target ?? []) as readonly AnyStateNode[];
    return targets.length === 0 ? [line(node, said)] : targets.map((aim) => stroke(node, aim, said));
  });
}

/**
 * Mermaid lays a box out badly when arrows cross its border. So an arrow ends at the border, and its words say which
 * state within is meant.
 */
function stroke(source: AnyStateNode, target: AnyStateNode, words: string): Stroke {
  if (isBranch(target) && encloses(target, source))
    return line(source, `${words}, enters ${target.key} again`);
  const within = commonBranch(source, target);
  if (within.type === 'parallel') return line(source, `${words}, to ${target.key}`);
  const end = partOf(within, target);
  const start = source === within ? source : partOf(within, source);
  const places = [
    ...(start === source ? [] : [`from ${source.key}`]),
    ...(end === target ? [] : [`to ${target.key}`]),
  ];
  return {
    within,
    from: source === within ? anywhereName(source) : nameOf(start),
    to: nameOf(end),
    words: places.length === 0 ? words : `${words} (${places.join(' ')})`,
  };
}

function line(node: AnyStateNode, words: string): Stroke {
  return { within: node, from: isBranch(node) ? anywhereName(node) : nameOf(node), to: null, words };
}

function drawState(node: AnyStateNode, strokes: readonly Stroke[]): string[] {
  const name = nameOf(node);
  const head = `state "${node.key}" as ${name}`;
  return isBranch(node)
    ? [`${head} {`, ...indent(drawInside(node, strokes)), '}']
    : [head, ...drawLines(name, strokes)];
}

/** The states within a state, and what holds in all of them. */
function drawInside(node: AnyStateNode, strokes: readonly Stroke[]): string[] {
  const anywhere = drawAnywhere(node, strokes);
  const children = childrenOf(node).map((child) => drawState(child, strokes));
  if (node.type === 'parallel') {
    const regions = anywhere.length === 0 ? children : [anywhere, ...children];
    return regions.flatMap((region, index) => (index === 0 ? region : ['--', ...region]));
  }
  const initial = node.initial.target?.[0] as AnyStateNode | undefined;
  return [
    ...anywhere,
    ...(initial === undefined ? [] : [`[*] --> ${nameOf(partOf(node, initial))}`]),
    ...children.flat(),
    ...drawArrows(strokes.filter(({ within }) => within === node)),
  ];
}

function drawAnywhere(node: AnyStateNode, strokes: readonly Stroke[]): string[] {
  const name = anywhereName(node);
  if (!strokes.some(({ from }) => from === name)) return [];
  const title = node.parent === undefined ? 'in any state' : `anywhere in ${node.key}`;
  return [`state "${title}" as ${name}`, ...drawLines(name, strokes)];
}

function drawLines(name: string, strokes: readonly Stroke[]): string[] {
  return strokes
    .filter(({ from, to }) => from === name && to === null)
    .map(({ words }) => `${name} : ${words}`);
}

/** Arrows between the same two states share one stroke and one label. */
function drawArrows(strokes: readonly Stroke[]): string[] {
  const labels = new Map<string, string[]>();
  for (const { from, to, words } of strokes) {
    if (to === null) continue;
    const arrow = `${from} --> ${to}`;
    labels.set(arrow, [...(labels.get(arrow) ?? []), words]);
  }
  return [...labels].map(([arrow, lines]) => `${arrow} : ${lines.join(LINE_BREAK)}`);
}

function statesOf(node: AnyStateNode): AnyStateNode[] {
  return [node, ...childrenOf(node).flatMap(statesOf)];
}

/** The innermost state with states inside that has both in it; it may be `source` itself. */
function commonBranch(source: AnyStateNode, target: AnyStateNode): AnyStateNode {
  let node = source;
  while (node.parent !== undefined && !(isBranch(node) && encloses(node, target))) node = node.parent;
  return node;
}

/** The child of `branch` that `inner` is or is in. */
function partOf(branch: AnyStateNode, inner: AnyStateNode): AnyStateNode {
  return childrenOf(branch).find((child) => encloses(child, inner)) ?? branch;
}

/** Whether `inner` is `outer` or within it. */
function encloses(outer: AnyStateNode, inner: AnyStateNode): boolean {
  let node: AnyStateNode | undefined = inner;
  while (node !== undefined && node !== outer) node = node.parent;
  return node === outer;
}

function isBranch(node: AnyStateNode): boolean {
  return childrenOf(node).length > 0;
}

function childrenOf(node: AnyStateNode): AnyStateNode[] {
  return Object.values(node.states);
}

function nameOf(node: AnyStateNode): string {
  return node.id.replaceAll(/\W/g, '_');
}

function anywhereName(node: AnyStateNode): string {
  return `${nameOf(node)}_anywhere`;
}

function indent(lines: readonly string[]): string[] {
  return lines.map((text) => `  ${text}`);
}
