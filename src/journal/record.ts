import type { Message } from '#machines/protocol';
import { hashText, toHexadecimal } from '#src/domain/hash';
import type { MachineSnapshot } from '#src/executor/actor';
import type { PendingAlarm } from './alarmTable.ts';

/** What a node took in from outside, and when: with the machines, all that is needed to know what it is now. */
export interface StepRecord {
  readonly kind: 'step';
  /** Numbers the records of a node, from 1. */
  readonly record: number;
  /** The node's clock. */
  readonly at: number;
  /** As received. */
  readonly message: Message;
}

/** What the node was after `record` records; a log may start with it instead of with record 1. */
export interface CheckpointRecord {
  readonly kind: 'checkpoint';
  readonly record: number;
  readonly undeliverable: number;
  readonly alarms: readonly PendingAlarm[];
  readonly actors: Readonly<Record<string, MachineSnapshot>>;
}

export type JournalRecord = StepRecord | CheckpointRecord;

/** What a log holds, and whether its last line was torn and does not count. */
export interface Decoded {
  readonly checkpoint: CheckpointRecord | null;
  readonly steps: readonly StepRecord[];
  readonly isTorn: boolean;
}

/** A journal is damaged where no crash can have damaged it, so it does not say what the node is. */
export class DamagedJournal extends Error {
  override readonly name = 'DamagedJournal';
  readonly node: string;
  /** From 1. */
  readonly line: number;

  constructor(node: string, line: number, reason: string) {
    super(
      `journal of ${node}, line ${line}: ${reason}; ` +
        'only a last line may be torn: restore the journal from a copy, nothing was changed',
    );
    this.node = node;
    this.line = line;
  }
}

/** One line: the length and the checksum of the JSON behind them. */
export function encodeRecord(record: JournalRecord): string {
  const body = JSON.stringify(record);
  return `${body.length} ${toHexadecimal(hashText(body))} ${body}`;
}

export function decodeLog(node: string, lines: readonly string[]): Decoded {
  const records: JournalRecord[] = [];
  for (const [index, line] of lines.entries()) {
    const record = decodeLine(line);
    if (typeof record !== 'string') {
      checkSequence(node, records, record);
      records.push(record);
    } else if (index < lines.length - 1) {
      throw new DamagedJournal(node, index + 1, record);
    }
  }
  const [first] = records;
  const checkpoint = first?.kind === 'checkpoint' ? first : null;
  const steps = records.filter((record) => record.kind === 'step');
  return { checkpoint, steps, isTorn: records.length < lines.length };
}

/** The record, or what is wrong with the line. */
function decodeLine(line: string): JournalRecord | string {
  const [, length, checksum, body] = /^(\d+) ([0-9a-f]{8}) (.*)$/s.exec(line) ?? [];
  if (body === undefined) return 'expected a length, a checksum and a record';
  if (body.length !== Number(length)) return `expected ${length} characters, found ${body.length}`;
  const found = toHexadecimal(hashText(body));
  if (found !== checksum) return `expected the checksum ${checksum}, found ${found}`;
  return JSON.parse(body) as JournalRecord;
}

/** Whole lines may be missing or there twice, each of them sound. */
function checkSequence(
  node: string,
  earlier: readonly JournalRecord[],
  { kind, record }: JournalRecord,
): void {
  const line = earlier.length + 1;
  if (kind === 'checkpoint' && line > 1) {
    throw new DamagedJournal(node, line, 'a checkpoint stands only in the first line');
  }
  const due = (earlier.at(-1)?.record ?? 0) + 1;
  if (kind === 'step' && record !== due) {
    throw new DamagedJournal(node, line, `expected record ${due}, found record ${record}`);
  }
}
