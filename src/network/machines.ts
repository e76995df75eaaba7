import { hubMachine } from '#machines/hub';
import { inventoryMachine } from '#machines/inventory';
import { serverMachine } from '#machines/server';
import { supplierMachine } from '#machines/supplier';
import { terminalMachine } from '#machines/terminal';

/** The statecharts that a network runs. Another set, made with `machine.provide`, replaces rules or policies. */
export interface NetworkMachines {
  readonly hub: typeof hubMachine;
  readonly inventory: typeof inventoryMachine;
  readonly server: typeof serverMachine;
  readonly supplier: typeof supplierMachine;
  readonly terminal: typeof terminalMachine;
}

export const standardMachines: NetworkMachines = {
  hub: hubMachine,
  inventory: inventoryMachine,
  server: serverMachine,
  supplier: supplierMachine,
  terminal: terminalMachine,
};
