import type { Message } from '#machines/protocol';
import { hashText, mix, toHexadecimal } from '#src/domain/hash';
import type { Microseconds } from '#src/domain/time';

/** A running hash of everything that actors took in, to the last PIN, and when: 64 bits. */
export class RunTrace {
  private low = 0x9e3779b9 | 0;
  private high = 0x85ebca6b | 0;

  add(time: Microseconds, to: number, message: Message): void {
    this.word(time | 0);
    this.word(Math.floor(time / 2 ** 32));
    this.word(to);
    this.word(hashText(JSON.stringify(message)));
  }

  get hexadecimal(): string {
    return toHexadecimal(this.high) + toHexadecimal(this.low);
  }

  private word(word: number): void {
    this.low = mix(this.low ^ word, 0xcc9e2d51);
    this.high = mix(this.high ^ word ^ this.low, 0x1b873593);
  }
}
