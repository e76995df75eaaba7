import type { InventoryContext } from '#machines/inventory';
import type { Message } from '#machines/protocol';
import type { TerminalContext } from '#machines/terminal';
import { compiled } from '#src/executor/compiled';
import { startActors } from '#src/network/actors';
import type { NetworkActor } from '#src/network/actors';
import type { NetworkMachines } from '#src/network/machines';
import type { Topology } from '#src/network/topology';
import { issuesOf, noteIssue } from './books.ts';
import type { Issues } from './books.ts';
import { misplaced } from './conservation.ts';
import { Pins } from './pins.ts';
import { holdingsOf } from './places.ts';
import type { Holdings } from './places.ts';
import type { Books, Letter, System, SystemNode, View } from './system.ts';
import type { NodeState } from './nodeStates.ts';

/** Nothing decides by these; they are for KPIs. */
const COUNTERS = [
  'refused',
  'asked',
  'granted',
  'refusedSales',
  ...['sold', 'lost', 'backordered', 'stockouts', 'received', 'shipped', 'recalled'].map(
    (count) => `stock.${count}`,
  ),
];

/** A small network with its customers, and what must hold in every state of it. */
export class NetworkSystem implements System {
  readonly nodes: readonly SystemNode[];
  readonly openings: readonly Letter[];
  readonly counters: ReadonlySet<string> = new Set(COUNTERS);
  readonly openingBooks: Books = { facts: [] };
  private readonly kinds: readonly (readonly NetworkActor['kind'][])[];
  private readonly pins: Pins;
  // What is worked out about a part of a state serves all states that share it.
  private readonly holdings = new WeakMap<NodeState, readonly Holdings[]>();
  private readonly issues = new WeakMap<Books, Issues>();

  constructor(topology: Topology, machines: NetworkMachines, openings: readonly Message[]) {
    const actors = startActors(topology, compiled, machines, true);
    const names = [...new Set(actors.map(({ node }) => node))];
    const grouped = names.map((name) => actors.filter(({ node }) => node === name));
    this.nodes = grouped.map((own, index) => ({
      name: names[index]!,
      actors: own.map(({ kind, address, actor }) => ({
        address,
        machine: machines[kind],
        opening: actor.snapshot(),
      })),
    }));
    this.kinds = grouped.map((own) => own.map(({ kind }) => kind));
    this.openings = openings;
    this.pins = new Pins(
      actors.flatMap(({ kind, actor }) => (kind === 'inventory' ? actor.context.stock.ranges : [])),
    );
  }

  answers(): readonly (readonly Letter[])[] {
    return NO_ANSWERS;
  }

  note(books: Books, letter: Letter): Books {
    return noteIssue(books, letter as Message);
  }

  breach(view: View): string | null {
    const { shown, breach } = this.issuesOf(view.books);
    return (
      breach ??
      misplaced(
        this.pins,
        shown,
        view.nodes.flatMap((node) => this.holdingsOf(node)),
      )
    );
  }

  unfinished({ nodes }: View): string | null {
    for (const node of nodes) {
      for (const { address, links } of this.holdingsOf(node)) {
        const open = links.find(({ unacknowledged }) => unacknowledged.length > 0);
        if (open !== undefined) return `${address} waits for ever for ${open.peer} to acknowledge a transfer`;
      }
      for (const { plan, open } of this.contexts<TerminalContext>(node, 'terminal')) {
        if (open.length > 0) return `sale ${open[0]} of ${plan.address} waits for ever`;
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

  private contexts<Context>(node: NodeState, kind: NetworkActor['kind']): readonly Context[] {
    const kinds = this.kinds[node.node]!;
    return node.actors.filter((_, index) => kinds[index] === kind).map(({ context }) => context as Context);
  }
}

const NO_ANSWERS = [[]];
