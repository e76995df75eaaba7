import { CUSTOMERS } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';
import type { Executor } from '#src/executor/actor';
import { compiled } from '#src/executor/compiled';
import { Network } from '#src/network/network';
import type { Cell } from '#src/network/network';
import { standardMachines } from '#src/network/machines';
import type { NetworkMachines } from '#src/network/machines';
import { Agenda } from './agenda.ts';
import type { Delivery } from './agenda.ts';
import { EndlessRun } from './endlessRun.ts';
import { InvariantViolation } from './invariantViolation.ts';
import { Ledger } from './ledger.ts';
import type { Breach } from './ledger.ts';
import type { StockMeter } from './metrics/stockMeter.ts';
import { chooseMode } from './mode.ts';
import type { Mode } from './mode.ts';
import { Observation } from './observation.ts';
import type { Observed } from './observation.ts';
import type { Plan } from './plan.ts';
import { Post } from './post.ts';
import { SaleLimit } from './saleLimit.ts';
import { checkSameCustomers, restoreActors, SAVED_FORMAT, saveActors } from './savedSimulation.ts';
import type { SavedSimulation } from './savedSimulation.ts';
import type { StockPoint } from './stockPoint.ts';
import { stockPoints } from './stockPoints.ts';
import { Tills } from './tills.ts';
import type { TraceHash } from './trace.ts';
import type { TraceEntry } from './trace.ts';

export interface SimulationOptions {
  /** Default: lazy where it is exact, else each-sale. */
  readonly mode?: Mode | undefined;
  /** Default: compiled. */
  readonly executor?: Executor | undefined;
  /** Compare all PINs with the books after every step, not only at the end. */
  readonly check?: boolean | undefined;
  /** Statecharts other than the standard ones. */
  readonly machines?: NetworkMachines | undefined;
  /** Called with every message that the trace holds. */
  readonly onTrace?: ((entry: TraceEntry) => void) | undefined;
  /** Called now and then with the share of the run that is done, 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

// The last time that whole microseconds can tell exactly: 285 years.
const LAST_MOMENT: Microseconds = Number.MAX_SAFE_INTEGER;

// How many instants pass between two reports of progress.
const INSTANTS_PER_REPORT = 4096;

/**
 * One run of a plan. Demand comes from outside, so between two events of an inventory that are not sales its sales
 * only lower its stock: the lazy mode hands the inventory all of them as one event. The each-sale mode pushes every
 * sale through terminal and server. Both give the same trace and the same figures.
 *
 * The order of things: `run()` goes from instant to instant; in each, sales come before messages. The
 * observation is told of every single message that an actor took in, and keeps trace, meters and books.
 */
export class Simulation implements Observed {
  readonly plan: Plan;
  readonly mode: Mode;
  readonly network: Network;
  /** By the rank of the inventory's actor; null for every other actor. */
  readonly points: readonly (StockPoint | null)[];
  now: Microseconds = 0;
  readonly observation: Observation;
  private readonly ordered: readonly StockPoint[];
  private readonly agenda: Agenda;
  private readonly post: Post;
  private readonly ledger: Ledger;
  private readonly tills: Tills | null;
  private readonly limit: SaleLimit;
  private readonly options: SimulationOptions;
  private steps = 0;
  /** Instants since the beginning: an experiment runs in short stretches. */
  private instants = 0;
  private isOpen = false;
  /** The step that is made is the last one. */
  private isStopped = false;
  private isStoppedBySale = false;
  private isOver = false;

  /** Single sales are measured in groups. */
  readonly isGrouping: boolean;

  constructor(plan: Plan, options: SimulationOptions = {}) {
    this.plan = plan;
    this.options = options;
    const { executor = compiled, machines = standardMachines } = options;
    this.mode = chooseMode(plan, machines, options.mode);
    const withTerminals = this.mode === 'each-sale';
    this.network = new Network(plan.topology, { executor, machines, withTerminals });
    this.points = stockPoints(plan, this.network, machines);
    this.ordered = this.points.filter((point) => point !== null);
    for (const [index, point] of this.ordered.entries()) point.index = index;
    this.agenda = new Agenda(this.ordered);
    this.isGrouping =
      withTerminals && plan.arrivals === 'countsFirst' && chooseMode(plan, machines, undefined) === 'lazy';
    this.ledger = new Ledger(this.network, options.check ?? false);
    this.tills = withTerminals ? new Tills(plan, this.network) : null;
    this.post = new Post(plan, this.network, this.agenda, this.tills?.answers ?? null);
    this.limit = new SaleLimit(this.ordered, plan.stop.sales ?? Infinity);
    this.observation = new Observation(this, this.ledger, this.limit, options.onTrace);
    this.network.observe(this.observation);
  }

  /** Messages that actors have taken in so far. */
  get delivered(): number {
    return this.observation.messages;
  }

  get trace(): TraceHash {
    return this.observation.trace;
  }

  /** By the rank of the inventory's actor; null for every other actor, and for unlimited inventories. */
  get meters(): readonly (StockMeter | null)[] {
    return this.observation.meters;
  }

  /** Served sales. */
  get sales(): number {
    return this.limit.served;
  }

