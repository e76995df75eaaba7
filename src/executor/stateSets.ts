import type { CompiledNode, CompiledTransition } from './compiledNode.ts';

/** Which states a transition leaves and which it enters, as XState works it out. */

/** From `node` upwards to the last below `above`; null: to the root. */
export function upwards(node: CompiledNode, above: CompiledNode | null): CompiledNode[] {
  const chain: CompiledNode[] = [];
  for (let next: CompiledNode | null = node; next !== above && next !== null; next = next.parent) {
    chain.push(next);
  }
  return chain;
}

function isInside(node: CompiledNode, ancestor: CompiledNode | null): boolean {
  if (ancestor === null) return true;
  for (let next = node.parent; next !== null; next = next.parent) if (next === ancestor) return true;
  return false;
}

/**
 * The innermost state that a transition takes place within, null for the whole machine (only a re-entering
 * transition of the root).
 */
function domainOf({ source, targets, reenter }: CompiledTransition): CompiledNode | null {
  if (!reenter && targets.every((target) => target === source || isInside(target, source))) return source;
  for (let ancestor = source.parent; ancestor !== null; ancestor = ancestor.parent) {
    const common = ancestor;
    if (targets.every((target) => isInside(target, common))) return common;
  }
  if (reenter) return null;
  let root = source;
  while (root.parent !== null) root = root.parent;
  return root;
}

export function exitSet(
  transitions: readonly CompiledTransition[],
  active: readonly CompiledNode[],
): Set<CompiledNode> {
  const left = new Set<CompiledNode>();
  for (const transition of transitions) {
    if (transition.targets.length === 0) continue;
    const domain = domainOf(transition);
    for (const node of active) if (isInside(node, domain)) left.add(node);
  }
  return left;
}

/** Of two transitions that would leave the same state, the one declared deeper wins, else the first. */
export function withoutConflicts(
  transitions: readonly CompiledTransition[],
  active: readonly CompiledNode[],
): readonly CompiledTransition[] {
  if (transitions.length < 2) return transitions;
  const kept = new Set<CompiledTransition>();
  for (const transition of transitions) {
    const left = exitSet([transition], active);
    const rivals = [...kept].filter((other) => [...exitSet([other], active)].some((node) => left.has(node)));
    if (rivals.some((other) => !isInside(transition.source, other.source))) continue;
    for (const rival of rivals) kept.delete(rival);
    kept.add(transition);
  }
  return [...kept];
}

export function entrySet(transitions: readonly CompiledTransition[]): Set<CompiledNode> {
  const entered = new Set<CompiledNode>();
  for (const transition of transitions) {
    const domain = domainOf(transition);
    for (const target of transition.targets) {
      if (target !== transition.source || transition.source !== domain || transition.reenter) {
        entered.add(target);
      }
      enterDescendants(target, entered);
    }
    for (const target of transition.targets) {
      const above = target.parent === null || target === domain ? [] : upwards(target.parent, domain);
      if (domain?.type === 'parallel') above.push(domain);
      for (const ancestor of above) {
        if (isInside(ancestor, domain)) entered.add(ancestor);
        enterMissingRegions(ancestor, entered);
      }
    }
  }
  return entered;
}

export function enterDescendants(node: CompiledNode, entered: Set<CompiledNode>): void {
  if (node.type === 'compound' && node.initial !== null) {
    for (const step of upwards(node.initial, node).reverse()) {
      entered.add(step);
      enterMissingRegions(step, entered);
    }
    enterDescendants(node.initial, entered);
  } else {
    enterMissingRegions(node, entered);
  }
}

function enterMissingRegions(node: CompiledNode, entered: Set<CompiledNode>): void {
  if (node.type !== 'parallel') return;
  for (const child of node.children) {
    if ([...entered].some((other) => other === child || isInside(other, child))) continue;
    entered.add(child);
    enterDescendants(child, entered);
  }
}
