import { describe } from 'vitest';
import { compiled } from '#src/executor/compiled';
import { interpreted } from '#src/executor/interpreted';
import { conforms } from './conformance.ts';
import { conformsInRegionsAndFailures } from './conformanceRegions.ts';
import { conformsInSnapshots } from './conformanceSnapshots.ts';

describe.each([interpreted, compiled])('the $name executor', (executor) => {
  conforms(executor);
  conformsInRegionsAndFailures(executor);
  conformsInSnapshots(executor);
});
