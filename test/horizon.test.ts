import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enter, heed, lookUp, newBook } from '#src/domain/horizon';
import type { Book, Horizon } from '#src/domain/horizon';

interface Entry {
  readonly number: number;
}

describe('A book of numbered requests', () => {
  it('B15 takes each number once, through loss, repetition and any order, and stays as small as its source', () => {
    const step = fc.record({ kind: fc.nat(9), pick: fc.nat(1000) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        let book: Book<Entry> = newBook('north/press');
        let nextNumber = 1;
        const open: number[] = [];
        const sent: { readonly number: number; readonly horizon: Horizon }[] = [];
        const taken: number[] = [];
        const arrive = ({ number, horizon }: (typeof sent)[number]) => {
          book = heed(book, horizon);
          if (lookUp(book, number) !== 'new') return;
          taken.push(number);
          book = enter(book, { number });
        };
        for (const { kind, pick } of steps) {
          if (kind < 3) {
            open.push(nextNumber);
            nextNumber += 1;
            sent.push({ number: nextNumber - 1, horizon: { nextNumber, open: [...open] } });
          } else if (kind < 5 && open.length > 0) {
            // Settled: whatever of it is still on its way must find a closed door.
            const [number] = open.splice(pick % open.length, 1);
            arrive({ number: number!, horizon: { nextNumber, open: [...open, number!] } });
            arrive({ number: number!, horizon: { nextNumber, open: [...open] } });
          } else if (sent.length > 0) {
            arrive(sent[pick % sent.length]!);
          }
          expect(new Set(taken).size).toBe(taken.length);
        }
        book = heed(book, { nextNumber, open });
        expect([...book.awaited, ...book.entries.map(({ number }) => number)].toSorted(byNumber)).toEqual(
          open,
        );
      }),
    );
  });
});

const byNumber = (a: number, b: number) => a - b;
