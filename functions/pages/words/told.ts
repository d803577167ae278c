import type { EventOf } from '../../../events/catalogue.ts';
import type { PresentType } from '../../../events/present-form.ts';

/** An event told to someone who was not there. */
export interface EventWords {
  readonly title: string;
  readonly details: readonly string[];
}

export const told = (title: string, ...details: readonly (string | undefined)[]): EventWords => ({
  title,
  details: details.filter((detail): detail is string => detail !== undefined && detail !== ''),
});

export const noted = (note: string | undefined): string | undefined => (note ? `Note: ${note}` : undefined);

/** What was known to bear on the child's safety when something was decided. */
export const warned = (warnings: readonly { readonly words: string }[] = []): readonly string[] =>
  warnings.map(({ words }) => `Known then: ${words}`);

/** The words of each event; how they are said, by its type. */
export type WordsOfEvents = { readonly [T in PresentType]: (event: EventOf<T>) => EventWords };
