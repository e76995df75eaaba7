import { CUSTOMERS } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import { hashText } from '#src/domain/hash';
import type { Microseconds } from '#src/domain/time';
import { SECOND_MICROSECONDS } from '#src/domain/time';
import { StepFailed } from '#src/journal/durableNode';
import type { Step } from '#src/journal/durableNode';
import { FencedOff } from '#src/journal/log';
import type { Executor } from '#src/executor/actor';
import { compiled } from '#src/executor/compiled';
import { standardMachines } from '#src/network/machines';
import type { NetworkMachines } from '#src/network/machines';
import type { Envelope } from '#src/vault/vault';
import { AlarmClock } from './alarmClock.ts';
import { breach } from './breach.ts';
import type { Breach } from './breach.ts';
import type { CampaignResult } from './campaignResult.ts';
import { CampaignViolation } from './campaignViolation.ts';
import { Cuts } from './cuts.ts';
import { Disks } from './disks.ts';
import { presetRates } from './faultRates.ts';
import type { FaultRates, Preset } from './faultRates.ts';
import { waitUntilSettled } from './healing.ts';
import { Hazards } from './hazards.ts';
import { latencies } from './latency.ts';
import { misaddressed } from './invariantMessages.ts';
import { messageFaults } from './messageFaults.ts';
import { startNodes } from './nodes.ts';
import type { CampaignNode } from './nodes.ts';
import { Outside } from './outside.ts';
import { showsOffline } from './plannedOffline.ts';
import { randomNetwork } from './randomNetwork.ts';
import type { CampaignNetwork } from './randomNetwork.ts';
import { Schedule } from './schedule.ts';
import { isInventory } from './invariantLots.ts';
import { placesOf } from './places.ts';
import { Secrets } from './secrets.ts';
import type { SimulatedNode } from './simulatedNode.ts';
import { Suppliers } from './supplierFault.ts';
import { Strikes } from './strikes.ts';
import type { Strike } from './strikes.ts';
import { RunTrace } from './runTrace.ts';
import { Transport } from './transport.ts';
import { Watch } from './watch.ts';
import type { World } from './world.ts';

export interface CampaignRunOptions {
  readonly seed: number;
  readonly preset: Preset;
  /** Default: those of the preset. */
  readonly rates?: FaultRates | undefined;
  /** Ids of the only strikes that may happen; default: all. */
  readonly allowed?: ReadonlySet<string> | undefined;
  /** The safety phase ends when so many messages have been delivered between nodes. */
  readonly messages?: number | undefined;
  readonly executor?: Executor | undefined;
  readonly machines?: NetworkMachines | undefined;
  /** Who keeps the secrets of PINs. */
  readonly secrets?: typeof Secrets | undefined;
  /** Told of every step that a node took. */
  readonly onStep?: ((time: Microseconds, node: string, step: Step) => void) | undefined;
}

export const FEWEST_MESSAGES = 2000;

// A network that is all but dead is looked at all the same.
const LONGEST_SAFETY_PHASE_MICROSECONDS = 1800 * SECOND_MICROSECONDS;

/** One run of a campaign: a random network under faults, watched at every step, then healed. */
export class CampaignRun implements World {
  readonly schedule = new Schedule();
  readonly cuts = new Cuts();
  readonly rates: FaultRates;
  readonly strikes: Strikes;
  readonly network: CampaignNetwork;
  readonly nodes: readonly SimulatedNode[];
  readonly pairs: readonly (readonly [SimulatedNode, SimulatedNode])[];
  readonly watch: Watch;
  isHealed = false;
  private readonly options: CampaignRunOptions;
  private readonly byAddress: ReadonlyMap<string, CampaignNode>;
  private readonly secrets: Secrets;
  private readonly alarmClocks: ReadonlyMap<SimulatedNode, AlarmClock>;
  private readonly transport: Transport;
  private readonly hazards: Hazards;
  private readonly disks: Disks;
  private readonly outside: Outside;
  private readonly suppliers = new Suppliers(this);
  private readonly trace = new RunTrace();
  private messages = 0;
  private steps = 0;

