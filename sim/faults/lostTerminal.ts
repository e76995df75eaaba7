import type { SimulatedNode } from './simulatedNode.ts';
import type { StepFault, World } from './world.ts';

/** A terminal goes down and never returns. The last one of a server is spared, so that customers remain. */
export const lostTerminal: StepFault = (node, key, world) => {
  if (node.kind !== 'terminal') return;
  const { schedule, rates, strikes } = world;
  if (isLast(node, world)) return;
  const strike = strikes.decide('lostTerminal', key, rates.lostTerminal, schedule.now);
  if (strike === null) return;
  schedule.after(0, () => {
    if (world.isHealed || !node.isUp || isLast(node, world)) return strike.missed();
    node.isGone = true;
    world.crash(node, strike, null);
  });
};

function isLast(node: SimulatedNode, { nodes }: World): boolean {
  const server = serverOf(node.name);
  return !nodes.some(
    (other) =>
      other !== node && other.kind === 'terminal' && !other.isGone && serverOf(other.name) === server,
  );
}

/** Terminals of the campaign's networks are called after their server: "north:2". */
function serverOf(terminal: string): string {
  return terminal.slice(0, terminal.indexOf(':'));
}
