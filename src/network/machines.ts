import { ruleOf } from '#machines/apply';
import { accountMachine } from '#machines/account';
import { conduitMachine } from '#machines/conduit';
import { dealersMachine } from '#machines/dealers';
import { directoryMachine } from '#machines/directory';
import { generatorMachine } from '#machines/generator';
import { hubMachine } from '#machines/hub';
import { inventoryMachine } from '#machines/inventory';
import type { InventoryContext } from '#machines/inventory';
import { salesUntilDecision } from '#machines/inventorySales';
import { lotOfficeMachine } from '#machines/lotOffice';
import { productSupplierMachine } from '#machines/productSupplier';
import { serverMachine } from '#machines/server';
import { supplierMachine } from '#machines/supplier';
import { supplyInterfaceMachine } from '#machines/supplyInterface';
import { terminalMachine } from '#machines/terminal';

/** The statecharts that a network runs. Another set, made with `machine.provide`, replaces rules or policies. */
export interface NetworkMachines {
  readonly hub: typeof hubMachine;
  readonly inventory: typeof inventoryMachine;
  readonly server: typeof serverMachine;
  readonly supplier: typeof supplierMachine;
  readonly terminal: typeof terminalMachine;
  readonly directory: typeof directoryMachine;
  readonly dealers: typeof dealersMachine;
  readonly lotOffice: typeof lotOfficeMachine;
  readonly conduit: typeof conduitMachine;
  readonly supplyInterface: typeof supplyInterfaceMachine;
  readonly generator: typeof generatorMachine;
  readonly productSupplier: typeof productSupplierMachine;
  readonly account: typeof accountMachine;
  /**
   * How many further sales an inventory takes until one of them makes something happen; what the lazy mode plans
   * with. An inventory whose rule `sell` is replaced needs its own, or runs in the each-sale mode.
   */
  readonly salesUntilDecision: (context: InventoryContext) => number;
}

export const standardMachines: NetworkMachines = {
  hub: hubMachine,
  inventory: inventoryMachine,
  server: serverMachine,
  supplier: supplierMachine,
  terminal: terminalMachine,
  directory: directoryMachine,
  dealers: dealersMachine,
  lotOffice: lotOfficeMachine,
  conduit: conduitMachine,
  supplyInterface: supplyInterfaceMachine,
  generator: generatorMachine,
  productSupplier: productSupplierMachine,
  account: accountMachine,
  salesUntilDecision,
};

/** Whether `machines` sell by other rules than the lazy mode would plan by. */
export function sellsUnforeseen(machines: NetworkMachines): boolean {
  return (
    machines.salesUntilDecision === salesUntilDecision &&
    ruleOf(machines.inventory.implementations.actions['sell']) !==
      ruleOf(inventoryMachine.implementations.actions['sell'])
  );
}
