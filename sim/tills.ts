import type { CustomerAsked } from '#machines/protocol';
import { CUSTOMERS } from '#machines/protocol';
import { fail } from '#src/domain/assertion';
import type { Cell, Network } from '#src/network/network';
import { RandomGenerator, randomGenerator } from '#sim/random/generator';
import { runSeed } from '#sim/random/streamKey';
import type { RunSeed } from '#sim/random/streamKey';
import type { Delivery } from './agenda.ts';
import type { Plan } from './plan.ts';
import type { StockPoint } from './stockPoint.ts';

/** Sends each customer to one of the server's terminals, evenly and at random. Only the each-sale mode has tills. */
export class Tills {
  /** Sale messages without latency, to be handled before anything else, first in first out. */
  readonly answers: Delivery[] = [];
  private handled = 0;
  private readonly byServer: ReadonlyMap<string, readonly Cell[]>;
  private readonly seed: RunSeed;
  private readonly generators = new Map<StockPoint, RandomGenerator>();

  constructor(plan: Plan, network: Network) {
    this.byServer = new Map(
      plan.topology.servers.map(({ name, terminals }) => [
        name,
        terminals.map((till) => network.find(till.name)!),
      ]),
    );
    this.seed = runSeed(plan);
  }

  /** The next customer of that inventory's variety. */
  customerAt(point: StockPoint): { till: Cell; message: CustomerAsked } {
    const till = this.chooseTill(point);
    const message = {
      type: 'customer.asked',
      to: till.address,
      from: CUSTOMERS,
      sku: point.variety,
      account: null,
    } as const;
    return { till, message };
  }

  takeAnswer(): Delivery | null {
    const { answers } = this;
    if (this.handled < answers.length) return answers[this.handled++]!;
    answers.length = 0;
    this.handled = 0;
    return null;
  }

  /** Between two instants, when no sale is under way that takes no time. */
  save() {
    return [...this.generators].map(([{ cell }, generator]) => [cell.address, generator.save()] as const);
  }

  restore(saved: ReturnType<Tills['save']>, pointAt: (address: string) => StockPoint): void {
    for (const [address, state] of saved) this.generators.set(pointAt(address), new RandomGenerator(state));
  }

  private chooseTill(point: StockPoint): Cell {
    const tills = this.byServer.get(point.server)!;
    if (tills.length === 0) fail(`server ${point.server} has no terminal`);
    if (tills.length === 1) return tills[0]!;
    let generator = this.generators.get(point);
    if (generator === undefined) {
      generator = randomGenerator({ seed: this.seed, purpose: 'terminals', who: point.cell.address });
      this.generators.set(point, generator);
    }
    return tills[Math.floor(generator.nextUniform() * tills.length)]!;
  }
}
