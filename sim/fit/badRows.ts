/** A row that could not be used, as it is told. */
export interface BadRow {
  readonly line: number;
  readonly found: string;
}

export interface BadRowKind {
  readonly reason: string;
  readonly rows: number;
  /** The first of them. */
  readonly examples: readonly BadRow[];
}

const MOST_EXAMPLES = 5;
const LONGEST = 60;

/** Rows that could not be used: all are counted, by the reason, and the first of each reason are told. */
export class BadRows {
  private readonly byReason = new Map<string, { rows: number; examples: BadRow[] }>();
  total = 0;

  add(line: number, reason: string, found: string, rows = 1): void {
    let kind = this.byReason.get(reason);
    if (kind === undefined) this.byReason.set(reason, (kind = { rows: 0, examples: [] }));
    kind.rows += rows;
    this.total += rows;
    if (kind.examples.length < MOST_EXAMPLES) kind.examples.push({ line, found: shorten(found) });
  }

  /** The most frequent first. */
  kinds(): BadRowKind[] {
    const kinds = [...this.byReason].map(([reason, kind]) => ({ reason, ...kind }));
    return kinds.sort((a, b) => b.rows - a.rows);
  }
}

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
