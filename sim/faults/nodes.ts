import type { AnyStateMachine } from 'xstate';
import type { Executor, MachineActor } from '#src/executor/actor';
import type { Actors } from '#src/journal/step';
import { actorPlans } from '#src/network/actors';
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
  const plans = actorPlans(topology);
  const mains = plans.filter(({ node, address }) => node === address);
  const nodes = mains.map(({ node: name, kind }): CampaignNode => {
    const { clock, skew } = clockOf(name, rates, strikes);
    const own = plans.filter(({ node }) => node === name);
    const start = (): Actors =>
      new Map(
        own.map((plan) => [
          plan.address,
          plan.start(executor, machines).actor as MachineActor<AnyStateMachine>,
        ]),
      );
    return { node: new SimulatedNode(name, kind as NodeKind, clock, start), skew };
  });
  const byName = new Map(nodes.map((one) => [one.node.name, one]));
  const byAddress = new Map(plans.map(({ address, node }) => [address, byName.get(node)!]));
  return { nodes, byAddress, pairs: pairsOf(topology, byName) };
}

function pairsOf(
  { hub, servers, suppliers, productSuppliers = [] }: CampaignNetwork['topology'],
  byName: ReadonlyMap<string, CampaignNode>,
): readonly (readonly [SimulatedNode, SimulatedNode])[] {
  const names = [
    ...suppliers.map(({ name }) => [name, hub.name] as const),
    ...servers.map(({ name }) => [hub.name, name] as const),
    ...servers.flatMap((server) => productSuppliers.map(({ name }) => [server.name, name] as const)),
    ...servers.flatMap(({ name, terminals }) => terminals.map((till) => [name, till.name] as const)),
  ];
  return names.map(([one, other]) => [byName.get(one)!.node, byName.get(other)!.node]);
}
