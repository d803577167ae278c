/** What holds of every page there is, whatever it is about: see every-page.ts for how they are found. */
import { gzipSync } from 'node:zlib';
import nunjucks from 'nunjucks/browser/nunjucks-slim.js';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { viewSources } from '../../functions/pages/build/view-sources.ts';
import * as messages from '../../functions/pages/http/messages.ts';
import { asResponse, type Reply } from '../../functions/pages/http/reply.ts';
import { routeOf } from '../../functions/pages/http/route.ts';
import { routes } from '../../functions/pages/routes.ts';
import { defined } from '../../shared/core/defined.ts';
import {
  HARDEST_SENTENCE,
  OLDEST_READER,
  phrasesOf,
  readingAge,
  sentencesOf,
  withoutLawsWords,
} from '../reading-age.ts';
import { type EveryPage, everyPage, look } from './every-page.ts';
import { attribute, type FoundForm, formsIn, linksIn } from './forms.ts';
import type { Scene } from './scenes.ts';
import type { Seen, Site, Visit } from './site.ts';
import { whatIsWritten } from './what-is-written.ts';

/** Bytes over the wire until a page can be read and used: the page and its styles. */
const MOST_BYTES = 16_384;
/** And all that comes with it: the script that lets one type where a list is long, which is kept for ever and waited for by nobody. */
const MOST_BYTES_IN_ALL = 40_000;
/** Views are asked of their environment: a page, what a page extends, and what either takes parts from. */
const drawn = new Set<string>();
const views = nunjucks.Environment.prototype;
const { getTemplate } = views;
const ourViews = [...viewSources().keys()].filter((name) => !name.startsWith('govuk/'));
let site: Site;
let all: EveryPage['all'];
const seen = new Map<Scene, Seen>();
let written: string[];

beforeAll(async () => {
  views.getTemplate = function (name, ...rest) {
    drawn.add(name);
    return getTemplate.call(this, name, ...rest);
  };
  ({ site, all } = await everyPage());
  written = whatIsWritten(site);
  for (const scene of all) seen.set(scene, await look(site, scene));
});

afterAll(() => {
  views.getTemplate = getTemplate;
});

const bodies = (): readonly (readonly [string, string])[] =>
  [...seen].map(([{ name }, { body }]) => [name, body]);
const heading = (body: string): string => (/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(body)?.[1] ?? '').trim();
const main = (body: string): string => body.slice(body.indexOf('<main'));

/** Answers to what no link and no form of ours asks: they are looked at through their own words. */
const unasked: ReadonlySet<string> = new Set([
  'notFound',
  'methodNotAllowed',
  'crossSite',
  'tooLarge',
  'notAForm',
  'failure',
  'formTooOld',
]);

describe('the register of pages', () => {
  test('has every view drawn', () => {
    expect(ourViews.filter((name) => !drawn.has(name))).toEqual([]);
  });

  test('has a page of every route that shows one', () => {
    const shown = new Set(all.map(({ path }) => routeOf(routes, path)?.route.path));
    const files = [
      '/health',
      '/assets/{file}',
      '/forms/{file}',
      '/case/{reference}/audit',
      '/figures/{file}',
      '/figures/fairness/{file}',
      '/money/{file}',
      '/sheet/{file}',
      '/calendar/{file}',
      '/published/{file}',
      '/councils/{council}/sheet/{file}',
    ];
    // These only lead on to another page, or say that there is none.
    const leadOn = ['/case/{reference}', '/refer/{draft}'];
    const pages = routes.filter(({ methods, path }) => methods.includes('GET') && !files.includes(path));
    expect(
      pages.map(({ path }) => path).filter((path) => !shown.has(path) && !leadOn.includes(path)),
    ).toEqual([]);
  });

  test('has every page that only says what is the matter', async () => {
    const said = new Set(bodies().map(([, body]) => heading(body)));
    for (const [name, made] of Object.entries(messages)) {
      const { body = '' } = await asResponse((made as (allowed: string) => Reply)('GET'));
      if (!unasked.has(name)) expect(said, name).toContain(heading(body));
    }
  });
});

test('that a page opens only from a link is said to nobody who came without one', async () => {
  for (const [name, made] of Object.entries(messages)) {
    const { body = '' } = await asResponse((made as (allowed: string) => Reply)('GET'));
    if (unasked.has(name)) expect(body, name).not.toContain('opens only from the link');
  }
});

