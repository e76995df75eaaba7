import { defineConfig } from 'vitest/config';
import { fileURLToPath } from 'node:url';

const results = process.env['TEST_RESULTS'] ?? '';
const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  resolve: {
    alias: [{ find: /^#(src|machines|sim)\//, replacement: `${root}$1/` }],
  },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    // The file that .ci/run counts the tests from.
    reporters: results === '' ? ['default'] : ['default', ['json', { outputFile: results }]],
    maxWorkers: 2,
  },
});
