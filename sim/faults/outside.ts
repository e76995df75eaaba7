import type { Message, SaleRequested } from '#machines/protocol';
import { breach } from './breach.ts';
import type { Breach } from './breach.ts';
import { Customers } from './customers.ts';
import { Operator } from './operator.ts';
import { otherContentRetry } from './otherContentRetry.ts';
import type { Offline } from './plannedOffline.ts';
import type { CampaignNetwork } from './randomNetwork.ts';
import { sameIdRetry } from './sameIdRetry.ts';
import type { SimulatedNode } from './simulatedNode.ts';
import type { World } from './world.ts';

/** Everyone outside the network: customers and printers at the terminals, operators, and clients that repeat themselves. */
export class Outside {
  private readonly world: World;
  private readonly network: CampaignNetwork;
  private readonly report: (found: Breach) => void;
  private readonly customers: Customers;
  private readonly operator: Operator;
  private readonly requests = new Map<string, SaleRequested>();

  constructor(world: World, network: CampaignNetwork, seed: number, report: (found: Breach) => void) {
    this.world = world;
    this.network = network;
    this.report = report;
    this.customers = new Customers(world, network, seed);
    this.operator = new Operator(world, network, seed);
  }

  open(): void {
    this.operator.open();
    this.customers.open();
  }

  /** A message leaves a node for no one in the network. */
  received(node: SimulatedNode, message: Message): void {
    this.world.watch.printed(message);
    this.customers.received(node, message);
  }

  /** A message sets out for another node. */
  sent(message: Message): void {
    if (message.type === 'sale.requested') this.requests.set(nameOf(message), message);
  }

  /** A message has come to a node. */
  arrived(message: Message): void {
    if (message.type !== 'sale.granted' && message.type !== 'sale.refused') return;
    const request = this.requests.get(nameOf(message));
    if (request === undefined) return;
    // Once for each sale.
    this.requests.delete(nameOf(message));
    const server = this.world.nodes.find(({ name }) => name === request.to)!;
    sameIdRetry(request, server, this.world);
    otherContentRetry(request, server, this.network.skus, this.world, (changed, answers) =>
      this.judge(changed, answers),
    );
  }

  heal(offline: Offline): void {
    this.customers.close();
    this.operator.heal(offline);
  }

  private judge({ sale, to }: SaleRequested, answers: readonly Message[]): void {
    const isGranted = answers.some(
      (answer) =>
        answer.type === 'sale.granted' &&
        answer.sale.terminal === sale.terminal &&
        answer.sale.number === sale.number,
    );
    if (!isGranted) return;
    const what = `${to} granted sale ${sale.terminal}#${sale.number} to a request with other content than its first`;
    this.report(breach('conflict is refused', what));
  }
}

function nameOf({ sale }: { readonly sale: SaleRequested['sale'] }): string {
  return `${sale.terminal}#${sale.number}`;
}