test('every first view is light, and its script comes after it', async () => {
  const weigh = async (name: string, body: string) => {
    const [styles, scripts] = [
      /<link rel="stylesheet"[^>]* href="([^"]+)"/g,
      /<script[^>]* src="([^"]+)" defer/g,
    ].map((files) => [...body.matchAll(files)].map(([, file = '']) => file));
    const bytesOf = async (files: readonly string[] = []) =>
      (await Promise.all(files.map(async (file) => gzipSync((await site.get(file)).body).length))).reduce(
        (sum, bytes) => sum + bytes,
        0,
      );
    expect(styles, name).toHaveLength(1);
    // None that a browser would wait for.
    expect(scripts?.length, name).toBe([...body.matchAll(/<script/g)].length);
    const first = gzipSync(body).length + (await bytesOf(styles));
    return { name, first, all: first + (await bytesOf(scripts)) };
  };
  const weights = await Promise.all(bodies().map(([name, body]) => weigh(name, body)));
  const by = (part: 'first' | 'all') => weights.toSorted((a, b) => b[part] - a[part])[0];
  console.info(
    `First views, compressed, with styles: at most ${by('first')?.first} bytes (${by('first')?.name}); with scripts at most ${by('all')?.all}.`,
  );
  expect(by('first')?.first).toBeLessThan(MOST_BYTES);
  expect(by('all')?.all).toBeLessThan(MOST_BYTES_IN_ALL);
});

test('nothing that somebody types comes into an address: a form that is not posted has lists to choose from, and no box', () => {
  const typed = bodies().flatMap(([name, body]) =>
    [...body.matchAll(/<form\b(?![^>]* method="post")[\s\S]*?<\/form>/g)]
      .filter(([form]) => /<textarea|<input\b(?![^>]* type="(?:hidden|radio|checkbox|submit)")/.test(form))
      .map(([form]) => `${name}: ${form.slice(0, 80)}`),
  );
  expect(typed).toEqual([]);
});

