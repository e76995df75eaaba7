import type { Message } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';
import type { Cell } from '#src/network/network';
import type { Topology } from '#src/network/topology';
import { drawDuration } from '#sim/random/duration';
import { RandomGenerator, randomGenerator } from '#sim/random/generator';
import type { RunSeed } from '#sim/random/streamKey';
import { isFar, linkDurations } from './linkDurations.ts';
import type { LinkDurations } from './linkDurations.ts';

/**
 * How long messages travel. Each direction of each link between two actors draws from a stream of its own, so the
 * k-th transfer on a link takes the same time whatever happens elsewhere.
 */
export class Links {
  /** By the rank of an actor at the link's far end; null for actors of the hub. */
  private readonly byRank: readonly (LinkDurations | null)[];
  private readonly seed: RunSeed;
  private readonly generators = new Map<string, RandomGenerator>();

  constructor(topology: Topology, cells: readonly Cell[], seed: RunSeed) {
    const byNode = linkDurations(topology);
    this.byRank = cells.map(({ node }) => byNode.get(node) ?? null);
    this.seed = seed;
  }

  /** The time that `message` takes from one node to another. */
  delay(message: Message, from: Cell, to: Cell): Microseconds {
    // A server is the far end for the hub, and the near end for its terminals and for product suppliers.
    const isOutward = isFar(to) || (!isFar(from) && this.byRank[from.rank] === null);
    const durations = this.byRank[isOutward ? to.rank : from.rank]!;
    const isTransfer = message.type === 'transfer.shipped';
    const duration = isTransfer ? (isOutward ? durations.outward : durations.inward) : durations.message;
    if (duration.distribution === 'constant') return Math.round(duration.mean);
    return drawDuration(duration, this.generator(from, to, isTransfer));
  }

  save() {
    return [...this.generators].map(([who, generator]) => [who, generator.save()] as const);
  }

  restore(saved: ReturnType<Links['save']>): void {
    for (const [who, state] of saved) this.generators.set(who, new RandomGenerator(state));
  }

  private generator(from: Cell, to: Cell, isTransfer: boolean): RandomGenerator {
    const who = `${from.address}>${to.address}${isTransfer ? '' : ' message'}`;
    let generator = this.generators.get(who);
    if (generator === undefined) {
      generator = randomGenerator({ seed: this.seed, purpose: 'leadTimes', who });
      this.generators.set(who, generator);
    }
    return generator;
  }
}
