import { fieldsOf, meaningfulLines, quoted, spanOf } from './fileFlaw.ts';
import type { FileFlaw } from './fileFlaw.ts';
import { countPins } from './pinRange.ts';
import type { PinRange } from './pinRange.ts';
import { unite } from './pinSet.ts';

/** What a supplier says customers have redeemed. */
export interface RedemptionFile {
  /** Each PIN once, sorted, in as few ranges as possible. */
  readonly redeemed: readonly PinRange[];
  /** PINs that the file names more than once. */
  readonly repeated: number;
  /** Rows that could not be read; the others count all the same. */
  readonly badRows: number;
  /** The first of the bad rows. */
  readonly flaws: readonly FileFlaw[];
}

const MOST_FLAWS = 100;

/**
 * Reads a redemption file of comma-separated values: a line each for a lot and a serial of it, or a range such as 7-12;
 * a first line "lot,serial" is passed over. Suppliers' files are long and dirty, so a bad row costs only itself.
 */
export function readRedemptionFile(text: string): RedemptionFile {
  const redeemed: PinRange[] = [];
  const flaws: FileFlaw[] = [];
  let badRows = 0;
  for (const [index, { line, text: row }] of meaningfulLines(text).entries()) {
    const fields = fieldsOf(row) ?? [];
    const [lot = '', serial = ''] = fields;
    if (index === 0 && lot.toLowerCase() === 'lot' && serial.toLowerCase() === 'serial') continue;
    const span = fields.length === 2 && lot !== '' ? spanOf(serial) : null;
    if (span !== null) {
      redeemed.push({ lot, ...span });
      continue;
    }
    badRows += 1;
    if (flaws.length < MOST_FLAWS) flaws.push(badRow(line, fields));
  }
  const united = unite(redeemed);
  return { redeemed: united, repeated: countPins(redeemed) - countPins(united), badRows, flaws };
}

function badRow(line: number, fields: readonly string[]): FileFlaw {
  const [lot = '', serial = ''] = fields;
  // Behind a serial may stand a secret.
  let found = `${fields.length} fields`;
  if (fields.length === 0) found = 'quotes that do not match';
  else if (fields.length === 2) found = `lot ${quoted(lot)}, serial ${quoted(serial)}`;
  const expected = "a lot and a serial, such as 'A-17,7'";
  return {
    line,
    found,
    expected,
    remedy: 'correct the row and hand in the file again; PINs read twice do no harm',
  };
}
