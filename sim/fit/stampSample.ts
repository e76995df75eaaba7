/**
 * Exact times of sales, of as many whole days of single series as fit into memory. Whether a day of a series is kept is
 * decided by a hash of both alone, so the sample depends neither on the order of the rows nor on how many there are of it.
 */
export class StampSample {
  private readonly times: Float64Array;
  private readonly series: Uint32Array;
  private readonly hashes: Uint32Array;
  private size = 0;
  /** Days are kept whose hash is below it. */
  private threshold = 2 ** 32;

  /** @param most how many stamps fit */
  constructor(most = 2 ** 21) {
    this.times = new Float64Array(most);
    this.series = new Uint32Array(most);
    this.hashes = new Uint32Array(most);
  }

  /** @param key tells the series apart, whichever came first */
  add(time: number, day: number, series: number, key: number): void {
    const hash = blockHash(day, key);
    if (hash >= this.threshold) return;
    while (this.size === this.times.length) {
      this.threshold /= 2;
      this.dropAbove();
      if (hash >= this.threshold) return;
    }
    this.times[this.size] = time;
    this.series[this.size] = series;
    this.hashes[this.size] = hash;
    this.size += 1;
  }

  /** All sales of that day of that series are in the sample. */
  isKept(day: number, key: number): boolean {
    return blockHash(day, key) < this.threshold;
  }

  /** The share of days that is kept, of all days of all series. */
  get share(): number {
    return this.threshold / 2 ** 32;
  }

  /** Ascending times of each series. */
  bySeries(count: number): Float64Array[] {
    const sizes = new Uint32Array(count);
    for (let index = 0; index < this.size; index++) sizes[this.series[index]!]! += 1;
    const lists = Array.from(sizes, (size) => new Float64Array(size));
    sizes.fill(0);
    for (let index = 0; index < this.size; index++) {
      const series = this.series[index]!;
      lists[series]![sizes[series]!++] = this.times[index]!;
    }
    return lists.map((list) => list.sort());
  }

  private dropAbove(): void {
    let size = 0;
    for (let index = 0; index < this.size; index++) {
      if (this.hashes[index]! >= this.threshold) continue;
      this.times[size] = this.times[index]!;
      this.series[size] = this.series[index]!;
      this.hashes[size] = this.hashes[index]!;
      size += 1;
    }
    this.size = size;
  }
}

/** 32 well-mixed bits: the finaliser of MurmurHash3. */
function blockHash(day: number, key: number): number {
  let hash = Math.imul(day, 0x9e3779b1) ^ key;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
