import type { Executor } from '#src/executor/actor';
import { startActors } from '#src/network/actors';
import type { NetworkMachines } from '#src/network/machines';
import { clockOf } from './clockSkew.ts';
import type { FaultRates } from './faultRates.ts';
import type { CampaignNetwork } from './randomNetwork.ts';
import { SimulatedNode } from './simulatedNode.ts';
import type { NodeKind } from './simulatedNode.ts';
import type { Strike, Strikes } from './strikes.ts';

/** A node, and what is wrong with its clock. */
export interface CampaignNode {
  readonly node: SimulatedNode;
  readonly skew: Strike | null;
}

interface Making {
  readonly executor: Executor;
  readonly machines: NetworkMachines;
  readonly rates: FaultRates;
  readonly strikes: Strikes;
}

/** Starts all nodes of a network, each with its actors. */
export function startNodes({ topology }: CampaignNetwork, { executor, machines, rates, strikes }: Making) {
  const all = startActors(topology, executor, machines, true);
  const names = new Map<string, NodeKind>();
  for (const { node, kind, address } of all) if (address === node) names.set(node, kind as NodeKind);
  const nodes = [...names].map(([name, kind]): CampaignNode => {
    const { clock, skew } = clockOf(name, rates, strikes);
    const start = () =>
      new Map(
        startActors(topology, executor, machines, true)
          .filter(({ node }) => node === name)
          .map(({ address, actor }) => [address, actor]),
      );
    return { node: new SimulatedNode(name, kind, clock, start as never), skew };
  });
  const byName = new Map(nodes.map((one) => [one.node.name, one]));
  const byAddress = new Map(all.map(({ address, node }) => [address, byName.get(node)!]));
  return { nodes, byAddress, pairs: pairsOf(topology, byName) };
}

function pairsOf(
  { hub, servers, suppliers }: CampaignNetwork['topology'],
  byName: ReadonlyMap<string, CampaignNode>,
): readonly (readonly [SimulatedNode, SimulatedNode])[] {
  const names = [
    ...suppliers.map(({ name }) => [name, hub.name] as const),
    ...servers.map(({ name }) => [hub.name, name] as const),
    ...servers.flatMap(({ name, terminals }) => terminals.map((till) => [name, till.name] as const)),
  ];
  return names.map(([one, other]) => [byName.get(one)!.node, byName.get(other)!.node]);
}
