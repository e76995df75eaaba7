import type { Path } from '#sim/scenario/finding';

export type SettingValue = string | number | boolean;

/** A value that is put into a scenario instead of what the file says, at one or several places. */
export interface Setting {
  /** As it was asked for, such as "servers.*.lowWatermark". */
  readonly path: string;
  readonly value: SettingValue;
  readonly places: readonly Path[];
}

/** The document with all settings in it; the given one stays as it is. Every place must exist in it. */
export function applySettings(document: object, settings: readonly Setting[]): object {
  if (settings.length === 0) return document;
  // What stands at several places by a YAML alias is one object: the copy must be of its text.
  const copy = JSON.parse(JSON.stringify(document)) as object;
  for (const { places, value } of settings) {
    for (const place of places) put(copy, place, value);
  }
  return copy;
}

function put(document: object, place: Path, value: SettingValue): void {
  let node = document as Record<string | number, unknown>;
  for (const step of place.slice(0, -1)) node = node[step] as Record<string | number, unknown>;
  node[place.at(-1)!] = value;
}
