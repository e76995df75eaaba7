/**
 * How one who carries out numbered requests of a source exactly once can forget the old ones. Each message of the
 * source tells which of its requests are still open; all others below its next number are settled for good. So the
 * memory holds no more than the source itself keeps open, however long one request hangs.
 */
export interface Horizon {
  /** The source has given out all lower numbers. */
  readonly nextNumber: number;
  /** Those of them that are not settled. */
  readonly open: readonly number[];
}

interface Numbered {
  readonly number: number;
}

/** What is remembered of one source's requests. */
export interface Book<Entry extends Numbered> {
  readonly source: string;
  readonly nextNumber: number;
  /** Open at the source and not heard of here otherwise. */
  readonly awaited: readonly number[];
  readonly entries: readonly Entry[];
}

export function newBook<Entry extends Numbered>(source: string): Book<Entry> {
  return { source, nextNumber: 1, awaited: [], entries: [] };
}

/** The book after the source has told what is open. What an older message tells is still true, but may be less. */
export function heed<Entry extends Numbered>(book: Book<Entry>, horizon: Horizon): Book<Entry> {
  const isOpen = (number: number) => number >= horizon.nextNumber || horizon.open.includes(number);
  const fresh = horizon.open.filter((number) => number >= book.nextNumber);
  return {
    source: book.source,
    nextNumber: Math.max(book.nextNumber, horizon.nextNumber),
    awaited: [...book.awaited.filter(isOpen), ...fresh],
    entries: book.entries.filter(({ number }) => isOpen(number)),
  };
}

/** What is known of a request whose message has been heeded: its entry, that it is new, or that it is settled. */
export function lookUp<Entry extends Numbered>(book: Book<Entry>, number: number): Entry | 'new' | 'settled' {
  const entry = book.entries.find((other) => other.number === number);
  if (entry !== undefined) return entry;
  return book.awaited.includes(number) ? 'new' : 'settled';
}

/** The book with `entry` in the place of what it said about that number. */
export function enter<Entry extends Numbered>(book: Book<Entry>, entry: Entry): Book<Entry> {
  const isOther = ({ number }: Numbered) => number !== entry.number;
  return {
    source: book.source,
    nextNumber: book.nextNumber,
    awaited: book.awaited.filter((number) => number !== entry.number),
    entries: [...book.entries.filter(isOther), entry],
  };
}
