import type { Message } from '#machines/protocol';
import { namesOf } from './pins.ts';
import type { Pins } from './pins.ts';
import type { Books } from './system.ts';

/** What the observer noted: which PIN was shown to which sale. */
export interface Issues {
  readonly shown: number;
  /** The sale that was shown the first of a set of PINs. */
  readonly shownTo: (pins: number) => string | undefined;
  /** What is wrong with the books alone, or null. */
  readonly breach: string | null;
}

/** Writes down which PIN a customer gets to see: from that moment on it is issued. */
export function noteIssue(books: Books, message: Message): Books {
  if (message.type !== 'print.requested') return books;
  const { terminal, number } = message.sale;
  const facts = message.ranges.flatMap(namesOf).map((pin) => `${pin} ${terminal} ${number}`);
  const added = facts.filter((fact) => !books.facts.includes(fact));
  return added.length === 0 ? books : { facts: [...books.facts, ...added].sort() };
}

export function issuesOf(books: Books, pins: Pins): Issues {
  const saleOf = new Map<string, string>();
  const pinOf = new Map<string, string>();
  let shown = 0;
  let breach: string | null = null;
  for (const fact of books.facts) {
    const space = fact.indexOf(' ');
    const pin = fact.slice(0, space);
    const sale = fact.slice(space + 1);
    if (saleOf.has(pin)) breach ??= `PIN ${pin} was shown to the sales ${saleOf.get(pin)} and ${sale}`;
    if (pinOf.has(sale)) breach ??= `sale ${sale} was shown the PINs ${pinOf.get(sale)} and ${pin}`;
    saleOf.set(pin, sale);
    pinOf.set(sale, pin);
    shown |= pins.bitOf(pin);
  }
  return { shown, breach, shownTo: (set) => saleOf.get(pins.firstOf(set)) };
}
