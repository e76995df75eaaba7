import type { AnyStateMachine, InputFrom } from 'xstate';
import { accountMachine } from '#machines/account';
import type { AccountContext } from '#machines/account';
import { conduitMachine } from '#machines/conduit';
import type { ConduitContext, ConduitPlan } from '#machines/conduit';
import { generatorMachine } from '#machines/generator';
import { productSupplierMachine } from '#machines/productSupplier';
import type { AlarmRequested, Message, SaleReference } from '#machines/protocol';
import { supplyInterfaceMachine } from '#machines/supplyInterface';
import type { SupplyInterfaceContext } from '#machines/supplyInterface';
import type { MachineActor } from '#src/executor/actor';
import { nodeOf, startActor } from './actors.ts';

export const SERVERS = ['north', 'south'] as const;
export const SUPPLIERS = ['press', 'spare'] as const;
export const ACCOUNT = '4915112345678';

export const numberRanges = [
  { operator: 'Alpha', prefix: '49151', lengths: [13] },
  { operator: 'Beta', prefix: '49152', lengths: [13] },
];

const PATIENCE = 10;
const TRIES = 2;

export function conduitPlanOf(node: string): ConduitPlan {
  const press = { supply: `${node}/press`, costCents: 10, operator: null };
  const spare = { supply: `${node}/spare`, costCents: 20, operator: null };
  return {
    address: `${node}/conduit`,
    supplies: [press.supply, spare.supply, `${node}/generator`],
    products: [
      { sku: 'instant', kind: 'activate', valueCents: 500, offers: [spare, press] },
      { sku: 'credit', kind: 'topUp', valueCents: 1000, offers: [press, { ...spare, operator: 'Alpha' }] },
      { sku: 'alpha', kind: 'topUp', valueCents: 700, offers: [{ ...press, operator: 'Alpha' }] },
      {
        sku: 'fresh',
        kind: 'generate',
        valueCents: 300,
        offers: [{ supply: `${node}/generator`, costCents: 0, operator: null }],
      },
      { sku: 'nobody', kind: 'activate', valueCents: 100, offers: [press] },
    ],
    numberRanges,
  };
}

/** A piece of work that a supplier has done, under the name that it has there. */
export interface Execution {
  readonly request: string;
  readonly key: string;
  readonly serial: string | null;
  readonly valueCents: number;
}

/**
 * Two servers' conduits with everything they need, and two suppliers whom both use. Messages between nodes wait until
 * delivered, lost or repeated; alarms wait until they are rung. Answers to the servers are kept in `answers`.
 */
export class ProductNetwork {
  readonly waiting: Message[] = [];
  readonly log: Message[] = [];
  readonly answers = new Map<string, Message[]>();
  /** By actor and name. */
  readonly alarms = new Map<string, AlarmRequested>();
  private readonly actors = new Map<string, MachineActor<AnyStateMachine>>();

  constructor(patience: number | null = PATIENCE) {
    for (const node of SERVERS) {
      const conduit = `${node}/conduit`;
      this.add(conduit, conduitMachine, conduitPlanOf(node));
      for (const supplier of SUPPLIERS) {
        const address = `${node}/${supplier}`;
        this.add(address, supplyInterfaceMachine, { address, conduit, supplier, patience, tries: TRIES });
      }
      const products = [{ product: 'fresh', capacity: null }];
      this.add(`${node}/generator`, generatorMachine, { address: `${node}/generator`, conduit, products });
    }
    for (const supplier of SUPPLIERS) {
      const customers = SERVERS.map((node) => `${node}/${supplier}`);
      const accounts = `${supplier}/accounts`;
      const products = [
        { product: 'instant', kind: 'activate' },
        { product: 'credit', kind: 'topUp' },
        { product: 'alpha', kind: 'topUp' },
      ] as const;
      this.add(supplier, productSupplierMachine, { address: supplier, customers, accounts, products });
      // The first does not know one customer whom the second knows.
      const unknown = supplier === 'press' ? ['4915100000000'] : [];
      this.add(accounts, accountMachine, { address: accounts, sources: customers, numberRanges, unknown });
    }
  }

