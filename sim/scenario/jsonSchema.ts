import { z } from 'zod';
import { scenarioSchema } from '#sim/scenario/schema';

/** JSON Schema of scenario files, from which editors complete and check them; the text of scenario.schema.json. */
export function scenarioJsonSchema(): string {
  const schema = z.toJSONSchema(scenarioSchema, {
    io: 'input',
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return `${JSON.stringify({ title: 'pinweir scenario', ...schema }, null, 2)}\n`;
}
