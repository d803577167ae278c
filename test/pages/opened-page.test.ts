/** A page that has been opened: how it is shown, what its forms carry along, and how an answer is taken, refused and acted on. */

import { expect, test } from 'vitest';
import * as z from 'zod';
import { someText, ticked } from '../../functions/pages/forms/answers.ts';
import type { NextStep } from '../../functions/pages/forms/walk.ts';
import { type Acted, type OpenedPage, serve } from '../../functions/pages/http/opened-page.ts';
import type { Page } from '../../functions/pages/http/reply.ts';
import { defined } from '../../shared/core/defined.ts';
import type { PageRequest, PageResponse } from '../../shared/runtime/http-middleware.ts';
import { Site } from './site.ts';
import { speltOut } from './spelt-out.ts';

type Fields = Readonly<Record<string, string | readonly string[]>>;
const request = (method: string, form?: Fields): PageRequest =>
  ({
    rawPath: '/cases/x',
    headers: { 'sec-fetch-site': 'same-origin' },
    requestContext: { domainName: 'pages.test', http: { method } },
    ...defined({ body: form }),
  }) as never;

const nextStep: NextStep = (answered) => {
  if (answered.why === undefined)
    return {
      name: 'why',
      title: 'Why?',
      questions: [{ kind: 'text', name: 'reason', label: 'Reason' }],
      schema: z.object({ reason: someText('Say why', 'Reason') }),
      button: 'Continue',
      sealed: true,
    };
  return answered.confirm === undefined
    ? {
        name: 'confirm',
        title: 'Check',
        text: ['Said.'],
        questions: [
          { kind: 'text', name: 'name', label: 'Your name' },
          { kind: 'confirm', name: 'confirm', label: 'Confirm', choice: 'I may' },
        ],
        schema: z.object({ name: z.string(), confirm: ticked('Tick the box') }),
        button: 'Send',
        check: true,
      }
    : undefined;
};
const model = { title: 'A case', caption: 'Reference NTS-1' };
const still = { caption: model.caption, shows: () => ({ page: model }) };
const done = { kind: 'done' } as const;
const seen: unknown[] = [];
const page = (over: Partial<OpenedPage> = {}, acted: Acted = done): OpenedPage => ({
  ...still,
  nextStep: nextStep,
  act: async (answered, lookedAt) => {
    seen.push([answered, lookedAt]);
    return acted;
  },
  ...over,
});
/** With what is read once a page is drawn. */
const shown = async (opened: OpenedPage, form?: Fields) => {
  const reply = await serve(opened, request(form === undefined ? 'GET' : 'POST', form));
  if (!('reads' in reply)) return reply as Page & PageResponse;
  const { reads, ...rest } = reply as Page & PageResponse;
  return { ...rest, model: { ...(await reads?.()), ...rest.model } };
};
const carriedBy = ({ model }: Page) =>
  ('form' in model ? (model.form as { carried: { name: string; value: string }[] }).carried : []).map(
    ({ name, value }) => `${name}=${value}`,
  );
const session = { kind: 'officer', council: 'E10000016', id: 'i', formToken: 'token' } as const;
const answers = { reason: 'x', step: 'confirm', confirm: 'yes', name: '' };

test('is told of each form that is not acted on, and of no other', async () => {
  const told: unknown[] = [];
  const notActedOn: OpenedPage['notActedOn'] = async (form) => {
    told.push(form.get('reason'));
    return undefined;
  };
  const { act: _, ...without } = page();
  for (const opened of [still, without]) {
    await shown({ ...opened, notActedOn }, { ...answers, reason: 'nothing to answer' });
    await shown({ ...opened, notActedOn });
  }
  await shown(page({ notActedOn }), { ...answers, reason: '' });
  await shown(page({ notActedOn }), answers);
  expect(told).toEqual([['nothing to answer'], ['nothing to answer'], ['']]);
});

test('says what stands to whoever answered otherwise when there was nothing left to answer', async () => {
  const { act: _, ...without } = page();
  const words = 'This answer was not recorded.';
  const reply = await shown({ ...without, notActedOn: async () => ({ kind: 'refused', words }) }, answers);
  expect([reply.status, JSON.stringify(reply.model)]).toEqual([409, expect.stringContaining(words)]);
});

