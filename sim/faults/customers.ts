import { CUSTOMERS } from '#machines/protocol';
import type { CustomerAsked, Message } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';
import { exponential } from '#sim/random/exponential';
import type { RandomGenerator } from '#sim/random/generator';
import { KeyedDraws } from './keyedDraws.ts';
import { newIdRetry } from './newIdRetry.ts';
import { ACCOUNTS, TOP_UP } from './randomNetwork.ts';
import type { CampaignNetwork, Till } from './randomNetwork.ts';
import type { SimulatedNode } from './simulatedNode.ts';
import type { World } from './world.ts';

const SHARE_WHO_CANNOT_PAY = 0.08;
const SHARE_WHO_ASK_FOR_COPY = 0.02;
const LONGEST_PAYMENT_MICROSECONDS = 60_000;
const LONGEST_PRINT_MICROSECONDS = 30_000;

/** Customers and printers at the terminals. */
export class Customers {
  private readonly world: World;
  private readonly network: CampaignNetwork;
  private readonly arrivals: KeyedDraws;
  private readonly habits: KeyedDraws;
  private isClosed = false;

  constructor(world: World, network: CampaignNetwork, seed: number) {
    this.world = world;
    this.network = network;
    this.arrivals = new KeyedDraws(seed, 'arrivals');
    this.habits = new KeyedDraws(seed, 'habits');
  }

  /** They come from now on, independently of each other and of everything else. */
  open(): void {
    for (const till of this.network.tills) {
      const terminal = this.world.nodes.find(({ name }) => name === till.terminal)!;
      this.next(till, terminal, this.arrivals.generator(till.terminal), 1);
    }
  }

  close(): void {
    this.isClosed = true;
  }

  /** A terminal says something to its customer or its printer. */
  received(node: SimulatedNode, message: Message): void {
    if (message.type === 'payment.requested') {
      const { sale } = message;
      const habit = this.habits.generator(`payment ${sale.terminal}#${sale.number}`);
      const type = habit.nextUniform() < SHARE_WHO_CANNOT_PAY ? 'payment.failed' : 'payment.taken';
      const wait = Math.ceil(habit.nextUniform() * LONGEST_PAYMENT_MICROSECONDS);
      this.answer(node, wait, { type, to: message.from, from: CUSTOMERS, sale });
    } else if (message.type === 'print.requested') {
      const { sale } = message;
      const habit = this.habits.generator(`print ${sale.terminal}#${sale.number}`);
      const wait = Math.ceil(habit.nextUniform() * LONGEST_PRINT_MICROSECONDS);
      this.answer(node, wait, { type: 'print.finished', to: message.from, from: CUSTOMERS, sale });
    }
  }

  private next(till: Till, terminal: SimulatedNode, generator: RandomGenerator, number: number): void {
    const wait: Microseconds = Math.ceil(exponential(generator) * this.network.customersEvery);
    const sku = this.network.skus[Math.floor(generator.nextUniform() * this.network.skus.length)]!;
    const account = sku === TOP_UP ? ACCOUNTS[Math.floor(generator.nextUniform() * ACCOUNTS.length)]! : null;
    const wantsCopy = generator.nextUniform() < SHARE_WHO_ASK_FOR_COPY;
    this.world.schedule.after(wait, () => {
      if (this.isClosed || terminal.isGone) return;
      const asked = customerAsked(till.terminal, sku, account);
      this.world.tell(terminal, asked);
      newIdRetry(asked, terminal, `${till.terminal} customer ${number}`, this.world);
      if (wantsCopy) {
        this.world.tell(terminal, { type: 'reprint.asked', to: till.terminal, from: CUSTOMERS });
      }
      this.next(till, terminal, generator, number + 1);
    });
  }

  /** Nothing is answered to a terminal that has crashed since. */
  private answer(node: SimulatedNode, wait: Microseconds, message: Message): void {
    const { life } = node;
    this.world.schedule.after(wait, () => {
      if (node.life === life) this.world.tell(node, message);
      else node.downBy?.changedOutcome();
    });
  }
}

function customerAsked(to: string, sku: string, account: string | null): CustomerAsked {
  return { type: 'customer.asked', to, from: CUSTOMERS, sku, account };
}
