import type { Fields } from './guard.ts';

/** Gives `context` with the fields of `patch` laid over it, as a new object; neither argument is changed. */
type Merge = (context: Fields, patch: Fields) => Fields;

/**
 * Merges for contexts of one shape, one for each transition. Patches of one rule have few shapes, those of a whole
 * machine many: V8 reads the fields of objects several times faster where it has met no more than four shapes.
 */
export class Merges {
  private readonly fields: readonly string[];
  private readonly byTransition: Merge[] = [];

  constructor(fields: readonly string[]) {
    this.fields = fields;
  }

  /** For the patches of the transition with that number. */
  of(transition: number): Merge {
    return this.byTransition[transition] ?? this.add(transition);
  }

  private add(transition: number): Merge {
    while (this.byTransition.length <= transition) {
      this.byTransition.push(compileMerge(this.fields, this.byTransition.length));
    }
    return this.byTransition[transition]!;
  }
}

/**
 * A merge for contexts with these fields, written out as code: reading each field by its name is several times
 * faster than copying objects field by field, and it is half of a step. Where code may not be made from text (a web
 * page with a strict content policy) the plain copy does the same. Equal texts would share what V8 learns of one, so
 * each has a number of its own.
 */
function compileMerge(fields: readonly string[], number: number): Merge {
  const parts = fields.map((field) => {
    const name = JSON.stringify(field);
    return `${name}: patch[${name}] === undefined ? context[${name}] : patch[${name}]`;
  });
  try {
    return new Function('context', 'patch', `return { ${parts.join(', ')} }; // ${number}`) as Merge;
  } catch {
    return (context, patch) => ({ ...context, ...patch });
  }
}
