import type { Answers, Page } from '../story/form-client.ts';

/** How willing the councils are: `mixed` has the late, the silent and the unwilling; `willing` answers at once. */
export type Mood = 'mixed' | 'willing';

/** What a simulated person has at hand: a calendar, a diary, a coin whose falls depend on the seed, and a voice. */
export interface Office {
  readonly mood: Mood;
  now(): Date;
  /** A number in [0, 1), the same for the same question. */
  chance(question: string): number;
  /** Does something once so many days have passed, or once an instant has come. */
  later(when: number | string, act: () => Promise<void>): void;
  say(line: string): void;
}

/** A day, as its three fields ask for it. */
export const dayFields = (name: string, date: string): Answers => {
  const [year = '', month = '', day = ''] = date.split('-');
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
};

/** The values that a question of the page offers; none when the page does not ask it. */
export const offered = (page: Page, field: string): readonly string[] =>
  page.form?.asked.get(field)?.map(({ value }) => value) ?? [];
