import type { z } from 'zod';
import { partSchemas } from '#sim/scenario/schema';

type Part<Name extends keyof typeof partSchemas> = z.infer<(typeof partSchemas)[Name]>;

/** Undefined where the file says nothing, null where what it says is broken and already reported. */
type Read<Value> = Value | undefined | null;

/** A scenario file taken apart, so that rules across entries can be checked although some entry is broken. */
export interface Parts {
  readonly starts: Read<Part<'starts'>>;
  readonly until: Read<Part<'until'>>;
  readonly sales: Read<Part<'sales'>>;
  /** As written, ranges of names not written out. */
  readonly varieties: Read<Part<'varieties'>>;
  readonly hub: Read<Part<'hub'>>;
  readonly demand: Read<Part<'demand'>>;
  readonly operations: Read<Part<'operations'>>;
  readonly stockRule: Read<Part<'stockRule'>>;
  readonly alternatives: Read<Part<'alternatives'>>;
  /** One for each entry of the file. */
  readonly suppliers: readonly Read<Part<'supplier'>>[];
  readonly servers: readonly Read<Part<'server'>>[];
}

/** Takes a document apart; what fits its schema is there, whatever is wrong beside it. */
export function takeApart(document: Readonly<Record<string, unknown>>): Parts {
  return {
    starts: read(partSchemas.starts, document['starts']),
    until: read(partSchemas.until, document['until']),
    sales: read(partSchemas.sales, document['sales']),
    varieties: read(partSchemas.varieties, document['varieties']),
    hub: read(partSchemas.hub, document['hub']),
    demand: read(partSchemas.demand, document['demand']),
    operations: read(partSchemas.operations, document['operations']),
    stockRule: read(partSchemas.stockRule, document['stockRule']),
    alternatives: read(partSchemas.alternatives, document['alternatives']),
    suppliers: list(document['suppliers']).map((value) => read(partSchemas.supplier, value)),
    servers: list(document['servers']).map((value) => read(partSchemas.server, value)),
  };
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown): Read<z.infer<Schema>> {
  if (value === undefined) return undefined;
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