  constructor(options: CampaignRunOptions) {
    const { seed, preset, allowed = null, executor = compiled, machines = standardMachines } = options;
    this.options = options;
    this.rates = options.rates ?? presetRates(preset, seed);
    this.strikes = new Strikes(seed, allowed);
    this.network = randomNetwork(seed);
    const { rates, strikes, schedule } = this;
    const { nodes, byAddress, pairs } = startNodes(this.network, { executor, machines, rates, strikes });
    this.nodes = nodes.map(({ node }) => node);
    this.byAddress = byAddress;
    this.pairs = pairs;
    this.alarmClocks = new Map(
      nodes.map(({ node, skew }) => [
        node,
        new AlarmClock(node, schedule, rates, strikes, skew, (to, message) => {
          const answers = this.tell(to, message);
          return answers === null ? null : answers.length > 0;
        }),
      ]),
    );
    this.transport = new Transport(
      schedule,
      latencies(this.network.topology),
      messageFaults(rates, strikes, this.cuts),
      (node, message, envelope) => this.arrive(node, message, envelope),
    );
    this.secrets = new (options.secrets ?? Secrets)(this.nodes, seed);
    this.watch = new Watch(this.nodes, this.network, this.secrets, (found) => this.report(found));
    this.hazards = new Hazards(this);
    this.disks = new Disks(
      this,
      seed,
      (node) => this.synced(node),
      (found) => this.report(found),
    );
    this.outside = new Outside(this, this.network, seed, (found) => this.report(found));
  }

  /** Throws a `CampaignViolation` when something is found that must never be. */
  run(): CampaignResult {
    const { seed, messages = FEWEST_MESSAGES } = this.options;
    this.lookAtShelves();
    this.outside.open();
    this.hazards.start();
    while (this.messages < messages && this.schedule.next(LONGEST_SAFETY_PHASE_MICROSECONDS));
    const safetyMicroseconds = this.schedule.now;
    this.watch.faultsEnd(safetyMicroseconds);
    this.heal();
    const healingMicroseconds = waitUntilSettled(this.schedule, this.nodes, (found) => this.report(found));
    this.watch.settled(this.nodes, this.schedule.now);
    return {
      seed,
      messages: this.messages,
      steps: this.steps,
      safetyMicroseconds,
      healingMicroseconds,
      strikes: this.strikes.struck,
      tallies: this.strikes.tallies(),
      traceHash: this.trace.hexadecimal,
      ...this.watch.figures,
    };
  }

  /** Whoever starts a node has shelves on which PINs expire look at the time: nobody else may ever come by. */
  private lookAtShelves(): void {
    for (const { address: to, node } of placesOf(this.nodes)) {
      const { context } = node.core.actors.get(to)!;
      const expires = isInventory(context) && context.plan.lifetime !== null;
      if (expires) this.tell(node, { type: 'review.due', to, from: CUSTOMERS });
    }
  }

  tell(node: SimulatedNode, message: Message): readonly Message[] | null {
    if (!node.isUp) return null;
    this.secrets.handed(node, message);
    return this.unlessRuleFails(() => this.took(node, node.handle(this.schedule.now, message)));
  }

  crash(node: SimulatedNode, strike: Strike, downtime: Microseconds | null): void {
    node.isUp = false;
    node.downBy = strike;
    if (this.disks.crash(node, strike)) strike.changedOutcome();
    this.watch.check();
    if (downtime !== null) this.schedule.after(downtime, () => this.restart(node));
  }

  startBeside(node: SimulatedNode, strike: Strike, duration: Microseconds): void {
    const old = node.core;
    if (node.written > node.durable) strike.changedOutcome();
    node.isUp = false;
    this.disks.crash(node, strike);
    this.restart(node);
    node.zombie = { core: old, strike };
    this.schedule.after(duration, () => {
      node.zombie = null;
    });
  }

