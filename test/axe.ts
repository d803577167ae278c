/** axe in a page that is open: put in once, asked at each width. Straight from axe-core: no page of its own for each answer. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly any: readonly { readonly message: string }[] }[];
}

/** What axe could not decide by itself, and what a person saw who looked. Whatever is not here fails. */
const explained: readonly { readonly rule: string; readonly says: RegExp; readonly because: string }[] = [
  {
    rule: 'color-contrast',
    says: /partially obscured by another element/,
    because:
      'The table of councils scrolls sideways in its own region: on a phone the columns beyond its edge are cut off. Scrolled to, they are black on white like the rest.',
  },
  {
    rule: 'color-contrast',
    says: /too short to determine if it is actual text/,
    because:
      'Counts of one figure in the table of councils, and numbers of pages: black or link blue on white.',
  },
  {
    rule: 'color-contrast',
    says: /only non-text characters/,
    because: 'The dots between numbers of pages that are far apart: black on white.',
  },
];

export interface Verdict {
  /** Rule and elements, for each violation. */
  readonly violations: readonly string[];
  /** What axe left open and nobody has explained. */
  readonly unexplained: readonly string[];
  /** Explanations that were needed. */
  readonly needed: readonly string[];
}

/** Every explanation there is, so that one that is needed no more is found and taken out. */
export const explanations = explained.map(({ because }) => because);

export const injectAxe = (page: Page): Promise<unknown> => page.evaluate(axe.source);

/** Asks all of axe's rules of the page as it stands, with the one of WCAG 2.2 that axe leaves out unless it is asked. */
export async function askAxe(page: Page): Promise<Verdict> {
  const { violations, incomplete } = (await page.evaluate(
    "axe.run(document, { resultTypes: ['violations', 'incomplete'], rules: { 'target-size': { enabled: true } } }).then(({ violations, incomplete }) => ({ violations, incomplete }))",
  )) as { violations: readonly Finding[]; incomplete: readonly Finding[] };
  const open = incomplete.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => ({
      words: `${id}: ${html} ${any.map(({ message }) => message).join(' ')}`,
      because: explained.find(
        ({ rule, says }) => rule === id && any.some(({ message }) => says.test(message)),
      )?.because,
    })),
  );
  return {
    violations: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    unexplained: open.flatMap(({ words, because }) => (because === undefined ? [words] : [])),
    needed: open.flatMap(({ because }) => because ?? []),
  };
}
