import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { trimStyles } from '../../functions/pages/build/trim-styles.ts';
import { viewSources } from '../../functions/pages/build/view-sources.ts';
import { generatedPages } from '../../functions/pages/build/write.ts';
import { stylesheet } from '../../functions/pages/generated/stylesheet.ts';

const root = path.resolve(import.meta.dirname, '../..');

test.each([...generatedPages()])(
  '%s is what the views and styles give: else run "npm run generate"',
  (file, text) => {
    expect(readFileSync(path.join(root, file), 'utf8') === text).toBe(true);
  },
);

test('no view marks text as safe, runs a script other than ours from its file, or styles in place', () => {
  const ours = [...viewSources()].filter(([name]) => !name.startsWith('govuk/'));
  expect(ours.map(([name]) => name)).toContain('case.njk');
  for (const [, text] of ours)
    expect(text.replace('<script src="{{ typeAheadPath }}" defer></script>', '')).not.toMatch(
      /\|\s*safe|autoescape|<script|\son\w+=|style="|html:/,
    );
});

describe('the stylesheet', () => {
  test('carries neither the font nor the marks that belong to GOV.UK, and asks for nothing from elsewhere', () => {
    expect(stylesheet).not.toMatch(/GDS Transport|@font-face|url\(|@import|crown/i);
  });

  test('never prints the address of a link', () => {
    expect(stylesheet).not.toContain('attr(href)');
  });

  test('keeps what the pages use and leaves out what they do not', () => {
    for (const name of [
      'govuk-radios__input',
      'govuk-error-summary',
      'govuk-panel--confirmation',
      'govuk-details[open]',
      'govuk-tag--red',
    ])
      expect(stylesheet).toContain(`.${name}`);
    for (const name of [
      'govuk-accordion',
      'govuk-cookie-banner',
      'govuk-tabs',
      'js-enabled',
      'govuk-frontend-supported',
    ])
      expect(stylesheet).not.toContain(name);
  });
});

describe('trimming a stylesheet', () => {
  const keep = {
    selector: (text: string) => text.includes('.kept'),
    atRule: (name: string) => name === 'page',
  };
  test.each([
    ['.kept{a:b}.gone{a:b}', '.kept{a:b}'],
    ['.gone,.kept:not(.x,.y),.gone>b{a:b}', '.kept:not(.x,.y){a:b}'],
    ['@media print{.gone{a:b}}', ''],
    ['@media print{.gone{a:b}.kept{a:b}}', '@media print{.kept{a:b}}'],
    ['@supports (a:b){@media print{.kept{a:b}}}', '@supports (a:b){@media print{.kept{a:b}}}'],
    ['@font-face{a:b}@page{a:b}', '@page{a:b}'],
    ['.kept{content:"}"}.kept{a:b}', '.kept{content:"}"}.kept{a:b}'],
    ['@charset "UTF-8";/*! .kept{} */.kept{a:b}', '.kept{a:b}'],
  ])('%s gives %s', (css, trimmed) => {
    expect(trimStyles(css, keep)).toBe(trimmed);
  });

  test('says so when a block is not closed', () => {
    expect(() => trimStyles('.kept{a:b', keep)).toThrow('ends inside a block');
  });
});
