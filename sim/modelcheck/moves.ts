import type { Letter } from './system.ts';

/** What may happen next in a state. */
export type Move =
  | { readonly kind: 'deliver'; readonly letter: Letter }
  | { readonly kind: 'lose'; readonly letter: Letter }
  | { readonly kind: 'repeat'; readonly letter: Letter }
  | { readonly kind: 'crashTaking'; readonly node: string; readonly letter: Letter }
  | { readonly kind: 'crash'; readonly node: string; readonly lost: readonly Letter[] }
  | { readonly kind: 'ring'; readonly address: string; readonly alarm: string }
  | { readonly kind: 'echo'; readonly address: string; readonly alarm: string };

/** A move in words, and whether it was a fault. */
export function describeMove(move: Move): string {
  switch (move.kind) {
    case 'deliver':
      return describeLetter(move.letter);
    case 'lose':
      return `FAULT: lost on its way: ${describeLetter(move.letter)}`;
    case 'repeat':
      return `FAULT: the link will deliver this twice: ${describeLetter(move.letter)}`;
    case 'crashTaking':
      return `FAULT: ${move.node} crashes before its disk has what it took in, and restarts: ${describeLetter(move.letter)}`;
    case 'crash': {
      const lost = move.lost.map((letter) => `; lost at its device: ${describeLetter(letter)}`);
      return `FAULT: ${move.node} crashes and restarts${lost.join('')}`;
    }
    case 'ring':
      return `${move.address}: the alarm '${move.alarm}' rings`;
    case 'echo':
      return `FAULT: ${move.address}: the alarm '${move.alarm}' will ring once more than asked for`;
  }
}

/** "hub/pin -> north/pin: transfer.shipped number 1, …" */
export function describeLetter({ type, to, from, ...fields }: Letter): string {
  const parts = Object.entries(fields).map(([name, value]) => `${name} ${describeValue(value)}`);
  return `${from} -> ${to}: ${type}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`;
}

function describeValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(describeValue).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = value as Readonly<Record<string, unknown>>;
  const { lot, first, count, terminal, number } = fields;
  if (lot !== undefined && count !== undefined) {
    return count === 1 ? `${lot}#${first}` : `${lot}#${first}..${Number(first) + Number(count) - 1}`;
  }
  if (terminal !== undefined && number !== undefined) return `${terminal} ${number}`;
  return JSON.stringify(value);
}
