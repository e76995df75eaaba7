import { mix } from '#src/domain/hash';
import { Words } from './words.ts';

const NONE = 0;

/**
 * All states that were found, in the order in which they were found, each once. A state is a list of numbers, kept
 * whole and compared whole: two states with one hash stay two, so none is overlooked.
 */
export class StateStore {
  private readonly words = new Words();
  private readonly starts = new Words();
  private readonly parents = new Words();
  /** Open addressing; holds the number of a state plus one. */
  private table = new Uint32Array(1 << 16);
  private hashes = new Words();

  get size(): number {
    return this.parents.length;
  }

  /** The number of the state in the first `length` words: a new one if it was not there. */
  add(state: Uint32Array, length: number, parent: number): number {
    if (this.size * 2 >= this.table.length) this.rehash();
    const hash = hashOf(state, length);
    let place = hash & (this.table.length - 1);
    for (let entry = this.table[place]!; entry !== NONE; entry = this.table[place]!) {
      const number = entry - 1;
      if (this.hashes.at(number) === hash >>> 0 && this.isAt(number, state, length)) return number;
      place = (place + 1) & (this.table.length - 1);
    }
    const number = this.size;
    this.table[place] = number + 1;
    this.hashes.push(hash);
    this.starts.push(this.words.length);
    this.words.append(state, length);
    this.parents.push(parent);
    return number;
  }

  /** Copies a state into `target` and gives its length. */
  read(number: number, target: Uint32Array): number {
    const from = this.starts.at(number);
    const to = this.endOf(number);
    for (let place = from; place < to; place++) target[place - from] = this.words.at(place);
    return to - from;
  }

  /** From the first state to this one, by a shortest way. */
  wayTo(number: number): number[] {
    const way = [number];
    for (let state = number; state !== 0; state = way[0]!) way.unshift(this.parents.at(state));
    return way;
  }

  private isAt(number: number, state: Uint32Array, length: number): boolean {
    const from = this.starts.at(number);
    if (this.endOf(number) - from !== length) return false;
    for (let index = 0; index < length; index++) {
      if (this.words.at(from + index) !== state[index]) return false;
    }
    return true;
  }

  private endOf(number: number): number {
    return number + 1 < this.size ? this.starts.at(number + 1) : this.words.length;
  }

  private rehash(): void {
    const table = new Uint32Array(this.table.length * 2);
    for (let number = 0; number < this.size; number++) {
      let place = this.hashes.at(number) & (table.length - 1);
      while (table[place] !== NONE) place = (place + 1) & (table.length - 1);
      table[place] = number + 1;
    }
    this.table = table;
  }
}

function hashOf(state: Uint32Array, length: number): number {
  let hash = length;
  for (let index = 0; index < length; index++) hash = mix(hash ^ state[index]!, 0xcc9e2d51);
  return hash ^ (hash >>> 15);
}
