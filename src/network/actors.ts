import type { InventoryInput } from '#machines/inventory';
import type { TerminalPlan } from '#machines/terminal';
import type { MachineActor, Executor } from '#src/executor/actor';
import { centralInput, serverInputs } from './inventoryPlans.ts';
import type { NetworkMachines } from './machines.ts';
import { inventoryAddress, withNamesOnce } from './names.ts';
import { hubInput, serverInput } from './nodePlans.ts';
import type { Topology } from './topology.ts';

export { inventoryAddress } from './names.ts';
export { AMPLE_STOCK, openingRanges } from './inventoryPlans.ts';

type ActorKind = 'hub' | 'inventory' | 'server' | 'supplier' | 'terminal';

/** One actor of a network, where it stands, and what kind it is. */
export type NetworkActor = {
  readonly [Kind in ActorKind]: {
    readonly kind: Kind;
    readonly node: string;
    readonly address: string;
    readonly actor: MachineActor<NetworkMachines[Kind]>;
  };
}[ActorKind];

/** Starts every actor of a topology. Terminals are left out where no one stands at them. */
export function startActors(
  given: Topology,
  executor: Executor,
  machines: NetworkMachines,
  withTerminals: boolean,
): NetworkActor[] {
  const topology = withNamesOnce(given);
  const { hub, servers, suppliers } = topology;
  const actors: NetworkActor[] = [];
  const inventory = (node: string, input: InventoryInput) => {
    const { address } = input.plan;
    actors.push({ kind: 'inventory', node, address, actor: executor.start(machines.inventory, input) });
  };
  const hubActor = executor.start(machines.hub, hubInput(topology));
  actors.push({ kind: 'hub', node: hub.name, address: hub.name, actor: hubActor });
  for (const stock of hub.stock) inventory(hub.name, centralInput(topology, stock));
  for (const server of servers) {
    const address = server.name;
    const actor = executor.start(machines.server, serverInput(topology, server));
    actors.push({ kind: 'server', node: address, address, actor });
    for (const input of serverInputs(topology, server)) inventory(address, input);
    for (const terminal of withTerminals ? server.terminals : []) {
      const till = executor.start(machines.terminal, terminalInput(topology, address, terminal.name));
      actors.push({ kind: 'terminal', node: terminal.name, address: terminal.name, actor: till });
    }
  }
  for (const { name: address } of suppliers) {
    const customers = hub.stock
      .filter((stock) => stock.supply === 'supplier' && stock.supplier === address)
      .map(({ variety }) => inventoryAddress(hub.name, variety));
    const actor = executor.start(machines.supplier, { address, customers });
    actors.push({ kind: 'supplier', node: address, address, actor });
  }
  return actors;
}

/** A terminal asks so often before it gives a sale up. */
const MOST_REPEATS = 2;

function terminalInput({ timing }: Topology, server: string, address: string): TerminalPlan {
  return {
    address,
    server,
    dealer: null,
    patience: timing?.terminalPatience ?? null,
    mostRepeats: MOST_REPEATS,
  };
}
