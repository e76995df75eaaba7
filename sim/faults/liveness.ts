import type { SimulatedNode } from './simulatedNode.ts';

/** What is still open in a network, in words; empty when everything has come to its end. */
export function openMatters(_nodes: readonly SimulatedNode[]): string[] {
  return [];
}
