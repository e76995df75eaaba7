import type { InputFrom } from 'xstate';
import type { TerminalPlan } from '#machines/terminal';
import type { MachineActor, Executor } from '#src/executor/actor';
import { centralInput, serverInputs } from './inventoryPlans.ts';
import type { NetworkMachines } from './machines.ts';
import { inventoryAddress, withNamesOnce } from './names.ts';
import { dealersInput, directoryInput, hubInput, lotOfficeInput, serverInput } from './nodePlans.ts';
import {
  accountInput,
  conduitAddress,
  conduitInput,
  generatorInput,
  interfaceInputs,
  passingShelves,
  productSupplierInput,
} from './productPlans.ts';
import type { ServerPlan, Topology } from './topology.ts';

export { inventoryAddress } from './names.ts';
export { AMPLE_STOCK, openingRanges } from './inventoryPlans.ts';

type ActorKind = Exclude<keyof NetworkMachines, 'salesUntilDecision'>;

/** One actor of a network, where it stands, and what kind it is. */
export type NetworkActor = {
  readonly [Kind in ActorKind]: {
    readonly kind: Kind;
    readonly node: string;
    readonly address: string;
    readonly actor: MachineActor<NetworkMachines[Kind]>;
  };
}[ActorKind];

/** An actor that can be started, as often as its node is. */
export interface ActorPlan {
  readonly kind: ActorKind;
  readonly node: string;
  readonly address: string;
  start(executor: Executor, machines: NetworkMachines): NetworkActor;
}

/** Starts every actor of a topology. Terminals are left out where no one stands at them. */
export function startActors(
  topology: Topology,
  executor: Executor,
  machines: NetworkMachines,
  withTerminals: boolean,
): NetworkActor[] {
  return actorPlans(topology)
    .filter(({ kind }) => withTerminals || kind !== 'terminal')
    .map((plan) => plan.start(executor, machines));
}

/** Every actor of a topology, node by node. */
export function actorPlans(given: Topology): ActorPlan[] {
  const topology = withNamesOnce(given);
  return [
    ...hubActors(topology),
    ...topology.servers.flatMap((server) => serverActors(topology, server)),
    ...supplierActors(topology),
    ...productSupplierActors(topology),
  ];
}

function planOf<Kind extends ActorKind>(
  kind: Kind,
  node: string,
  address: string,
  input: InputFrom<NetworkMachines[Kind]>,
): ActorPlan {
  const start: ActorPlan['start'] = (executor, machines) => {
    const actor = executor.start(machines[kind], input) as MachineActor<NetworkMachines[Kind]>;
    return { kind, node, address, actor } as unknown as NetworkActor;
  };
  return { kind, node, address, start };
}

function hubActors(topology: Topology): ActorPlan[] {
  const { hub, dealers, hasLotOffice } = topology;
  const node = hub.name;
  const plans = [planOf('hub', node, node, hubInput(topology))];
  for (const stock of hub.stock) {
    const input = centralInput(topology, stock);
    plans.push(planOf('inventory', node, input.plan.address, input));
  }
  if (dealers !== undefined) {
    const input = directoryInput(topology, dealers);
    plans.push(planOf('directory', node, input.plan.address, input));
  }
  if (hasLotOffice === true) {
    const input = lotOfficeInput(topology);
    plans.push(planOf('lotOffice', node, input.address, input));
  }
  return plans;
}

function serverActors(topology: Topology, server: ServerPlan): ActorPlan[] {
  const node = server.name;
  const plans = [planOf('server', node, node, serverInput(topology, server))];
  for (const input of serverInputs(topology, server)) {
    plans.push(planOf('inventory', node, input.plan.address, input));
  }
  if (topology.dealers !== undefined) {
    const input = dealersInput(topology, topology.dealers, node);
    plans.push(planOf('dealers', node, input.plan.address, input));
  }
  plans.push(...productActors(topology, node));
  for (const { name, dealer } of server.terminals) {
    plans.push(planOf('terminal', name, name, terminalInput(topology, node, name, dealer ?? null)));
  }
  return plans;
}

/** What a server needs for products that do not come from a shelf. */
function productActors(topology: Topology, node: string): ActorPlan[] {
  const conduit = conduitAddress(topology, node);
  if (conduit === null) return [];
  const plans = [planOf('conduit', node, conduit, conduitInput(topology, node, conduit))];
  for (const input of interfaceInputs(topology, node, conduit)) {
    plans.push(planOf('supplyInterface', node, input.address, input));
  }
  const generator = generatorInput(topology, node, conduit);
  if (generator !== null) plans.push(planOf('generator', node, generator.address, generator));
  for (const input of passingShelves(topology, node)) {
    plans.push(planOf('inventory', node, input.plan.address, input));
  }
  return plans;
}

function productSupplierActors(topology: Topology): ActorPlan[] {
  return (topology.productSuppliers ?? []).flatMap(({ name, unknownAccounts }) => {
    const accounts = accountInput(topology, name, unknownAccounts);
    return [
      planOf('productSupplier', name, name, productSupplierInput(topology, name)),
      planOf('account', name, accounts.address, accounts),
    ];
  });
}

function supplierActors({ hub, suppliers, timing }: Topology): ActorPlan[] {
  return suppliers.map(({ name, lotLife = null }) => {
    const customers = hub.stock
      .filter(
        (stock) => stock.supply === 'supplier' && [stock.supplier, ...(stock.standbys ?? [])].includes(name),
      )
      .map(({ variety }) => inventoryAddress(hub.name, variety));
    const repeatAfter = timing?.repeatAfter ?? null;
    return planOf('supplier', name, name, { address: name, customers, handlings: [], lotLife, repeatAfter });
  });
}

/** A terminal asks so often before it gives a sale up. */
const MOST_REPEATS = 2;

function terminalInput(
  { timing }: Topology,
  server: string,
  address: string,
  dealer: string | null,
): TerminalPlan {
  return {
    address,
    server,
    dealer,
    patience: timing?.terminalPatience ?? null,
    mostRepeats: MOST_REPEATS,
  };
}
