import type { Message } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';
import type { Cell } from '#src/network/network';
import type { Duration, Topology } from '#src/network/topology';
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
  /** When the workers who take one PIN after another are done with what they have, by the same names. */
  private readonly freeAt = new Map<string, Microseconds>();

  constructor(topology: Topology, cells: readonly Cell[], seed: RunSeed) {
    const byNode = linkDurations(topology);
    this.byRank = cells.map(({ node }) => byNode.get(node) ?? null);
    this.seed = seed;
  }

  /** The time that `message`, sent at `now`, takes from one node to another. */
  delay(message: Message, from: Cell, to: Cell, now: Microseconds): Microseconds {
    // A server is the far end for the hub, and the near end for its terminals and for product suppliers.
    const isOutward = isFar(to) || (!isFar(from) && this.byRank[from.rank] === null);
    const durations = this.byRank[isOutward ? to.rank : from.rank]!;
    const kind = kindOf(message);
    const duration = kind === '' ? (isOutward ? durations.outward : durations.inward) : durations[kind];
    if (duration.distribution === 'constant') return Math.round(duration.mean);
    const who = `${from.address}>${to.address}${kind === '' ? '' : ` ${kind}`}`;
    if (duration.distribution !== 'oneAtATime') return drawDuration(duration, this.generator(who));
    return this.work(who, duration.perPin, message.type === 'transfer.shipped' ? message.count : 1, now);
  }

  save() {
    const generators = [...this.generators].map(([who, generator]) => [who, generator.save()] as const);
    return { generators, freeAt: [...this.freeAt] };
  }

  restore({ generators, freeAt }: ReturnType<Links['save']>): void {
    for (const [who, state] of generators) this.generators.set(who, new RandomGenerator(state));
    for (const [who, time] of freeAt) this.freeAt.set(who, time);
  }

  /** The time until a worker who begins with `count` PINs as soon as he is free has done them all. */
  private work(who: string, perPin: Duration, count: number, now: Microseconds): Microseconds {
    const generator = this.generator(who);
    let done = Math.max(now, this.freeAt.get(who) ?? 0);
    for (let pin = 0; pin < count; pin++) done += drawDuration(perPin, generator);
    this.freeAt.set(who, done);
    return done - now;
  }

  private generator(who: string): RandomGenerator {
    let generator = this.generators.get(who);
    if (generator === undefined) {
      generator = randomGenerator({ seed: this.seed, purpose: 'leadTimes', who });
      this.generators.set(who, generator);
    }
    return generator;
  }
}

/** What else than an ordinary transfer it is. */
function kindOf(message: Message): '' | 'message' | 'emergency' {
  if (message.type !== 'transfer.shipped') return 'message';
  return message.reason === 'emergency' ? 'emergency' : '';
}
