// Where pinweir runs from its TypeScript sources, worker threads begin here: they know no TypeScript by themselves.
import { register } from 'tsx/esm/api';

register();
const { default: runErrand } = await import('./replicationWorker.ts');

export default runErrand;