/** What a reader sees or hears of a page: its text, and what stands in for text. */
const wordsOf = (body: string): string =>
  body.replaceAll(/<(?!\/?(?:title|img|input|svg)\b)[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('the words', () => {
  test('are those that people use: email, and who instead of whom', () => {
    const found = bodies().flatMap(([name, body]) =>
      [...wordsOf(body).matchAll(/.{0,40}\b(?:e-mail\w*|whom)\b.{0,20}/gi)].map(
        ([words]) => `${name}: ${words}`,
      ),
    );
    expect(found).toEqual([]);
  });

  test('of every page are read with ease at twelve', () => {
    const tooHard = bodies().flatMap(([name, body]) => {
      const said = sentencesOf(phrasesOf(main(body)));
      const age = readingAge(said);
      return said.length > 0 && age > OLDEST_READER ? [`${name}: ${age.toFixed(1)}`] : [];
    });
    expect(tooHard).toEqual([]);
  });

  test('come in no sentence that is far harder than its page', () => {
    const sentences = new Set(bodies().flatMap(([, body]) => sentencesOf(phrasesOf(main(body)))));
    const tooHard = [...sentences]
      .filter((sentence) => sentence.split(' ').length > 5)
      .map((sentence) => ({ sentence, age: readingAge([withoutLawsWords(sentence)]) }))
      .filter(({ age }) => age > HARDEST_SENTENCE)
      .map(({ sentence, age }) => `${age.toFixed(1)} ${sentence}`);
    expect(tooHard).toEqual([]);
  });
});

/** Text of a piece of a page, without its tags and what only some of its readers hear. */
const textOf = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

describe('the design system, on every page', () => {
  test('asks no question twice: what is a heading is no label or legend beside it, and of one question the title is its heading', () => {
    const HEADED =
      /<(h1|h2|legend|label)\b[^>]*?class="(?:govuk-heading-\w|[^"]*govuk-(?:fieldset__legend|label)--[lms])[^>]*>([\s\S]*?)<\/(?:h1|h2|legend|label)>/g;
    const twice = bodies().flatMap(([name, body]) => {
      const said = [...main(body).matchAll(HEADED)].map(([, tag = '', words = '']) => ({
        tag,
        words: textOf(words)
          .replace(/ \(optional\)$/, '')
          .replace(/\?$/, ''),
      }));
      // Two documents may have one name, and each has a heading.
      return said
        .filter(({ words, tag }, at) =>
          said.some(
            (other, there) => there !== at && other.words === words && (tag !== 'h2' || other.tag !== 'h2'),
          ),
        )
        .map(({ words }) => `${name}: ${words}`);
    });
    expect(twice.join('\n')).toBe('');
    // A box to search in stands beside what was found, and is no question of the page.
    const besides = bodies().flatMap(([name, body]) => {
      const [, form] =
        /<h1 class="govuk-heading-l">[^<]*<\/h1>\s*<form method="post"(?![^>]* role="search")([\s\S]*?)<\/form>/.exec(
          main(body),
        ) ?? [];
      const questions = form?.match(/govuk-(?:fieldset__legend|label)--s/g) ?? [];
      return questions.length === 1 && !form?.includes('name="confirm"') ? [name] : [];
    });
    expect(besides).toEqual([]);
  });

  test('goes to the list of mistakes at once, without a script, and lists them in the order of the fields', () => {
    let lists = 0;
    for (const [name, body] of bodies()) {
      const [summary] = /<div class="govuk-error-summary"[\s\S]*?<\/ul>/.exec(body) ?? [];
      if (summary === undefined) continue;
      lists += 1;
      expect(/^<div[^>]*>/.exec(summary)?.[0], name).toMatch(/tabindex="-1" autofocus/);
      const places = [...summary.matchAll(/href="#([^"]+)"/g)].map(([, field = '']) =>
        body.indexOf(` id="${field}"`, body.indexOf('<form', body.indexOf(summary))),
      );
      expect(places.length, name).toBeGreaterThan(0);
      expect(places, name).not.toContain(-1);
      expect(places, name).toEqual(places.toSorted((a, b) => a - b));
    }
    expect(lists).toBeGreaterThan(20);
  });

  test('ends with the ways to what the service says of itself, and forbids no name where nobody could write one', () => {
    for (const [name, body] of bodies()) {
      const foot = body.slice(body.indexOf('<footer'));
      for (const page of ['accessibility', 'privacy', 'cookies', 'contact'])
        expect(foot, name).toContain(`href="/about/${page}"`);
    }
    const open = all.filter(({ path }) => /^\/(?:$|sign-in$|about\/)/.test(path));
    expect(open.length).toBeGreaterThan(6);
    for (const scene of open) expect(seen.get(scene)?.body, scene.name).not.toContain('Never write a child');
  });

  test('has its way back above the main part', () => {
    const backs = bodies().filter(([, body]) => body.includes('govuk-back-link'));
    expect(backs.length).toBeGreaterThan(5);
    for (const [name, body] of backs)
      expect(body.indexOf('govuk-back-link'), name).toBeLessThan(body.indexOf('<main'));
  });

  test('sets the box for none of the others apart, and takes it with none of them', async () => {
    let boxes = 0;
    for (const { scene, to, html, fields } of forms())
      for (const [tag] of html.matchAll(/<input\b[^>]*type="checkbox"[^>]*value="none"[^>]*>/g)) {
        boxes += 1;
        const field = attribute(tag, 'name') ?? '';
        expect(html.slice(0, html.indexOf(tag)), `${scene.name} ${field}`).toMatch(
          /govuk-checkboxes__divider">or<\/div>\s*<div class="govuk-checkboxes__item">\s*$/,
        );
        const values = [...html.matchAll(/<input\b[^>]*>/g)]
          .filter(([one]) => attribute(one, 'name') === field)
          .map(([one]) => attribute(one, 'value') ?? '');
        const both = await site.visit({
          method: 'POST',
          path: to,
          form: { ...fields, [field]: values },
          cookies: scene.cookie === undefined ? [] : [scene.cookie],
        });
        expect([both.status, field, /only “[^”]+”/.test(both.body)], scene.name).toEqual([422, field, true]);
      }
    expect(boxes).toBeGreaterThan(3);
  });
});

/** Pages whose form signs in let the browser tell ourselves, and nobody else, where it comes from. */
const tellsItself = (path: string): boolean => /^\/(sign-in|coordinators|leads|readers)(\/|$)/.test(path);