  /** All that decides what will happen, when the simulation stands still: after `runUntil`. */
  save(): SavedSimulation {
    return {
      format: SAVED_FORMAT,
      plan: this.plan,
      mode: this.mode,
      isChecking: this.options.check ?? false,
      now: this.now,
      isOver: this.isOver,
      steps: this.steps,
      actors: saveActors(this.network),
      handled: this.ordered.map(({ cell, handled }) => [cell.address, handled]),
      ...this.post.save(),
      tills: this.tills === null ? null : this.tills.save(),
      limit: this.limit.save(),
      ledger: this.ledger.save(),
      observation: this.observation.save(),
    };
  }

  /**
   * Goes on from `saved`, with its own plan or with one that differs in levels, operations, costs or the end, and in
   * nothing else. Operations that lie in the past are over. Throws a `SavedMismatch`.
   */
  static restore(
    saved: SavedSimulation,
    options: Omit<SimulationOptions, 'mode' | 'check'> = {},
    plan: Plan = saved.plan,
  ): Simulation {
    const simulation = new Simulation(plan, { ...options, mode: saved.mode, check: saved.isChecking });
    simulation.goOnFrom(saved);
    return simulation;
  }

  private goOnFrom(saved: SavedSimulation): void {
    const { network } = this;
    checkSameCustomers(saved, this.plan);
    restoreActors(network, saved.actors);
    this.isOpen = true;
    this.isOver = saved.isOver;
    [this.now, this.steps] = [saved.now, saved.steps];
    this.post.restore(saved, saved.plan, saved.now);
    for (const [address, handled] of saved.handled) {
      const point = this.points[network.find(address)!.rank]!;
      point.handled = handled;
      point.stream.release(handled);
    }
    this.tills?.restore(saved.tills ?? [], (address) => this.points[network.find(address)!.rank]!);
    this.limit.restore(saved.limit);
    this.ledger.restore(saved.ledger);
    this.observation.restore(saved.observation);
    const hasOtherLevels = JSON.stringify(this.plan.topology) !== JSON.stringify(saved.plan.topology);
    if (hasOtherLevels && !this.isOver) this.reviewAll();
    for (const point of this.ordered) this.replan(point, true);
  }

  /** Runs to the end and leaves every figure settled at it. Throws an `InvariantViolation` if a PIN goes astray. */
  run(): void {
    this.runUntil(Infinity);
  }

  /**
   * Runs on to `time`, all that happens at it included, or to the plan's own end if that comes first: true if the run
   * is over. Every figure is settled. Pauses change nothing of what happens.
   */
  runUntil(time: Microseconds): boolean {
    if (this.isOver) return true;
    const { until: givenEnd, sales } = this.plan.stop;
    const end = givenEnd ?? LAST_MOMENT;
    const last = Math.min(time, end);
    if (!this.isOpen) this.openDoors();
    while (!this.isStopped && this.agenda.nextTime <= last) {
      const next = this.agenda.nextTime;
      if (this.tills === null && this.limit.isReachedBy(next, this.now)) return this.finishAtLimit(next);
      this.now = this.agenda.open();
      this.runInstant();
      if (++this.instants % INSTANTS_PER_REPORT === 0) this.reportProgress(end);
    }
    if (this.isStopped) return this.finishAfterStep();
    if (this.tills === null && this.limit.isReachedBy(last, this.now)) return this.finishAtLimit(last);
    if (time >= end && givenEnd === null) {
      const reason = this.agenda.nextTime === Infinity ? 'no customers' : 'no time';
      throw new EndlessRun(sales ?? Infinity, this.limit.served, reason);
    }
    this.now = last;
    return time >= end ? this.finishAfterStep() : this.pause();
  }

  private pause(): false {
    for (const point of this.ordered) {
      this.catchUp(point);
      this.replan(point, false);
    }
    this.observation.settle();
    return false;
  }

  /** What happens before the first customer comes. */
  private openDoors(): void {
    this.isOpen = true;
    for (const cell of this.network.cells) this.post.startAnnouncing(cell);
    this.reviewAll();
    this.post.begin();
    for (const point of this.ordered) this.replan(point, true);
  }

  /** Every inventory looks at its trigger. */
  private reviewAll(): void {
    for (const cell of this.network.cells) {
      if (cell.kind !== 'inventory') continue;
      const review = { type: 'review.due', to: cell.address, from: CUSTOMERS } as const;
      if (!this.post.holdsReview(cell, review, this.now)) this.step(null, cell, review);
    }
  }

  private runInstant(): void {
    const { agenda } = this;
    while (!this.isStopped) {
      const point = agenda.takePoint();
      if (point !== null) {
        this.sellAt(point);
        continue;
      }
      const delivery = agenda.takeDelivery();
      if (delivery === null) return;
      this.deliver(delivery);
    }
  }

  /** The sales that were planned for now. */
  private sellAt(point: StockPoint): void {
    if (this.tills === null) this.sell(point, point.due);
    else {
      if (this.isGrouping) point.beginGroup();
      point.handled += 1;
      const { till, message } = this.tills.customerAt(point);
      this.stepWithAnswers(null, till, message);
      point.stream.release(point.handled - point.unmeasured);
      this.isStoppedBySale = this.isStopped;
    }
    point.nextTime = -1;
    this.replan(point, true);
  }

