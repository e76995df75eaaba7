import { canonicalText } from './canonical.ts';

/** Gives equal things the same small number: a state of the whole system is then a short list of numbers. */
export class Numbering<Thing> {
  readonly things: Thing[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly textOf: (thing: Thing) => string;

  constructor(textOf: (thing: Thing) => string = canonicalText) {
    this.textOf = textOf;
  }

  numberOf(thing: Thing): number {
    const text = this.textOf(thing);
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.things.length;
      this.things.push(thing);
      this.numbers.set(text, number);
    }
    return number;
  }
}
