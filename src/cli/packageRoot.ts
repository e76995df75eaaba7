import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the installed package, whether this module runs from its sources or from dist/. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isPackage(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error('no package.json of pinweir above this module');
    folder = above;
  }
  return folder;
}

/** The path of a scenario that ships with the package, or of what stands beside it. */
export function shippedScenario(name: string): string {
  return join(packageRoot(), 'sim', 'scenarios', name);
}

function isPackage(manifest: string): boolean {
  if (!existsSync(manifest)) return false;
  const content: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
  return typeof content === 'object' && content !== null && 'name' in content && content.name === 'pinweir';
}
