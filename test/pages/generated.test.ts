import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { viewSources } from '../../functions/pages/build/view-sources.ts';
import { generatedPages } from '../../functions/pages/build/write.ts';
import { stylesheet } from '../../functions/pages/generated/stylesheet.ts';

const root = path.resolve(import.meta.dirname, '../..');

test('compiling the views again gives the same bytes, which the functions then carry', async () => {
  const [made, again] = [await generatedPages(), await generatedPages()];
  expect([...made.keys()]).toContain('functions/pages/generated/views/case.ts');
  expect([...again]).toEqual([...made]);
  for (const [file, text] of made)
    expect(readFileSync(path.join(root, file), 'utf8') === text, file).toBe(true);
});

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
