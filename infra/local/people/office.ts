import type { Answers, Page } from '../story/form-client.ts';

/** How willing the councils are: `mixed` has the late, the silent and the unwilling; `willing` answers at once. */
export type Mood = 'mixed' | 'willing';

/** Of a hundred councils: how many never answer what they are asked for a place, do so only when their time is up, and decline whatever comes. Each is so for good. */
export interface Manners {
  readonly silent: number;
  readonly slow: number;
  readonly declining: number;
}

/** What a simulated person has at hand: a calendar, a diary, a coin whose falls depend on the seed, and a voice. */
export interface Office {
  readonly mood: Mood;
  /** Councils as they are; whoever is none of these answers at once. Undefined: each mail is answered, late or left by the mood of the day. */
  readonly manners?: Manners;
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
