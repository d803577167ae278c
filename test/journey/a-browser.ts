/** A person with a browser: follows a link, fills in what is asked by its words, presses the button. */
import { type Browser, chromium, type Page } from 'playwright-core';
import { ensureBrowser } from '../install-browser.ts';

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: ensureBrowser(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-component-update'],
  });

/** Fills in a date in its three boxes. @param day YYYY-MM-DD */
export async function fillInDate(page: Page, legend: string, day: string): Promise<void> {
  const [year = '', month = '', date = ''] = day.split('-');
  const group = page.getByRole('group', { name: legend, exact: true });
  await group.getByLabel('Day').fill(date);
  await group.getByLabel('Month').fill(month);
  await group.getByLabel('Year').fill(year);
}

export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

export const choose = (page: Page, name: string): Promise<void> =>
  page.getByRole('radio', { name, exact: true }).check();

export const tick = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('checkbox', { name }).check();

/** Types the beginning of what a long list holds, and chooses it; waits until the list is a box to type in. */
export async function typeAhead(page: Page, label: string, text: string): Promise<void> {
  const box = page.getByLabel(label).and(page.locator('input'));
  await box.pressSequentially(text.slice(0, 4));
  await page.getByRole('option', { name: text, exact: true }).click();
}
