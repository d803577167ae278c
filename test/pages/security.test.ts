import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { answerRows } from '../../functions/pages/forms/answer-words.ts';
import { formModel } from '../../functions/pages/forms/form-model.ts';
import { assetNames } from '../../functions/pages/generated/asset-names.ts';
import { stylesheet } from '../../functions/pages/generated/stylesheet.ts';
import { render } from '../../functions/pages/views/render.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { Site } from './site.ts';

let site: Site;
let theCase: Case;
let offer: string;
let coordinator: string;

beforeAll(async () => {
  site = await Site.seeded();
  theCase = await site.referred();
  offer = await site.offerLink(theCase);
  coordinator = await site.caseLink(theCase);
});

describe('headers', () => {
  test.each(['offer', 'nowhere', 'invalid', 'method'])(
    'keep a page and its address to themselves: %s',
    async (which) => {
      const path = { offer, nowhere: '/nowhere', invalid: '/offers/x.y.z', method: offer }[which] ?? '';
      const { headers } = await site.visit({ path, method: which === 'method' ? 'DELETE' : 'GET' });
      const policy = headers['content-security-policy'] ?? '';
      for (const rule of [
        "default-src 'none'",
        "style-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ])
        expect(policy).toContain(rule);
      expect(policy).not.toMatch(/unsafe|script-src|https?:|\*/);
      expect(headers).toMatchObject({
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
      expect(headers['strict-transport-security']).toContain('max-age=31536000');
    },
  );

  test('let only the stylesheet be kept, under a name that changes with it', async () => {
    const { status, headers, body } = await site.get(`/assets/${assetNames.stylesheet}`);
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-type']).toContain('text/css');
    expect(body).toBe(stylesheet);
    expect((await site.get('/assets/pages-0000000000.css')).status).toBe(404);
    expect((await site.get('/assets/icon.svg')).headers['content-type']).toContain('image/svg+xml');
  });
});

describe('a link', () => {
  test('that was cut short, changed or made for another page opens nothing and says what to do', async () => {
    const [head = '', body = '', signature = ''] = (offer.split('/').at(-1) ?? '').split('.');
    const other = Buffer.from(Buffer.from(body, 'base64url').toString().replace('"1-1"', '"1-2"')).toString(
      'base64url',
    );
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const token of [
      head,
      `${head}.${body}`,
      `${head}.${other}.${signature}`,
      `${none}.${body}.`,
      `${head}.${body}.${signature.slice(0, -4)}`,
      'x'.repeat(5000),
      coordinator.split('/').at(-1),
    ]) {
      const seen = await site.get(`/offers/${token}`);
      expect(seen.status).toBe(404);
      expect(seen.body).toContain('This link does not work');
      expect(seen.body).not.toContain(theCase.id);
    }
  });

  test('that is too old says so, and reveals nothing', async () => {
    const old = await site.link(
      { for: 'coordinator', caseId: theCase.id, version: 1 },
      '2026-01-05T09:00:00.000Z',
    );
    const seen = await site.get(old);
    expect(seen.status).toBe(410);
    expect(seen.body).toContain('This link has expired');
    expect(seen.body).not.toContain(theCase.id);
  });

  test('to a case that is not there opens nothing', async () => {
    const caseId = 'NTS-0000-0000';
    for (const claims of [
      { for: 'coordinator', caseId, version: 1 },
      { for: 'transfer', caseId, version: 1, council: 'E10000014' },
      { for: 'entry', caseId, version: 1, authority: 'E10000016' },
      { for: 'entry', caseId: theCase.id, version: 1, authority: 'E10000014' },
      { for: 'capacity', region: 'E12000008', version: 1, council: 'E99999999' },
    ] as const)
      expect((await site.get(await site.link(claims))).status).toBe(404);
  });

  test('is never written to the log', async () => {
    await site.get(offer);
    await site.get('/offers/secret-token');
    const lines = JSON.stringify(site.log.lines);
    expect(lines).toContain('/offers/{token}');
    expect(lines).not.toContain(offer.split('/').at(-1));
    expect(lines).not.toContain('secret-token');
  });

  test('is not in its own page, where a printer or a copy would carry it on', async () => {
    for (const link of [offer, coordinator])
      expect((await site.get(link)).body).not.toContain(link.split('/').at(-1));
  });
});

describe('a post', () => {
  const form = { step: 'choice', answer: 'accept' };
  const posted = async (headers: Record<string, string>) =>
    (await site.visit({ method: 'POST', path: offer, form, headers, origin: 'as-said' })).status;

  const own = 'https://pages.test';
  const others = [
    'https://elsewhere.test',
    'http://pages.test',
    'https://pages.test:8443',
    'https://sub.pages.test',
    'https://pages.test.elsewhere.test',
    'https://elsewhere.test/https://pages.test',
    'nonsense',
  ];
  /** What browsers, and programs, say of where a form comes from; whether it is ours, another's, or not to be known. */
  const origins: readonly (readonly [headers: Record<string, string>, from: 'own' | 'other' | 'unsaid'])[] = [
    [{ 'sec-fetch-site': 'same-origin' }, 'own'],
    [{ 'sec-fetch-site': 'same-origin', origin: 'null' }, 'own'],
    [{ 'sec-fetch-site': 'same-origin', origin: own }, 'own'],
    [{ 'sec-fetch-site': 'none' }, 'own'],
    [{ 'sec-fetch-site': 'cross-site' }, 'other'],
    [{ 'sec-fetch-site': 'cross-site', origin: 'null' }, 'other'],
    [{ 'sec-fetch-site': 'cross-site', origin: own }, 'other'],
    [{ 'sec-fetch-site': 'same-site' }, 'other'],
    [{ 'sec-fetch-site': '' }, 'other'],
    [{ 'sec-fetch-site': 'same-origin', origin: 'https://elsewhere.test' }, 'other'],
    [{ origin: own }, 'own'],
    [{ origin: own, referer: 'https://elsewhere.test/' }, 'own'],
    [{ referer: `${own}/sign-in` }, 'own'],
    ...others.map((origin) => [{ origin }, 'other'] as const),
    ...others.map((referer) => [{ referer }, 'other'] as const),
    [{ origin: 'null' }, 'unsaid'],
    [{ origin: 'null', referer: `${own}/sign-in` }, 'unsaid'],
    [{}, 'unsaid'],
  ];

  test.each(origins)(
    'whose browser says %j: on a page whose address is the secret',
    async (headers, from) => {
      expect(await posted(headers)).toBe(from === 'other' ? 403 : 200);
    },
  );

  describe.each(['/sign-in', 'a council’s link to sign in', 'a coordinator’s'])('to %s', (which) => {
    test.each(origins)(
      'whose browser says %j signs in only when it surely comes from us',
      async (headers, from) => {
        const signInId = crypto.randomUUID();
        const [path, form] =
          which === '/sign-in'
            ? ['/sign-in', { step: 'ask', council: 'E10000014', address: 'duty@elsewhere.example' }]
            : which === 'a coordinator’s'
              ? [
                  await site.link({ for: 'coordinator-sign-in', signInId }),
                  {
                    step: 'sign',
                    person: (await site.rosters.read('coordinators')).roster.people[0]?.id ?? '',
                  },
                ]
              : [
                  await site.link({ for: 'sign-in', council: 'E10000014', signInId }),
                  { step: 'sign', confirm: 'yes' },
                ];
        const seen = await site.visit({ method: 'POST', path, form, headers, origin: 'as-said' });
        // A coordinator is asked for a code then.
        const goesOn = which === 'a coordinator’s' ? 200 : 303;
        expect(seen.status).toBe(from === 'own' ? goesOn : 403);
        if (from !== 'own') expect(seen.cookies).toEqual([]);
        // Its page lets old browsers say where they come from, and still tells other websites nothing.
        expect((await site.get(path)).headers['referrer-policy']).toBe('same-origin');
      },
    );
  });

  test('of a session needs the session’s token, wherever it says it comes from', async () => {
    const cookie = await site.signedIn('E10000014');
    for (const [headers] of origins)
      for (const [path, form] of [
        ['/sign-out', {}],
        ['/sessions', { step: 'what', ending: 'links' }],
        ['/refer', { step: 'begin' }],
      ] as const) {
        const seen = await site.visit({
          method: 'POST',
          path,
          form: { ...form, session: 'guessed' },
          headers,
          origin: 'as-said',
          cookies: [cookie],
        });
        expect(seen.status, path).toBe(403);
      }
    expect((await site.visit({ path: '/home', cookies: [cookie] })).status).toBe(200);
  });

  test('over plain HTTP, as in the local run, is from us by that protocol only', async () => {
    const headers = { 'x-forwarded-proto': 'http', host: '127.0.0.1:8080' };
    expect(await posted({ ...headers, origin: 'http://127.0.0.1:8080' })).toBe(200);
    for (const origin of ['https://127.0.0.1:8080', 'http://127.0.0.1', 'http://localhost:8080'])
      expect(await posted({ ...headers, origin })).toBe(403);
  });

  test('that is too large, or no form, is refused with words', async () => {
    const large = await site.visit({
      method: 'POST',
      path: offer,
      form: { ...form, text: 'x'.repeat(30_000) },
    });
    expect(large.status).toBe(413);
    const claimed = await site.visit({
      method: 'POST',
      path: offer,
      form,
      headers: { 'content-length': '10000000' },
    });
    expect(claimed.status).toBe(413);
    const json = await site.visit({
      method: 'POST',
      path: offer,
      body: '{"answer":"accept"}',
      headers: { 'content-type': 'application/json' },
    });
    expect(json.status).toBe(415);
  });

  test('with a text that is too long keeps it and says how long it may be', async () => {
    const seen = await site.post(offer, {
      step: 'why',
      answer: 'decline',
      reason: 'other',
      text: 'é'.repeat(2001),
    });
    expect(seen.status).toBe(422);
    expect(seen.body).toContain('must be 2,000 characters or fewer');
    expect(seen.body).toContain('é'.repeat(2001));
  });

  test('with names that objects have of their own is harmless', async () => {
    const seen = await site.visit({
      method: 'POST',
      path: offer,
      body: '__proto__=x&constructor=y&toString=z&step=choice&answer=accept&answer=decline',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(seen.status).toBe(200);
    expect(seen.body).toContain('Why do you decline?');
  });
});

test('other methods are refused and told which there are', async () => {
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    const seen = await site.visit({ method, path: offer });
    expect(seen.status).toBe(405);
    expect(seen.headers.allow).toBe('GET, HEAD, POST');
  }
  expect((await site.visit({ method: 'POST', path: '/health', form: {} })).status).toBe(405);
  expect((await site.visit({ method: 'POST', path: '/assets/icon.svg', form: {} })).status).toBe(405);
});

test('paths that lead nowhere say so; health is well', async () => {
  for (const path of [
    '/offers',
    '/offers/',
    '/sign-out/more',
    `${offer}/more`,
    '/admin',
    '/assets/',
    '/assets/../x',
  ])
    expect((await site.get(path)).status).toBe(404);
  const health = await site.get('/health');
  expect([health.status, health.body]).toEqual([200, 'ok']);
});

test('when something breaks the page says what to do, and nothing of what broke', async () => {
  const broken = await Site.seeded();
  broken.cases.read = async () => {
    throw new Error('the-inner-secret');
  };
  const seen = await broken.visit({
    path: await broken.link({ for: 'coordinator', caseId: 'NTS-0000-0000', version: 1 }),
  });
  expect(seen.status).toBe(500);
  expect(seen.body).toContain('Sorry, there is a problem with the service');
  expect(seen.body).not.toContain('the-inner-secret');
});

test('whatever people write is text on every view, never markup', async () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onfocus='alert(1)",
      '{{ 7 * 7 }}{% include "layout.njk" %}',
      '</textarea><form action=//x>',
      '<!--',
    ),
  );
  const marked = fc.tuple(hostile, hostile).map(([a, b]) => `${a}<b id="planted">${b}`);
  await fc.assert(
    fc.asyncProperty(marked, async (text) => {
      const choices = [{ value: text, text, hint: text }];
      const asked = { name: 'field', label: text, hint: text };
      const step = {
        name: text,
        title: text,
        button: text,
        schema: {} as never,
        questions: [
          { ...asked, kind: 'radios', choices },
          { ...asked, kind: 'checkboxes', choices },
          { ...asked, kind: 'select', choices },
          { ...asked, kind: 'text' },
          { ...asked, kind: 'number', suffix: text },
          { ...asked, kind: 'long-text' },
          { ...asked, kind: 'date' },
          { ...asked, kind: 'confirm', choice: text },
        ],
      } as const;
      const posted = new Map([
        ['field', [text]],
        ['other', [text]],
        ['field-day', [text]],
      ]);
      const problems = new Map([
        ['field', text],
        ['field-day', text],
      ]);
      const rows = [{ label: text, value: text }, ...answerRows([step], { [text]: { field: text } })];
      const section = { heading: text, text: [text], points: [text], rows };
      const verdict = { council: text, region: text, sentence: text, why: text, numbers: text };
      const entry = { title: text, details: [text], at: text, when: text, who: text };
      const model = {
        title: text,
        caption: text,
        text: [text],
        lead: [text],
        warning: text,
        status: { text, colour: 'grey' },
        notice: { title: text, text, good: false },
        sections: [section],
        after: [section],
        formHeading: text,
        formText: [text],
        rows,
        link: { text, href: text },
        signedIn: { as: text, home: text, field: { name: text, value: text } },
        needs: [{ action: text, about: text, by: text, href: text, tag: { text, colour: 'red' } }],
        referrals: [{ heading: text, lines: [{ action: text, about: text, by: text, href: text }] }],
        form: formModel(step, posted, problems, [step]),
        trail: { text, colour: 'green', words: text },
        auditPath: text,
        offers: {
          rows: [
            {
              council: text,
              region: text,
              asked: text,
              askedAt: text,
              answerBy: text,
              answer: text,
              took: text,
              why: [text],
            },
          ],
        },
        timeline: [{ heading: text, entries: [entry], remindersHeading: text, reminders: [entry] }],
        explanation: {
          text: [text],
          asked: [{ heading: text, rows: [verdict] }],
          found: { heading: text, rows: [verdict] },
          regions: [{ region: text, share: text, due: text, councils: text }],
          passedOverHeading: text,
          passedOver: [{ heading: text, rows: [verdict] }],
        },
      };
      for (const view of ['page', 'ask', 'check', 'case', 'message', 'home'] as const)
        for (const receipt of view === 'page' ? [{}, { receipt: text }] : [{}]) {
          const html = await render(view, { ...model, ...receipt });
          expect(html).not.toContain('<b id="planted">');
          expect(html).toContain('&lt;b id=&quot;planted&quot;&gt;');
          expect(html).not.toMatch(/<(script|img)\b/i);
        }
    }),
    { numRuns: 60 },
  );
});