  private add<Machine extends AnyStateMachine>(address: string, machine: Machine, input: InputFrom<Machine>) {
    this.actors.set(address, startActor(machine, input));
  }

  context<Context>(address: string): Context {
    return this.actors.get(address)!.context as Context;
  }

  conduit(node: string): ConduitContext {
    return this.context(`${node}/conduit`);
  }

  supply(address: string): SupplyInterfaceContext {
    return this.context(address);
  }

  balances(supplier: string): AccountContext['balances'] {
    return this.context<AccountContext>(`${supplier}/accounts`).balances;
  }

  /** Hands `message` over at once; what it makes actors of other nodes hear waits. */
  deliver(message: Message): void {
    const emitted = this.actors.get(message.to)!.send(message) as readonly Message[];
    this.log.push(...emitted);
    for (const next of emitted) {
      if (next.type === 'alarm.requested') {
        const key = `${next.from} ${next.alarm}`;
        if (next.after === null) this.alarms.delete(key);
        else this.alarms.set(key, next);
      } else if (next.type === 'product.delivered' || next.type === 'product.refused') {
        const key = nameOf(next.request);
        this.answers.set(key, [...(this.answers.get(key) ?? []), next]);
      } else if (nodeOf(next.to) === nodeOf(next.from)) {
        this.deliver(next);
      } else {
        this.waiting.push(next);
      }
    }
  }

  request(node: string, request: SaleReference, sku: string, account: string | null = null): void {
    this.deliver({ type: 'product.requested', to: `${node}/conduit`, from: node, request, sku, account });
  }

  tell(node: string, type: 'product.cancelled' | 'product.confirmed', request: SaleReference): void {
    this.deliver({ type, to: `${node}/conduit`, from: node, request });
  }

  outage(supplier: string, type: 'outage.began' | 'outage.ended'): void {
    this.deliver({ type, to: supplier, from: 'operator' });
  }

  ring(key: string): void {
    const alarm = this.alarms.get(key)!;
    this.alarms.delete(key);
    this.deliver({ type: 'alarm.rang', to: alarm.from, from: 'alarms', alarm: alarm.alarm, at: 0 });
  }

  ringAll(): void {
    const asked = Array.from(this.alarms.keys());
    for (const key of asked) if (this.alarms.has(key)) this.ring(key);
  }

  restart(node: string): void {
    for (const address of this.actors.keys()) {
      if (nodeOf(address) === node) this.deliver({ type: 'node.restarted', to: address, from: node });
    }
  }

  /** Delivers what waits; what is delivered makes no end of new messages. */
  settle(): void {
    for (let step = 0; this.waiting.length > 0; step++) {
      if (step > 10_000) throw new Error('the network does not come to rest');
      this.deliver(this.waiting.shift()!);
    }
  }

  /** No more faults: until nothing waits for anything. */
  heal(): void {
    for (const supplier of SUPPLIERS) this.outage(supplier, 'outage.ended');
    this.settle();
    for (let round = 0; this.alarms.size > 0; round++) {
      if (round > 20) throw new Error('alarms are asked for without end');
      this.ringAll();
      this.settle();
    }
  }

  /** What suppliers and generators did and did not undo, as they themselves said. */
  executions(): readonly Execution[] {
    const done = new Map<string, Execution>();
    const requestOf = new Map<string, { request: string; valueCents: number }>();
    for (const message of this.log) {
      if (message.type === 'supply.requested') {
        const { request, valueCents } = message.transaction;
        requestOf.set(`${message.from} ${message.number}`, { request: nameOf(request), valueCents });
      } else if (message.type === 'supply.delivered') {
        const key = `${message.to} ${message.number}`;
        const [range] = message.ranges;
        const serial = range === undefined ? null : `${range.lot} ${range.first}`;
        if (!done.has(key)) done.set(key, { ...requestOf.get(key)!, key, serial });
      } else if (message.type === 'void.acknowledged') {
        done.delete(`${message.to} ${message.number}`);
      }
    }
    return [...done.values()];
  }
}

export const nameOf = ({ terminal, number }: SaleReference): string => `${terminal} ${number}`;