test('is shown with its first question, in whose name, and with what else its view needs', async () => {
  expect(
    speltOut(await shown(page({ view: 'case', shows: () => ({ page: model, more: { trail: 'whole' } }) }))),
  ).toEqual([
    'view: case; status: 200',
    'model:',
    '  title: A case; caption: Reference NTS-1; trail: whole',
    '  form:',
    '    step: why; button: Continue',
    '    fields:',
    '      - component: input',
    '        parameters:',
    '          name: reason; id: reason; value: ; spellcheck: false; classes: govuk-input--width-20',
    '          label:',
    '            text: Reason; classes: govuk-label--s',
    '    carried:',
    '      none',
    '    problems:',
    '      none',
    'besides:',
  ]);
  expect((await shown(still)).model).toEqual(model);
  expect((await shown(page({ session }))).model).toMatchObject({ signedIn: { as: 'Kent' } });
  const head = {
    signedIn: { as: 'Surrey', home: 'what needs us', field: { name: 'session', value: 'other' } },
  };
  expect((await shown(page({ head }))).model).toMatchObject(head);
  expect((await shown(page({ signsIn: true }))).besides).toEqual({ 'Referrer-Policy': 'same-origin' });
  expect((await shown(page())).besides).toEqual({});
  expect(await serve(page(), request('HEAD'))).toMatchObject({ view: 'page', body: '' });
  expect(await serve(page(), request('PUT'))).toMatchObject({
    status: 405,
    besides: { Allow: 'GET, HEAD, POST' },
  });
});

test('carries along the version that was seen, and the token of its session', async () => {
  expect(carriedBy(await shown(page()))).toEqual([]);
  expect(carriedBy(await shown(page({ lookedAt: 7 })))).toEqual(['lookedAt=7']);
  expect(carriedBy(await shown(page({ lookedAt: 7, session })))).toEqual(['lookedAt=7', 'session=token']);
  const next = async (form: Fields, over: Partial<OpenedPage> = { lookedAt: 7 }) =>
    carriedBy(await shown(page(over), { reason: 'x', step: 'why', ...form }));
  expect(await next({})).toEqual(['reason=x', 'behind=why', 'lookedAt=7']);
  expect(await next({ lookedAt: '5' })).toEqual(['reason=x', 'behind=why', 'lookedAt=5']);
  for (const lookedAt of ['x5', '5x', '9999999999999999', '12345678901234567', ''])
    expect(await next({ lookedAt })).toEqual(['reason=x', 'behind=why', 'lookedAt=7']);
  expect(await next({ lookedAt: '123456789' })).toContain('lookedAt=123456789');
  expect(await next({ lookedAt: '5' }, {})).toEqual(['reason=x', 'lookedAt=5', 'behind=why']);
});

test('asks page by page, shows what was answered, and who answers', async () => {
  const check = await shown(page({ standing: { name: 'Robin Hale' } }), { reason: 'Because', step: 'why' });
  expect(speltOut(check)).toEqual([
    'view: check; status: 200',
    'model:',
    '  title: Check; caption: Reference NTS-1; sealing: true',
    '  text:',
    '    - Said.',
    '  rows:',
    '    - label: Reason; value: Because; change: why',
    '  form:',
    '    step: confirm; button: Send',
    '    fields:',
    '      - component: input',
    '        parameters:',
    '          name: name; id: name; value: Robin Hale; spellcheck: false; classes: govuk-input--width-20',
    '          label:',
    '            text: Your name; classes: govuk-label--s',
    '      - component: checkboxes',
    '        parameters:',
    '          idPrefix: confirm; name: confirm',
    '          fieldset:',
    '            legend:',
    '              text: Confirm; classes: govuk-fieldset__legend--s',
    '          items:',
    '            - value: yes; text: I may',
    '    carried:',
    '      - name: reason; value: Because',
    '      - name: behind; value: why',
    '    problems:',
    '      none',
    'besides:',
  ]);
  const nameOn = async (opened: OpenedPage, form: Fields) => {
    const { model } = await shown(opened, form);
    return JSON.stringify(model).match(/"value":"([^"]*)","spellcheck"/)?.[1];
  };
  const half = { reason: 'x', step: 'why' };
  expect(await nameOn(page(), half)).toBe('');
  expect(await nameOn(page({ standing: { name: 'Robin Hale' } }), { ...half, name: 'Sam Okafor' })).toBe(
    'Sam Okafor',
  );
  const wrong = await shown(page({ standing: { name: 'Robin Hale' } }), { step: 'why' });
  expect([wrong.status, wrong.view, speltOut(wrong).filter((line) => line.includes('Robin'))]).toEqual([
    422,
    'page',
    [],
  ]);
  expect((await shown(page(), { ...answers, confirm: '' })).status).toBe(422);
});