const keptToItself = ({ headers }: Seen, path: string): void => {
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
  for (const rule of [
    "default-src 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ])
    expect(policy).toContain(rule);
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  expect(headers['referrer-policy']).toMatch(
    tellsItself(path) ? /^(no-referrer|same-origin)$/ : /^no-referrer$/,
  );
  expect(headers['strict-transport-security']).toContain('max-age=31536000');
};

test('every answer keeps itself and its address to itself', async () => {
  for (const scene of all) {
    keptToItself(seen.get(scene) as Seen, scene.path);
    const { form: _, ...bare } = scene;
    for (const method of ['HEAD', 'POST', 'PUT']) {
      const cookies = bare.cookie === undefined ? [] : [bare.cookie];
      const other = await site.visit({
        method,
        path: bare.path,
        cookies,
        headers: { origin: 'https://x.test' },
      });
      keptToItself(other, bare.path);
      if (method === 'HEAD') expect(other.body).toBe('');
    }
  }
});

/** How many there are to choose from in the longest list of a page. */
const longestList = (body: string): number =>
  Math.max(
    0,
    ...[...body.matchAll(/<select\b[\s\S]*?<\/select>/g)].map(([list]) => list.split('<option').length - 1),
  );

test('a list of more than twenty can be typed in, from our own script, and no other page runs anything', () => {
  const wrong = [...seen].flatMap(([{ name }, { body, headers }]) => {
    const runs = [
      /<script src="\/assets\/[\w.-]+" defer>/.test(body),
      /; script-src 'self'$/.test(headers['content-security-policy'] ?? ''),
    ];
    return runs.every((one) => one === longestList(body) > 20) ? [] : [name];
  });
  expect(wrong).toEqual([]);
  const typed = [...seen]
    .filter(([, { body }]) => longestList(body) > 20)
    .map(([{ path }]) => path.split('/')[1]);
  // Somebody signs in, a coordinator places a child or looks at a council or its keys, a council refers.
  expect(typed).toEqual(expect.arrayContaining(['sign-in', 'cases', 'councils', 'keys', 'refer']));
});

/** What is missing on a page of somebody who is signed in; a page is whatever has a heading. */
const missingOn = ({ body }: Seen): readonly string[] =>
  heading(body) === ''
    ? []
    : [
        ...(/<header[\s\S]*<a [^>]*href="\/home"[\s\S]*<\/header>/.test(body) ? [] : ['the way to the list']),
        ...(/<header[\s\S]*action="\/sign-out"[\s\S]*<\/header>/.test(body) ? [] : ['the way out']),
        ...(/link in (your|the) e-?mail/.test(body) ? ['leads to an e-mail'] : []),
      ];

describe('whoever is signed in', () => {
  test('finds the way to their list and out on every page, whatever they ask for and however it is answered', async () => {
    const sessions = [
      await site.signedIn('E10000016'),
      await site.signedIn('E10000015'),
      await site.coordinatorSignedIn(),
    ];
    const long = 'x'.repeat(30_000);
    const asked: readonly Visit[] = [
      ...all.map(({ path, query, form }) => ({
        path,
        ...defined({ query, form }),
        method: form === undefined ? 'GET' : 'POST',
      })),
      ...routes.flatMap(({ path }) =>
        ['GET', 'PUT'].map((method) => ({ path: path.replaceAll(/\{\w+\}/g, 'x'), method })),
      ),
      ...routes.flatMap(({ path }): Visit[] => {
        const sent = { path: path.replaceAll(/\{\w+\}/g, 'x'), method: 'POST' };
        return [
          { ...sent, form: {} },
          { ...sent, form: { more: long } },
          { ...sent, body: '{}', headers: { 'content-type': 'application/json' } },
        ];
      }),
      { path: '/nothing-here' },
      { path: '/offers/x', form: {}, method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } },
    ];
    const wrong = new Set<string>();
    for (const cookie of sessions)
      for (const visit of asked.filter(({ path }) => path !== '/sign-out')) {
        const answered = await site.visit({ ...visit, cookies: [cookie] });
        for (const what of missingOn(answered))
          wrong.add(
            `${visit.method} ${visit.path.replaceAll(/[\w-]{30,}/g, '…')} (${answered.status}, ${heading(answered.body)}): ${what}`,
          );
      }
    expect([...wrong]).toEqual([]);
  });

  test('finds them also where something broke, unless what says who is signed in broke too', async () => {
    const cookie = await site.signedIn('E10000016');
    const list = vi.spyOn(site.drafts, 'list').mockRejectedValue(new Error('The table is away.'));
    const broken = await site.visit({ path: '/home', cookies: [cookie] });
    expect([broken.status, missingOn(broken)]).toEqual([500, []]);
    const session = vi.spyOn(site.signIns, 'session').mockRejectedValue(new Error('The table is away.'));
    const all = await site.visit({ path: '/home', cookies: [cookie] });
    expect([all.status, heading(all.body)]).toEqual([500, 'Sorry, there is a problem with the service']);
    list.mockRestore();
    session.mockRestore();
  });
});

test('a link that signs nobody in any more leads to a new one, and an old link of a case to the case', async () => {
  const used = await site.askedLink('E10000016', 'duty@e10000016.example');
  const sign = { method: 'POST', path: used, form: { step: 'sign', confirm: 'yes' } };
  await site.visit(sign);
  const again = await site.visit(sign);
  expect([again.status, linksIn(again.body)]).toEqual([409, expect.arrayContaining(['/sign-in'])]);
  const old = await site.link(
    { for: 'entry', authority: 'E10000016', caseId: 'NTS-7F3K-2M9Q', version: 1 },
    '2026-01-05T09:00:00.000Z',
  );
  const expired = await site.visit({ path: old });
  expect([expired.status, linksIn(expired.body)]).toEqual([
    410,
    expect.arrayContaining(['/case/NTS-7F3K-2M9Q']),
  ]);
});

/** Forms of all pages, each once for where it goes and what it asks. */
function forms(): readonly (FoundForm & { readonly scene: Scene; readonly to: string })[] {
  const found = new Map<string, FoundForm & { readonly scene: Scene; readonly to: string }>();
  for (const [scene, { body }] of seen)
    for (const form of formsIn(body)) {
      const to = form.action ?? scene.path;
      found.set(`${to} ${form.fields.step} ${form.fields.action}`, { ...form, scene, to });
    }
  return [...found.values()];
}

describe('every form', () => {
  const posted = (
    { scene, to }: { scene: Scene; to: string },
    form: NonNullable<Scene['form']>,
    headers: Record<string, string> = {},
  ) =>
    site.visit({
      method: 'POST',
      path: to,
      form,
      headers,
      cookies: scene.cookie === undefined ? [] : [scene.cookie],
    });

  test('is taken from our own pages only, and in a session from that session’s', async () => {
    written.length = 0;
    for (const form of forms()) {
      for (const foreign of [
        { 'sec-fetch-site': 'cross-site' },
        { origin: 'https://elsewhere.test' },
      ] as const)
        expect((await posted(form, form.fields, foreign as Record<string, string>)).status, form.to).toBe(
          403,
        );
      if (form.scene.cookie === undefined) continue;
      const { session, ...others } = form.fields;
      expect(session, `${form.to} carries its session's token`).toHaveLength(1);
      for (const token of [undefined, ['x'.repeat(session?.[0]?.length ?? 1)]])
        expect(
          (await posted(form, token === undefined ? others : { ...others, session: token })).status,
        ).toBe(403);
    }
    expect(written).toEqual([]);
  });

  test('has a limit, and says so in words', async () => {
    written.length = 0;
    for (const form of forms()) {
      const large = await posted(form, { ...form.fields, more: 'x'.repeat(30_000) });
      expect([form.to, large.status, heading(large.body)]).toEqual([form.to, 413, 'That is too much text']);
      const json = await site.visit({
        method: 'POST',
        path: form.to,
        body: '{}',
        headers: { 'content-type': 'application/json' },
        cookies: form.scene.cookie === undefined ? [] : [form.scene.cookie],
      });
      expect([form.to, json.status, heading(json.body)]).toEqual([
        form.to,
        415,
        'This form could not be read',
      ]);
    }
    expect(written).toEqual([]);
  });
});

/** What a page shows only after a person has ticked its box, no program comes to. */
const isBehindATick = ({ form }: Scene): boolean => form?.confirm === 'yes';

describe('a program that follows links', () => {
  test('changes nothing by looking at any page, twice, in whichever way', async () => {
    written.length = 0;
    for (const { form: _, ...scene } of all)
      for (const method of ['GET', 'HEAD', 'GET'])
        await site.visit({
          method,
          path: scene.path,
          query: scene.query ?? {},
          cookies: scene.cookie === undefined ? [] : [scene.cookie],
        });
    expect(written).toEqual([]);
  });

  test('changes nothing by posting every form as it stands, and again, and emptied', async () => {
    written.length = 0;
    for (const { scene, to, fields } of forms()) {
      if (scene.cookie !== undefined) continue;
      const emptied = Object.fromEntries(Object.keys(fields).map((name) => [name, '']));
      for (const form of [fields, fields, emptied, {}, { step: 'confirm' }, { change: 'yes' }]) {
        const { status } = await site.visit({ method: 'POST', path: to, form });
        expect([200, 303, 404, 409, 410, 422], `${scene.name} ${status}`).toContain(status);
      }
    }
    expect(written).toEqual([]);
  });

  test('that had stolen a session would keep drafts as they are, refer nobody and read nothing', async () => {
    written.length = 0;
    const drafts = async () => (await site.drafts.list('E10000016')).map(({ id, form }) => ({ id, form }));
    const before = await drafts();
    for (const { scene, to, fields } of forms()) {
      if (scene.cookie === undefined || to === '/sign-out' || isBehindATick(scene)) continue;
      await site.visit({ method: 'POST', path: to, form: fields, cookies: [scene.cookie] });
    }
    // An empty draft, begun by its one button, holds nothing and is forgotten.
    const kept = (await drafts()).filter(({ form }) => Object.keys(form).length > 0);
    for (const draft of kept) expect(before).toContainEqual(draft);
    expect(new Set(written)).toEqual(new Set(['drafts.save']));
  });
});

test('no form is answered with a page, whatever is wrong with it: an address leads to where it is shown', async () => {
  const leadsOn = async (what: string, form: Visit) => {
    const { status, headers, body } = await site.request({ ...form, method: 'POST' });
    expect([what, status, body]).toEqual([what, 303, '']);
    expect(headers.location, what).toMatch(/^\/[^/]/);
  };
  for (const { name, path, form, cookie } of all)
    if (form !== undefined)
      await leadsOn(name, { path, form, cookies: cookie === undefined ? [] : [cookie] });
  for (const { scene, to, fields } of forms()) {
    const posted = { path: to, cookies: scene.cookie === undefined ? [] : [scene.cookie] };
    const { session = [], ...others } = fields;
    const wrong: NonNullable<Visit['form']>[] = [{}, others, { ...others, more: 'x'.repeat(30_000) }];
    for (const form of to === '/sign-out' ? wrong : [...wrong, { session }])
      await leadsOn(`${scene.name} to ${to}`, { ...posted, form });
    await leadsOn(to, { ...posted, body: '{}', headers: { 'content-type': 'application/json' } });
  }
});

/** The referral form's own dates are typed in date-examples.test.ts, on other days too. */
const isNoDraft = ({ to }: { readonly to: string }): boolean => !to.startsWith('/refer/');

test('every form shows with each field a date to type that the field takes', async () => {
  let examples = 0;
  for (const { scene, to, html, fields } of forms().filter(isNoDraft))
    for (const [, field = ''] of html.matchAll(/name="([\w-]+)-day"/g)) {
      const hint = new RegExp(`id="${field}-hint"[^>]*>([^<]*)<`).exec(html)?.[1] ?? '';
      const [, day = '', month = '', year = ''] = /example, (\d+) (\d+) (\d{4})/.exec(hint) ?? [];
      if (year === '') continue;
      examples += 1;
      const { body } = await site.visit({
        method: 'POST',
        path: to,
        form: { ...fields, [`${field}-day`]: day, [`${field}-month`]: month, [`${field}-year`]: year },
        cookies: scene.cookie === undefined ? [] : [scene.cookie],
      });
      expect(body, `${scene.name}: ${field}`).not.toMatch(new RegExp(`href="#${field}-(?:day|month|year)"`));
    }
  expect(examples).toBeGreaterThan(5);
});
