import { RATE_KEYS } from '#sim/scenario/demandSchema';
import type { DemandEntry, DemandSection } from '#sim/scenario/demandSchema';
import type { Path } from '#sim/scenario/finding';
import type { ServerLevels } from '#sim/scenario/levelsSchema';
import type { ServerEntry } from '#sim/scenario/schema';

/** What some place of the file says of demand. */
export interface DemandLayer {
  readonly path: Path;
  readonly given: DemandEntry;
}

/** All that is said of the demand for one variety at one server; a later layer goes before an earlier one. */
export function demandLayers(
  section: DemandSection | undefined,
  entry: ServerEntry,
  index: number,
  server: string,
  variety: string,
  levels: ServerLevels,
): readonly DemandLayer[] {
  const ofServer = own(section?.servers, server);
  const stock: Path = ['servers', index, 'stock', variety];
  const { demandPerHour } = levels;
  return [
    layer(['demand', 'defaults'], section?.defaults),
    layer(['servers', index, 'demand'], entry.demand),
    layer(['demand', 'servers', server, variety], own(ofServer, variety)),
    layer([...stock, 'demandPerHour'], demandPerHour === undefined ? undefined : { perHour: demandPerHour }),
    layer([...stock, 'demand'], levels.demand),
  ].filter((one) => one !== null);
}

/** The layers as one. A rate takes the place of a rate of another kind, and one for each hour that of a profile. */
export function mergeLayers(layers: readonly DemandLayer[]): DemandEntry {
  let merged: DemandEntry = {};
  for (const { given } of layers) {
    const hasRate = RATE_KEYS.some((key) => given[key] !== undefined);
    const isByHour = given.hourOfDay !== undefined || given.hourOfWeek !== undefined;
    const { perHour, hourOfDay, hourOfWeek, bursts, profile, ...rest } = merged;
    merged = {
      ...rest,
      ...(hasRate ? {} : { perHour, hourOfDay, hourOfWeek, bursts }),
      ...(isByHour ? {} : { profile }),
      ...given,
    };
  }
  return merged;
}

function layer(path: Path, given: DemandEntry | undefined): DemandLayer | null {
  return given === undefined ? null : { path, given };
}

/** What a map has under a key of its own. */
export function own<Value>(map: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}
