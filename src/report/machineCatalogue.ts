import type { AnyStateMachine } from 'xstate';
import { accountMachine } from '#machines/account';
import { conduitMachine } from '#machines/conduit';
import { dealersMachine } from '#machines/dealers';
import { directoryMachine } from '#machines/directory';
import { generatorMachine } from '#machines/generator';
import { hubMachine } from '#machines/hub';
import { inventoryMachine } from '#machines/inventory';
import { lotOfficeMachine } from '#machines/lotOffice';
import { productSupplierMachine } from '#machines/productSupplier';
import { serverMachine } from '#machines/server';
import { supplierMachine } from '#machines/supplier';
import { supplyInterfaceMachine } from '#machines/supplyInterface';
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
      'The till. It asks its server for what a customer wants, prints, and confirms or reverses; its record says of every sale how far it is, also after a crash.',
    machine: terminalMachine,
  },
  {
    name: 'server',
    purpose:
      'Stands between its terminals and what the node sells. It remembers every sale that a terminal may still ask about, so that each happens once, and goes offline in good order.',
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
    name: 'dealers',
    purpose:
      'The dealers at one server: a replica of the central directory, and their credit, held at reservation and posted or released at the end of a sale.',
    machine: dealersMachine,
  },
  {
    name: 'directory',
    purpose:
      'The centre of the dealer directory at the hub: tells every replica what has changed, until it knows.',
    machine: directoryMachine,
  },
  {
    name: 'lotOffice',
    purpose:
      'Takes lots in at the hub, all or nothing, and has them frozen and recalled wherever their PINs are.',
    machine: lotOfficeMachine,
  },
  {
    name: 'supplier',
    purpose: 'Sells PINs to the hub, in lots that are new to the network.',
    machine: supplierMachine,
  },
  {
    name: 'conduit',
    purpose:
      'Takes requests for products that are made in real time, of every kind, turns each into a transaction, routes it to a supplier, fails over to the next, and brings the answer back.',
    machine: conduitMachine,
  },
  {
    name: 'supplyInterface',
    purpose:
      'A server’s way to one product supplier: asks until it is answered, gives a silent supplier up, and has undone what was given up or cancelled.',
    machine: supplyInterfaceMachine,
  },
  {
    name: 'generator',
    purpose: 'Draws PINs of its own at a server at the moment of sale, as unique as bought ones.',
    machine: generatorMachine,
  },
  {
    name: 'productSupplier',
    purpose: 'Activates PINs and tops up accounts, each transaction once, and undoes them on request.',
    machine: productSupplierMachine,
  },
  {
    name: 'account',
    purpose: 'The accounts of a product supplier’s customers: value goes in once for each request.',
    machine: accountMachine,
  },
];