test('is acted on once every answer is there, with the version that was seen', async () => {
  seen.length = 0;
  await shown(page({ lookedAt: 7 }), answers);
  await shown(page({ lookedAt: 7 }), { ...answers, lookedAt: '5' });
  await shown(page(), { ...answers, lookedAt: '5' });
  const answered = { why: { reason: 'x' }, confirm: { name: '', confirm: 'yes' } };
  expect(seen).toEqual([
    [answered, 7],
    [answered, 5],
    [answered, undefined],
  ]);
  const outcome = async (acted: Acted, over: Partial<OpenedPage> = {}) => shown(page(over, acted), answers);
  expect(await outcome(done)).toEqual({ statusCode: 303, headers: { Location: '/cases/x' } });
  expect((await outcome({ ...done, event: 3 })).headers).toEqual({ Location: '/cases/x?event=3' });
  expect(await outcome({ ...done, event: 3, to: '/home', cookies: ['a=b'] })).toEqual({
    statusCode: 303,
    headers: { Location: '/home' },
    cookies: ['a=b'],
  });
  const response: PageResponse = { statusCode: 200, body: 'once' };
  expect(await outcome({ kind: 'show', response })).toBe(response);
  const refused = { kind: 'refused', words: 'Somebody was faster.' } as const;
  expect(
    [await outcome(refused), await outcome({ ...refused, next: 'Look again.' })].flatMap(speltOut),
  ).toEqual([
    'view: message; status: 409',
    'model:',
    '  title: That could not be done',
    '  text:',
    '    - Somebody was faster.',
    '    - Nothing was changed.',
    '  link:',
    '    text: See how things stand now; href: ?',
    'besides:',
    'view: message; status: 409',
    'model:',
    '  title: That could not be done',
    '  text:',
    '    - Somebody was faster.',
    '    - Look again.',
    '  link:',
    '    text: See how things stand now; href: ?',
    'besides:',
  ]);
});

test('takes no answer where there is nothing to answer, or what was seen has moved on', async () => {
  const home = { statusCode: 303, headers: { Location: '/cases/x' } };
  const { act: _, ...silent } = page();
  const { nextStep: __, ...over } = page();
  expect([await shown(silent, answers), await shown(over, answers), await shown(still, answers)]).toEqual([
    home,
    home,
    home,
  ]);
  const movedOn = { kind: 'refused', words: 'It was changed.' } as const;
  const moved = page({ lookedAt: 7, movedOn });
  expect((await shown(moved, { ...answers, lookedAt: '5' })).status).toBe(409);
  expect((await shown(moved, { ...answers, lookedAt: '7' })).statusCode).toBe(303);
  expect((await shown(page({ lookedAt: 7 }), { ...answers, lookedAt: '5' })).statusCode).toBe(303);
  expect((await shown(page({ session }), answers)).status).toBe(403);
  expect((await shown(page({ session }), { ...answers, session: 'token' })).statusCode).toBe(303);
});

test('of another desk says whose it is, opens nothing, and remembers where to go on', async () => {
  const site = await Site.seeded();
  const asked = await site.referred();
  const cookies = [await site.signedIn('E10000013')];
  const [offer] = asked.offers;
  const council = offer?.council ?? '';
  const links = [
    await site.offerLink(asked),
    await site.entryLink(asked),
    await site.caseLink(asked),
    await site.link({ for: 'capacity', council, region: 'E12000008', version: 0 }),
  ];
  const said = await Promise.all(
    links.map(async (path) => {
      const answer = await site.visit({ path, cookies });
      return [
        answer.status,
        /<h1[^>]*>([^<]*)/.exec(answer.body)?.[1]?.trim(),
        answer.cookies.map((cookie) => cookie.split(';')[0]),
      ];
    }),
  );
  const back = `__Host-nts-back=${encodeURIComponent(`/case/${asked.id}`)}`;
  expect(said.map(([status, , remembered]) => [status, remembered])).toEqual([
    [403, [back]],
    [403, [back]],
    [403, [back]],
    [403, []],
  ]);
  expect(said.map(([, title]) => title)).toEqual([
    'This link is for Surrey',
    'This link is for Kent',
    'This link is for the coordinators',
    'This link is for Surrey',
  ]);
});
