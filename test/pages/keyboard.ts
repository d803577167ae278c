/** A person who has a keyboard and nothing else. */
import type { Page } from 'playwright-core';

/** What can have the focus, in the order in which it stands; of a group of radios the one that Tab comes to. */
const STOPS = `(() => {
  const groups = new Set();
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter((one) => one.type !== 'hidden' && !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => {
      if (one.type !== 'radio') return true;
      if (groups.has(one.name)) return false;
      groups.add(one.name);
      return true;
    });
})()`;

/** How the keyboard's stops are told apart in a message. */
const NAMED = `(one) => one.tagName.toLowerCase() + ' ' + (one.id || one.name || (one.textContent ?? '').trim().replace(/\\s+/g, ' ').slice(0, 60) || one.getAttribute('aria-label'))`;

/** A ring, a shadow or another ground: something shows where the focus is. A radio and a box show it on their label. */
const SHOWS = `(one) => [getComputedStyle(one), ...[...(one.labels ?? [])].map((label) => getComputedStyle(label, '::before'))]
  .some(({ outlineStyle, outlineWidth, boxShadow }) => (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none')`;

/** Presses Tab so many times, one press behind the other: to wait for each costs as much as everything else that is looked at. */
async function pressTab(page: Page, times: number): Promise<void> {
  const keyboard = await page.context().newCDPSession(page);
  const tab = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 };
  const presses = Array.from({ length: times }, () =>
    (['rawKeyDown', 'keyUp'] as const).map((type) =>
      keyboard.send('Input.dispatchKeyEvent', { type, ...tab }),
    ),
  );
  await Promise.all(presses.flat());
  await keyboard.detach();
}

/**
 * Goes through a whole page with Tab.
 *
 * @returns what cannot be reached, comes out of order, or does not show that it has the focus
 */
export async function problemsOfTabbing(page: Page): Promise<readonly string[]> {
  const stops = (await page.evaluate(`${STOPS}.map((one) => {
    if (one.type !== 'radio') return (${NAMED})(one);
    const group = [...document.getElementsByName(one.name)];
    return (${NAMED})(group.find((radio) => radio.checked) ?? one);
  })`)) as string[];
  // The focus begins above the page, wherever it was before. What gets it notes itself.
  await page.evaluate(`(() => {
    document.activeElement?.blur();
    window.scrollTo(0, 0);
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
    window.tabbed = [];
    document.addEventListener('focusin', ({ target }) => window.tabbed.push([(${NAMED})(target), (${SHOWS})(target)]));
  })()`);
  await pressTab(page, stops.length);
  const tabbed = (await page.evaluate('window.tabbed')) as readonly (readonly [string, boolean])[];
  const problems: string[] = [];
  for (const [at, wanted] of stops.entries()) {
    const [name, shows] = tabbed[at] ?? ['nothing', true];
    if (name !== wanted) return [...problems, `Tab came to "${name}" instead of "${wanted}".`];
    if (!shows) problems.push(`"${name}" does not show that it has the focus.`);
  }
  return problems;
}

/** Presses Tab until what has the focus is what is looked for. @throws Error when it never comes */
export async function tabTo(page: Page, what: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement?.matches(${JSON.stringify(what)}) ?? false`)) return;
  }
  throw new Error(`Nobody reaches ${what} with the keyboard.`);
}
