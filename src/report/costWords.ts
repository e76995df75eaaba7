/** What a part of the costs is for. */
export const COST_WORDS = {
  holding: 'stock on shelves',
  backlog: 'waiting customers',
  stockout: 'PINs that were not there at once',
  lostMargin: 'margin of lost sales',
  ordering: 'orders',
  expiry: 'expired PINs',
  transfer: 'help from other servers',
  recall: 'recalls',
} as const;

/** By the name of a figure, in the order in which they are shown. */
export const COST_FIGURES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(COST_WORDS).map(([part, words]) => [`costPerHour.${part}`, words])),
  costPerHour: 'all together',
};
