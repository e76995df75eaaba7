import type { StepFault } from './world.ts';

/** A terminal goes down and never returns. The last one of a server is spared, so that customers remain. */
export const lostTerminal: StepFault = (node, key, world) => {
  if (node.kind !== 'terminal') return;
  const { schedule, rates, strikes, nodes } = world;
  const server = serverOf(node.name);
  const others = nodes.filter(
    (other) =>
      other !== node && other.kind === 'terminal' && !other.isGone && serverOf(other.name) === server,
  );
  if (others.length === 0) return;
  const strike = strikes.decide('lostTerminal', key, rates.lostTerminal, schedule.now);
  if (strike === null) return;
  node.isGone = true;
  schedule.after(0, () => {
    if (!world.isHealed && node.isUp) world.crash(node, strike, null);
  });
};

/** Terminals of the campaign's networks are called after their server: "north:2". */
function serverOf(terminal: string): string {
  return terminal.slice(0, terminal.indexOf(':'));
}