  private deliver(delivery: Delivery): void {
    if (this.post.holds(delivery, this.now)) return;
    const { from, to } = delivery;
    const point = this.points[to.rank]!;
    // Before an alarm is taken: a sale of this instant may put it off.
    if (point !== null) this.catchUp(point);
    const message = this.post.take(delivery, this.now);
    if (message !== null) {
      if (to.kind === 'server') this.deliverToServer(from, to, message);
      else this.stepWithAnswers(from, to, message);
    }
    if (point !== null) this.replan(point, false);
  }

  /** A server may pass on to its inventories what it is told. */
  private deliverToServer(from: Cell, to: Cell, message: Message): void {
    const own = this.ordered.filter(({ server }) => server === to.node);
    for (const point of own) {
      if (this.tills === null) this.catchUp(point);
      else this.observation.measureGroup(point);
    }
    this.stepWithAnswers(from, to, message);
    if (this.tills === null) for (const point of own) this.replan(point, false);
  }

  /** Hands over the sales that came since the last event; they decide nothing, or an event had been planned. */
  private catchUp(point: StockPoint): void {
    if (this.tills !== null) return;
    const sales = point.stream.countUntil(this.now) - point.handled;
    if (sales > 0) this.sell(point, sales);
  }

  /** Hands over the next `customers`, all by now; those at an expiry come after it. */
  private sell(point: StockPoint, customers: number): void {
    if (point.isBulk) for (let customer = 0; customer < customers; customer++) this.sellInBulk(point);
    else {
      const before = Math.min(customers, point.salesBeforeExpiry(this.now));
      if (before > 0) this.demand(point, before, { count: before });
      const rest = customers - before;
      if (rest > 0) this.demand(point, rest, { count: rest, at: this.now });
    }
    point.stream.release(point.handled);
  }

  private sellInBulk(point: StockPoint): void {
    const bulk = { count: point.stream.sizeOf!(point.handled + 1), isOneCustomer: true } as const;
    const isBefore = point.salesBeforeExpiry(this.now) > 0;
    this.demand(point, 1, isBefore ? bulk : { ...bulk, at: this.now });
  }

  private demand(
    point: StockPoint,
    customers: number,
    demand: { readonly count: number; readonly isOneCustomer?: true; readonly at?: Microseconds },
  ): void {
    const { address: to } = point.cell;
    point.handled += customers;
    this.step(null, point.cell, { type: 'stock.demanded', to, from: CUSTOMERS, sale: null, ...demand });
  }

  private replan(point: StockPoint, isNew: boolean): void {
    if (this.tills === null ? point.planDecision() : isNew && point.planSale()) {
      this.agenda.schedulePoint(point);
    }
  }

  /**
   * A step, and whatever sale messages without latency follow from it before anything else happens: a sale that has
   * begun is carried to its end, even if the run stops there.
   */
  private stepWithAnswers(from: Cell | null, cell: Cell, message: Message): void {
    this.step(from, cell, message);
    if (this.tills === null) return;
    for (let next = this.tills.takeAnswer(); next !== null; next = this.tills.takeAnswer()) {
      this.step(next.from, next.to, next.message);
    }
  }

  /** One step of the network; sends what leaves the node on its way. */
  private step(from: Cell | null, cell: Cell, message: Message): void {
    this.network.deliver(from, cell, message);
    this.post.send(this.now);
    this.steps += 1;
    if (this.options.check === true) this.stopAt(this.ledger.check());
    if (this.limit.isReachedAfterStep(this.now, this.tills !== null)) this.isStopped = true;
  }

  /** The lazy mode's end at the N-th served sale, which comes by `time`, before anything else happens. */
  private finishAtLimit(time: Microseconds): true {
    // It begins before now: whoever comes at time 0 is not served yet when the run begins.
    const end = this.limit.findTime(this.now - 1, time);
    this.now = end - 1;
    for (const point of this.ordered) this.catchUp(point);
    this.now = end;
    for (const point of this.ordered) {
      while (this.limit.left > 0 && point.stream.timeOf(point.handled + 1) === end) this.sell(point, 1);
    }
    return this.finish();
  }

  /** A step reached the limit: sales of this instant came before it and count, too. */
  private finishAfterStep(): true {
    for (const point of this.ordered) this.catchUp(point);
    if (this.isStoppedBySale && this.isGrouping) {
      for (const point of this.ordered) this.observation.measureLastMoment(point);
    }
    return this.finish();
  }

  private finish(): true {
    this.isOver = true;
    this.observation.finish();
    this.stopAt(this.ledger.audit());
    return true;
  }

  private stopAt(breach: Breach | null): void {
    if (breach !== null) throw new InvariantViolation(breach, this.plan.seed, this.now, this.steps);
  }

  private reportProgress(until: Microseconds): void {
    const share = Math.max(this.now / until, this.limit.served / (this.plan.stop.sales ?? Infinity));
    this.options.onProgress?.(Math.min(1, share));
  }
}
