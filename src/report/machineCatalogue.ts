import type { AnyStateMachine } from 'xstate';
import { hubMachine } from '#machines/hub';
import { inventoryMachine } from '#machines/inventory';
import { serverMachine } from '#machines/server';
import { supplierMachine } from '#machines/supplier';
import { terminalMachine } from '#machines/terminal';

interface CataloguedMachine {
  /** As its file in machines/ is called. */
  readonly name: string;
  /** What it is for, in a sentence or two. */
  readonly purpose: string;
  readonly machine: AnyStateMachine;
}

/** Every machine, from the customer's side of the network to the suppliers'. */
export const machineCatalogue: readonly CataloguedMachine[] = [
  {
    name: 'terminal',
    purpose:
      'The till: asks its server for what a customer wants, and remembers each sale until it is settled.',
    machine: terminalMachine,
  },
  {
    name: 'server',
    purpose:
      'Stands between its terminals and what the node sells: takes their sales and keeps its inventories.',
    machine: serverMachine,
  },
  {
    name: 'inventory',
    purpose:
      'The PINs of one variety at one node. At a server it serves sales and asks the hub for more; at the hub it ships to the servers and buys from a supplier. Its state says how the shelf stands.',
    machine: inventoryMachine,
  },
  {
    name: 'hub',
    purpose:
      'Shares PINs out among the servers: has requests filled, puts them in line and rations when PINs are short, and pulls PINs back from servers that have too many.',
    machine: hubMachine,
  },
  {
    name: 'supplier',
    purpose: 'Sells PINs to the hub, in lots that are new to the network.',
    machine: supplierMachine,
  },
];