  jumpClock(node: SimulatedNode, strike: Strike, by: Microseconds): void {
    this.watch.clockJumps(node, by, this.schedule.now);
    node.clock.jump(by);
    this.alarmClocks.get(node)!.moved(strike);
  }

  private restart(node: SimulatedNode): void {
    if (node.isUp || node.isGone) return;
    node.isUp = true;
    const pending = node.core.pendingAlarms();
    this.unlessRuleFails(() =>
      node.core.restart(node.clock.read(this.schedule.now), (step) => {
        node.written = step.record;
        this.took(node, step);
      }),
    );
    this.alarmClocks.get(node)!.resume(pending);
  }

  private unlessRuleFails<Result>(act: () => Result): Result {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      return this.report(breach('no rule fails', error.message));
    }
  }

  /** A message has come over the network. */
  private arrive(node: SimulatedNode, message: Message, envelope: Envelope): void {
    this.messages += 1;
    const { zombie } = node;
    // Half of what is sent to a server with two incarnations goes to the old one.
    if (zombie !== null && zombie.strike.draw(0, 1) === 0) return this.arriveAtZombie(node, message);
    this.secrets.takeIn(node, message, envelope);
    this.outside.arrived(message);
    if (node.kind === 'supplier' && message.type === 'stock.requested') this.suppliers.ordered(node, message);
    else this.tell(node, message);
  }

  private arriveAtZombie({ name, zombie, clock }: SimulatedNode, message: Message): void {
    zombie!.strike.changedOutcome();
    try {
      this.unlessRuleFails(() => zombie!.core.handle(clock.read(this.schedule.now), message));
    } catch (error) {
      if (error instanceof FencedOff) return;
      throw error;
    }
    const what = `an old incarnation of ${name} took in ${message.type} after a new one had opened its journal`;
    this.report(breach('old incarnations are fenced off', what));
  }

  /** A node has taken a step: everything that sees to steps is told. Gives what came of it. */
  private took(node: SimulatedNode, step: Step): readonly Message[] {
    const { now } = this.schedule;
    const { deliveries } = step;
    this.steps += deliveries.length;
    for (const { to, message } of deliveries) this.trace.add(now, hashText(to), message);
    this.options.onStep?.(now, node.name, step);
    this.disks.wrote(node);
    const drain = this.hazards.offline.get(node);
    if (drain !== undefined && showsOffline(node, deliveries)) drain.changedOutcome();
    this.hazards.stepped(node);
    this.watch.stepped(node, step, now);
    return deliveries.flatMap(({ answers }) => answers);
  }

  /** What the node has written is durable: its messages leave. */
  private synced(node: SimulatedNode): void {
    this.watch.books.synced(node, node.durable);
    const { messages, alarms } = node.core.synced(node.durable);
    const clock = this.alarmClocks.get(node)!;
    for (const { address, alarm, at } of alarms) clock.set(address, alarm, at);
    for (const message of messages) {
      this.watch.left(node, message);
      const to = this.byAddress.get(message.to)?.node;
      if (to === undefined) {
        const lost = misaddressed(message);
        if (lost !== null) this.report(lost);
        this.outside.received(node, message);
      } else {
        this.outside.sent(message);
        this.transport.send(node, to, message, this.secrets.attach(node, message));
      }
    }
    this.secrets.settled(node);
    this.watch.check();
  }

  /** All faults end, and what is down comes back, but for terminals that never return. */
  private heal(): void {
    this.isHealed = true;
    this.strikes.heal();
    this.hazards.stop();
    this.cuts.closeAll();
    for (const node of this.nodes) {
      node.zombie = null;
      this.restart(node);
    }
    this.outside.heal(this.hazards.offline);
  }

  private report(found: Breach): never {
    const { seed, preset } = this.options;
    throw new CampaignViolation(Secrets.cleaned(found), {
      seed,
      preset,
      time: this.schedule.now,
      step: this.steps,
      strikes: this.strikes.struck,
    });
  }
}
