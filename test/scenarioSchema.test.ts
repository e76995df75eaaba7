import { expect, it } from 'vitest';
import { readFile } from '#src/cli/readFile';
import { shippedScenario } from '#src/cli/packageRoot';
import { scenarioJsonSchema } from '#sim/scenario/jsonSchema';

// `npm run schema` writes the file anew.
it('ships the JSON Schema that the scenario language has', async () => {
  await expect(scenarioJsonSchema()).toMatchFileSnapshot(shippedScenario('scenario.schema.json'));
});

it.each(['first.yaml', 'reference.yaml', 'chicago.yaml', 'chicago-cover.yaml', 'national.yaml'])(
  'names the schema in the first line of %s, so that editors know it',
  (name) => {
    const text = readFile(shippedScenario(name));
    expect(String(text).split('\n')[0]).toBe('# yaml-language-server: $schema=./scenario.schema.json');
  },
);
