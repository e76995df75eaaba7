/** A list of 32-bit words that grows: a tenth of the memory of an array of numbers. */
export class Words {
  private words = new Uint32Array(1024);
  length = 0;

  at(index: number): number {
    return this.words[index]!;
  }

  push(word: number): void {
    if (this.length === this.words.length) this.growTo(this.length + 1);
    this.words[this.length++] = word;
  }

  /** Appends the first `count` of `words`. */
  append(words: Uint32Array, count: number): void {
    if (this.length + count > this.words.length) this.growTo(this.length + count);
    for (let index = 0; index < count; index++) this.words[this.length + index] = words[index]!;
    this.length += count;
  }

  private growTo(length: number): void {
    const grown = new Uint32Array(Math.max(length, this.words.length * 2));
    grown.set(this.words);
    this.words = grown;
  }
}
