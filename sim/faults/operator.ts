import { OPERATOR } from '#machines/protocol';
import type { PinRange } from '#src/domain/pinRange';
import { SECOND_MICROSECONDS } from '#src/domain/time';
import type { InvariantBooks } from './invariantBooks.ts';
import { placesOf } from './places.ts';
import type { Place } from './places.ts';
import type { Offline } from './plannedOffline.ts';
import type { CampaignNetwork } from './randomNetwork.ts';
import type { World } from './world.ts';

// By then every terminal that lives has settled its sales.
const FIRST_FILE_MICROSECONDS = 20 * SECOND_MICROSECONDS;
const FILES_EVERY_MICROSECONDS = 10 * SECOND_MICROSECONDS;
const FILES = 8;

/** The people who run the network. */
export class Operator {
  private readonly world: World;
  private readonly books: InvariantBooks;
  private readonly places: readonly Place[];

  constructor(world: World, _network: CampaignNetwork, _seed: number, books: InvariantBooks) {
    this.world = world;
    this.books = books;
    this.places = placesOf(world.nodes);
  }

  open(): void {}

  /** Brings back what is offline, and settles what terminals that never return have left open. */
  heal(offline: Offline): void {
    const { world } = this;
    for (const node of offline.keys()) {
      world.tell(node, { type: 'drain.cancelled', to: node.name, from: OPERATOR });
      world.tell(node, { type: 'return.ordered', to: node.name, from: OPERATOR });
    }
    offline.clear();
    for (let file = 0; file < FILES; file++) {
      world.schedule.after(FIRST_FILE_MICROSECONDS + file * FILES_EVERY_MICROSECONDS, () => this.sendFiles());
    }
  }

  /** The suppliers' redemption files: of the suspect PINs customers have redeemed those that they were shown. */
  private sendFiles(): void {
    for (const { address, node, stock } of this.places.map((place) => ({
      address: place.address,
      node: place.node,
      stock: place.stock(),
    }))) {
      const suspect = stock?.kept.reservations.filter(({ isSuspect }) => isSuspect) ?? [];
      const covered = suspect.flatMap(({ ranges }): readonly PinRange[] => ranges);
      if (covered.length === 0) continue;
      const redeemed = covered.filter((range) => this.books.wasShown(range));
      this.world.tell(node, { type: 'redemption.listed', to: address, from: OPERATOR, covered, redeemed });
    }
  }
}
