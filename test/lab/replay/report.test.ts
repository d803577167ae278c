import { afterAll, beforeAll, expect, test } from 'vitest';
import { askAxe, injectAxe } from '../../axe.ts';
import { type OpenBrowser, openBrowser } from '../../browser.ts';
import { csvFiles } from './csv-files.ts';
import { OptionError, optionsFrom } from './options.ts';
import { page } from './report/page.ts';
import { type Story, storyOf } from './story.ts';

const options = optionsFrom([
  '--policy',
  'nts-2025',
  '--arrivals',
  '0.3',
  '--close',
  'Hampshire:2022',
  '--quick',
]);
if (options === 'help') throw new Error('No help was asked for');
let story: Story;
let html: string;
let browser: OpenBrowser;

beforeAll(async () => {
  story = storyOf(options, () => undefined);
  html = page(story, 'npm run replay -- <with> "marks" & more');
  browser = await openBrowser();
}, 300_000);
afterAll(() => browser?.close());

test('the report loads nothing, runs nothing and is accessible, in a browser without a network', async () => {
  const tab = await browser.context.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  tab.on('request', (request) => asked.push(request.url()));
  tab.on('console', (message) => complaints.push(message.text()));
  await tab.route('**/*', (route) =>
    route.request().url() === 'http://report.example/'
      ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: html })
      : route.abort(),
  );
  await tab.goto('http://report.example/');
  expect(asked.filter((url) => !url.endsWith('/favicon.ico'))).toEqual(['http://report.example/']);
  expect(complaints).toEqual([]);
  expect(await tab.locator('script').count()).toBe(0);
  await tab.locator('details').evaluateAll((all) => {
    for (const one of all) one.setAttribute('open', '');
  });
  await injectAxe(tab);
  expect((await askAxe(tab)).violations).toEqual([]);
  // Nothing is wider than a telephone but what scrolls within itself.
  await tab.setViewportSize({ width: 360, height: 700 });
  expect(await tab.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
});

test('every plot has a name, a description and its figures as a table', () => {
  const plots = html.match(
    /<svg role="img" aria-labelledby="[\w-]+ [\w-]+"[^>]*><title id="[\w-]+">[^<]+<\/title><desc /g,
  );
  expect(plots?.length).toBe(5);
  expect(html.match(/<figure>/g)?.length).toBe(5);
  expect(html.match(/<details><summary>[^<]+<\/summary><div class="scroll"><table>/g)?.length).toBe(5);
  expect(html).not.toMatch(/(?:src|href|url\()\s*=?\s*["']?https?:/);
  expect(html).not.toContain('NaN');
  expect(html).not.toContain('undefined');
  expect(html).toContain('npm run replay -- &lt;with&gt; &quot;marks&quot; &amp; more');
  expect(html).toContain('Hampshire takes nobody in 2022');
});

test('the same question gives the same report, to the byte, and its files agree with it', () => {
  const again = storyOf(options, () => undefined);
  expect(page(again, 'x')).toBe(page(story, 'x'));
  const files = csvFiles(story);
  expect(csvFiles(again)).toEqual(files);
  const placements = files.get('placements.csv')?.trim().split('\n').slice(1) ?? [];
  expect(placements.reduce((sum, row) => sum + Number(row.split(',')[2]), 0)).toBe(story.policies[0]?.placed);
  expect(files.get('councils.csv')?.trim().split('\n').length).toBe(213);
  expect(
    placements.some(
      (row) => row.split(',')[4] === 'E10000014' && (row.split(',')[7] ?? '').startsWith('2022'),
    ),
  ).toBe(false);
}, 300_000);

test('hindsight is never worse than the rota', () => {
  for (const { beside } of story.policies) {
    expect(beside.km.least).toBeLessThanOrEqual(beside.km.each + 1e-6);
    expect(beside.links.met).toBeLessThanOrEqual(beside.links.asked);
    expect(beside.links.most).toBeLessThanOrEqual(beside.links.asked);
  }
});

test.each([
  [['--policy', 'nts-1999'], 'There is no policy "nts-1999". Use one of: nts-2016'],
  [['--close', 'Hampshir:2022'], 'there is no council "Hampshir". Do you mean Hampshire?'],
  [['--close', 'Hampshire:1999'], 'is not a number from 2016 to 2023. Write it like --close Hampshire:2022.'],
  [['--arrivals', 'many'], '--arrivals many is not a number'],
  [['--weights', 'random'], 'Write "population" or "headroom".'],
  [['--threshold', '5'], 'is not a number from 0.01 to 1'],
  [['--sede', '5'], 'Usage: npm run replay'],
])('%j is answered with what to write instead', (args, words) => {
  expect(() => optionsFrom(args)).toThrow(OptionError);
  expect(() => optionsFrom(args)).toThrow(words);
});
