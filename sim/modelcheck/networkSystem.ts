import type { AnyStateMachine } from 'xstate';
import type { InventoryContext } from '#machines/inventory';
import { CUSTOMERS } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import type { ServerContext } from '#machines/server';
import type { TerminalContext } from '#machines/terminal';
import { openingRanges } from '#src/network/actors';
import { compiled } from '#src/executor/compiled';
import type { NetworkMachines } from '#src/network/machines';
import { issuesOf, noteIssue } from './books.ts';
import type { Issues } from './books.ts';
import { misplaced } from './conservation.ts';
import type { NodeState } from './nodeStates.ts';
import { Pins } from './pins.ts';
import { holdingsOf } from './places.ts';
import type { Holdings } from './places.ts';
import type { SmallNetwork } from './smallNetwork.ts';
import type { Books, Letter, System, SystemActor, SystemNode, View } from './system.ts';

/** What no rule reads. A server's inventory counts how often it repeats an order, but only the hub's gives up by it. */
const COUNTERS = [
  'refused',
  'asked',
  'granted',
  'refusedSales',
  'stock.openOrders.repeats',
  ...['sold', 'lost', 'backordered', 'stockouts', 'received', 'shipped', 'recalled', 'retired'].map(
    (count) => `stock.${count}`,
  ),
];

type Kind = 'hub' | 'inventory' | 'server' | 'terminal';

interface Placed extends SystemActor {
  readonly kind: Kind;
  readonly node: string;
}

/** A small network with its customers, and what must hold in every state of it. */
export class NetworkSystem implements System {
  readonly nodes: readonly SystemNode[];
  readonly openings: readonly Letter[];
  readonly counters: ReadonlySet<string> = new Set(COUNTERS);
  readonly openingBooks: Books = { facts: [] };
  private readonly kinds: readonly (readonly Kind[])[];
  private readonly pins: Pins;
  // What is worked out about a part of a state serves all states that share it.
  private readonly holdings = new WeakMap<NodeState, readonly Holdings[]>();
  private readonly leftOver = new WeakMap<NodeState, string | null>();
  private readonly issues = new WeakMap<Books, Issues>();

  constructor(network: SmallNetwork, machines: NetworkMachines) {
    const actors = place(network, machines);
    const names = [...new Set(actors.map(({ node }) => node))];
    const grouped = names.map((name) => actors.filter(({ node }) => node === name));
    this.nodes = grouped.map((own, index) => ({ name: names[index]!, actors: own }));
    this.kinds = grouped.map((own) => own.map(({ kind }) => kind));
    this.openings = network.openings;
    this.pins = new Pins(
      network.inventories.flatMap(({ plan, onHand }) => openingRanges(plan.address, onHand)),
    );
  }

  /** The customer pays or does not; the printer prints. */
  answers(letter: Letter): readonly (readonly Letter[])[] {
    const message = letter as Message;
    const back = { to: letter.from, from: CUSTOMERS };
    switch (message.type) {
      case 'payment.requested': {
        const { sale } = message;
        return [
          [pass({ type: 'payment.taken', ...back, sale })],
          [pass({ type: 'payment.failed', ...back, sale })],
        ];
      }
      case 'print.requested':
        return [[pass({ type: 'print.finished', ...back, sale: message.sale })]];
      default:
        return NO_ANSWERS;
    }
  }

  note(books: Books, letter: Letter): Books {
    return noteIssue(books, letter as Message);
  }

  breach(view: View): string | null {
    const issues = this.issuesOf(view.books);
    return (
      issues.breach ??
      misplaced(
        this.pins,
        issues,
        view.nodes.flatMap((node) => this.holdingsOf(node)),
      )
    );
  }

  unfinished({ nodes }: View): string | null {
    for (const node of nodes) {
      let left = this.leftOver.get(node);
      if (left === undefined) this.leftOver.set(node, (left = this.leftAt(node)));
      if (left !== null) return left;
    }
    return null;
  }

  private leftAt(node: NodeState): string | null {
    for (const { address, links, places } of this.holdingsOf(node)) {
      const open = links.find(({ unacknowledged }) => unacknowledged.length > 0);
      if (open !== undefined) return `a transfer from ${address} to ${open.peer} is not acknowledged`;
      const reserved = places.find(({ sale }) => sale !== null);
      if (reserved !== undefined) return `PIN ${this.pins.namesOf(reserved.pins)} stays ${reserved.name}`;
    }
    for (const { plan, sales } of this.contexts<TerminalContext>(node, 'terminal')) {
      const [open] = sales;
      if (open !== undefined) return `sale ${plan.address} ${open.number} stays at the stage '${open.stage}'`;
    }
    for (const { plan, tills } of this.contexts<ServerContext>(node, 'server')) {
      for (const { number, stage } of tills.flatMap(({ sales }) => sales)) {
        if (OPEN.has(stage)) return `${plan.address} has sale ${number} of a terminal as '${stage}' for ever`;
      }
    }
    return null;
  }

  private issuesOf(books: Books): Issues {
    let issues = this.issues.get(books);
    if (issues === undefined) this.issues.set(books, (issues = issuesOf(books, this.pins)));
    return issues;
  }

  private holdingsOf(node: NodeState): readonly Holdings[] {
    let holdings = this.holdings.get(node);
    if (holdings === undefined) {
      holdings = this.contexts<InventoryContext>(node, 'inventory').map((own) => holdingsOf(own, this.pins));
      this.holdings.set(node, holdings);
    }
    return holdings;
  }

  private contexts<Context>(node: NodeState, kind: Kind): readonly Context[] {
    const kinds = this.kinds[node.node]!;
    return node.actors.filter((_, index) => kinds[index] === kind).map(({ context }) => context as Context);
  }
}

const OPEN: ReadonlySet<string> = new Set(['pending', 'reserved', 'suspect']);
const NO_ANSWERS = [[]];

/** Keeps the message's own type checked on its way into a letter. */
function pass(message: Message): Letter {
  return message;
}

function place({ hub, inventories, servers, terminals }: SmallNetwork, machines: NetworkMachines): Placed[] {
  const actor = (kind: Kind, node: string, address: string, input: unknown): Placed => {
    const machine: AnyStateMachine = machines[kind];
    const opening = compiled.start(machine, input as never).snapshot();
    return { kind, node, address, machine, opening };
  };
  return [
    actor('hub', hub.address, hub.address, hub),
    ...servers.map((plan) => actor('server', plan.address, plan.address, plan)),
    ...inventories.map(({ plan, onHand }) =>
      actor('inventory', plan.keeper, plan.address, { plan, ranges: openingRanges(plan.address, onHand) }),
    ),
    ...terminals.map((plan) => actor('terminal', plan.address, plan.address, plan)),
  ];
}
