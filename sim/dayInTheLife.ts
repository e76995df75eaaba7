import type { TransferShipped } from '#machines/stockProtocol';
import { DAY_MICROSECONDS, SECOND_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import { inventoryAddress } from '#src/network/names';
import type { Topology, Unmet } from '#src/network/topology';
import { WindowRecorder } from './metrics/windowRecorder.ts';
import { isBulk } from './mode.ts';
import type { Operation } from './operations.ts';
import type { Plan } from './plan.ts';
import { Simulation } from './simulation.ts';
import type { SimulationOptions } from './simulation.ts';
import type { TraceEntry } from './trace.ts';

/** Which server to look at closely, and when. */
export interface DayRequest {
  readonly server: string;
  readonly from: Microseconds;
  /** At most a few days later; the run ends there. */
  readonly until: Microseconds;
}

/** What happened at one server during a day or two of one run. */
export interface DayInTheLife extends DayRequest {
  readonly planName: string;
  readonly seed: number;
  readonly replication: number;
  readonly unmet: Unmet;
  /** Some customers ask for several PINs: each of these counts. */
  readonly isBulk: boolean;
  readonly sampleMicroseconds: Microseconds;
  /** In the order of the topology. */
  readonly shelves: readonly ShelfDay[];
  /** While the server, the hub or a supplier was away. */
  readonly absences: readonly Operation[];
}

export interface ShelfDay {
  readonly variety: string;
  readonly lowWatermark: number;
  readonly desiredLevel: number | null;
  readonly highWatermark: number | null;
  /** At `from`, one sample later, and so on. */
  readonly onHand: readonly number[];
  /** On hand and on order, less what is owed. */
  readonly position: readonly number[];
  /** Customers in each hour. */
  readonly asked: readonly number[];
  /** Of them, those who met an empty shelf. */
  readonly missed: readonly number[];
  readonly events: readonly ShelfEvent[];
}

/** Messages, when they were taken in. */
export interface ShelfEvent {
  readonly at: Microseconds;
  /** An order that reached the hub, a delivery that reached the shelf, PINs that came back to the hub. */
  readonly kind: 'order' | 'delivery' | 'return';
  readonly quantity: number;
  /** The order's number; 0 for what belongs to none. */
  readonly order: number;
  /** When a delivery's order reached the hub; null where there is none. */
  readonly orderedAt: Microseconds | null;
}

const SAMPLE: Microseconds = 300 * SECOND_MICROSECONDS;
export const LONGEST_LOOK: Microseconds = 7 * DAY_MICROSECONDS;

/** Runs a plan as far as the end of the window, and tells what happened in it. Throws as `runPlan` does. */
export function recordDay(plan: Plan, request: DayRequest, options: SimulationOptions = {}): DayInTheLife {
  const { from, until } = request;
  if (!(until > from && until - from <= LONGEST_LOOK)) throw new RangeError('A close look takes a few days.');
  const server = plan.topology.servers.find(({ name }) => name === request.server);
  if (server === undefined) throw new RangeError(`There is no server ${request.server}.`);
  const events = new ShelfEvents(request.server, plan.topology);
  const simulation = new Simulation(plan, { ...options, onTrace: (entry) => events.note(entry) });
  const recorders = server.stock.map(({ variety }) => {
    const meter = simulation.meters[simulation.network.find(inventoryAddress(server.name, variety))!.rank]!;
    const recorder = new WindowRecorder(meter, from, until, SAMPLE);
    meter.watcher = recorder;
    return { meter, recorder };
  });
  simulation.runUntil(until);
  for (const { meter, recorder } of recorders) recorder.finish(simulation.now, meter.onHand);
  return {
    server: server.name,
    from,
    until: Math.min(until, simulation.now),
    planName: plan.name,
    seed: plan.seed,
    replication: plan.replication ?? 0,
    unmet: server.unmet,
    isBulk: plan.demand.some((demand) => demand.server === server.name && isBulk(demand)),
    sampleMicroseconds: SAMPLE,
    shelves: server.stock.map(({ variety, lowWatermark, highWatermark, order }, index): ShelfDay => {
      const { onHand, position, asked, missed } = recorders[index]!.recorder;
      return {
        variety,
        lowWatermark,
        desiredLevel: order.kind === 'upTo' ? order.desiredLevel : null,
        highWatermark,
        onHand,
        position,
        asked,
        missed,
        events: events.of(variety).filter(({ at }) => at >= from && at <= until),
      };
    }),
    absences: absencesOf(plan, request),
  };
}

function absencesOf({ operations = [], topology }: Plan, { server, from, until }: DayRequest): Operation[] {
  const suppliers = new Set(topology.suppliers.map(({ name }) => name));
  return operations.filter(
    ({ node, ...operation }) =>
      (node === server || node === topology.hub.name || suppliers.has(node)) &&
      operation.from < until &&
      operation.until > from,
  );
}

/** Orders, deliveries and returns of one server since the beginning. */
class ShelfEvents {
  private readonly byAddress = new Map<string, ShelfEvent[]>();
  private readonly orderedAt = new Map<string, Microseconds>();
  private readonly server: string;

  constructor(server: string, { servers }: Topology) {
    this.server = server;
    const { stock } = servers.find(({ name }) => name === server)!;
    for (const { variety } of stock) this.byAddress.set(inventoryAddress(server, variety), []);
  }

  of(variety: string): readonly ShelfEvent[] {
    return this.byAddress.get(inventoryAddress(this.server, variety))!;
  }

  note({ time: at, message }: TraceEntry): void {
    if (message.type === 'stock.requested') {
      const { from, order, quantity } = message;
      const own = this.byAddress.get(from);
      // An order that is repeated because nobody answered is still the same one.
      if (own === undefined || this.orderedAt.has(`${from}:${order}`)) return;
      this.orderedAt.set(`${from}:${order}`, at);
      own.push({ at, kind: 'order', quantity, order, orderedAt: at });
    } else if (message.type === 'transfer.shipped') this.noteTransfer(at, message);
  }

  private noteTransfer(
    at: Microseconds,
    { from, to, count: quantity, order, reason }: TransferShipped,
  ): void {
    const filled = reason === 'order' ? order : 0;
    const orderedAt = this.orderedAt.get(`${to}:${filled}`) ?? null;
    this.byAddress.get(to)?.push({ at, kind: 'delivery', quantity, order: filled, orderedAt });
    this.byAddress.get(from)?.push({ at, kind: 'return', quantity, order: 0, orderedAt: null });
  }
}
