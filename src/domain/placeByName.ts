// A plan never changes, so the places in one of its lists are worked out once. Not an object with the names as keys: it
// would have a place for names such as 'constructor', and its index would have to be handed around beside the list.
const placesOf = new WeakMap<readonly unknown[], ReadonlyMap<string, number>>();

/** Where in `list`, which never changes, the element with that name is; undefined: nowhere. */
export function placeByName<Element>(
  list: readonly Element[],
  name: string,
  nameOf: (element: Element) => string,
): number | undefined {
  let places = placesOf.get(list);
  if (places === undefined) {
    places = new Map(list.map((element, place) => [nameOf(element), place]));
    placesOf.set(list, places);
  }
  return places.get(name);
}
