import type { Plan } from '#sim/plan';
import { isBulk } from '#sim/mode';

/** Whether some customers ask for several PINs at once: asked, lost and waiting are then counted in PINs. */
export function asksForSeveral(plans: readonly Plan[]): boolean {
  return plans.some(({ demand }) => demand.some(isBulk));
}

/** How such figures are to be read: in tables the columns keep their names. */
export const EACH_PIN =
  'Some customers ask for several PINs at once: each of these PINs counts as a customer of its own.';

/** The same, where it also says which customers got all that they asked for. */
export const EACH_PIN_BUT_ALL =
  'Some customers ask for several PINs at once: each of these PINs counts as a customer of its own, but not in how many got all at once.';
