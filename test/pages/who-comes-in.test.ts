/** Who comes in: the pages as they read, the cookies as they are written, what is counted, and where each is sent. */

import { beforeEach, describe, expect, test } from 'vitest';
import { assetNames } from '../../functions/pages/generated/asset-names.ts';
import { notFor } from '../../functions/pages/http/answer-request.ts';
import { asset } from '../../functions/pages/http/assets.ts';
import { compressed } from '../../functions/pages/http/compress.ts';
import { formOf, isFromOwnPage, isSurelyFromOwnPage } from '../../functions/pages/http/form-request.ts';
import { form } from '../../functions/pages/http/forms.ts';
import * as messages from '../../functions/pages/http/messages.ts';
import { asResponse, type Page, page, seeOther } from '../../functions/pages/http/reply.ts';
import {
  forgetPlace,
  placeToComeBackTo,
  rememberPlace,
  toSignIn,
} from '../../functions/pages/sign-in/come-back.ts';
import { countInQuarterHour } from '../../functions/pages/sign-in/count-in-quarter-hour.ts';
import { elsewhere } from '../../functions/pages/sign-in/elsewhere.ts';
import { ownCookie, sessionEnd, sessionKnownUntil } from '../../functions/pages/sign-in/session.ts';
import { signedIn } from '../../functions/pages/sign-in/signed-in.ts';
import { defined } from '../../shared/core/defined.ts';
import type { PageRequest, PageResponse } from '../../shared/runtime/http-middleware.ts';
import { NOW } from '../builders.ts';
import { sessionOf } from './forms.ts';
import { readPage } from './read-page.ts';
import { Site } from './site.ts';
import { speltOut } from './spelt-out.ts';

const HAMPSHIRE = 'E10000014';
const requestOf = (over: object = {}): PageRequest =>
  ({
    headers: {},
    cookies: [],
    rawPath: '/home',
    requestContext: { domainName: 'pages.test', http: { method: 'GET' } },
    ...over,
  }) as never;

describe('a page that only says something', () => {
  test('is the same for everybody', () => {
    const byName = Object.entries(messages).toSorted(([a], [b]) => a.localeCompare(b, 'en-GB'));
    const all = byName.map(([name, made]) => {
      const { status, model, besides, view } = (made as (allowed: string) => Page)('GET');
      return { name, view, status, besides, model };
    });
    expect(speltOut(all)).toEqual([
      '- name: crossSite; view: message; status: 403',
      '  besides:',
      '  model:',
      '    title: This form came from another website; anybody: true',
      '    text:',
      '      - Nothing was changed. Answer on our own page.',
      '    link:',
      '      text: Open this page again; href: ?',
      '- name: failure; view: message; status: 500',
      '  besides:',
      '  model:',
      '    title: Sorry, there is a problem with the service; anybody: true',
      '    text:',
      '      - Open this page again in a few minutes. The page shows whether your answer was received; if not, give it again. It is counted once, however often you send it.',
      '      - If it is urgent, reply to the email to reach the National Transfer Scheme team.',
      '    link:',
      '      text: Open this page again; href: ?',
      '- name: formTooOld; view: message; status: 403',
      '  besides:',
      '  model:',
      '    title: This form does not belong to your session; anybody: true',
      '    text:',
      '      - Nothing was changed. You may have signed in again since you opened it.',
      '    link:',
      '      text: Go to your list; href: /home',
      '- name: linkExpired; view: message; status: 410',
      '  besides:',
      '  model:',
      '    title: This link has expired',
      '    text:',
      '      - Links stop working some weeks after they are sent. Nothing you do here can change anything now.',
      '      - You can see how things stand now once you are signed in.',
      '    link:',
      '      text: See how things stand now; href: GET',
      '- name: linkInvalid; view: message; status: 404',
      '  besides:',
      '  model:',
      '    title: This link does not work',
      '    text:',
      '      - Part of the address may be missing. Copy the whole of it into the address bar.',
      '    fromEmail:',
      '      - Open the link in your email again. If it still does not work, sign in: your list leads to every page that is for you.',
      '- name: linkSent; view: message; status: 200',
      '  besides:',
      '  model:',
      '    title: Check your email; anybody: true',
      '    text:',
      '      - If we know the address, we have sent a link to it. It works once, for 15 minutes.',
      '      - We know the addresses of councils, of leads of regions and of the coordinators. Your own works too, if it is at the domain of your council.',
      '      - A link that nobody has used is not sent again for 10 minutes: use the one that is there.',
      '      - Nothing there after a few minutes? Look among unwanted mail, and check which address our emails come to. If you are still stuck, write to the address on the page “Contact and feedback”.',
      '    link:',
      '      text: Ask again; href: /sign-in',
      '- name: linkVoid; view: message; status: 410',
      '  besides:',
      '  model:',
      '    title: This link has been closed; anybody: true',
      '    text:',
      '      - The desk that it was sent to has closed all links in its earlier emails. Nothing was opened, and nothing can be changed here.',
      '      - Links in newer emails work.',
      '    fromEmail:',
      '      - Sign in to see what needs you now.',
      '- name: lookOver; view: message; status: 410',
      '  besides:',
      '  model:',
      '    title: This link no longer shows the page; anybody: true',
      '    text:',
      '      - Links stop working some weeks after they are sent, or when they are closed. Nothing was opened.',
      '      - Call GET to hear how things stand.',
      '    fromEmail:',
      '      - Are you the lead of a region? Sign in to see its cases.',
      '- name: methodNotAllowed; view: message; status: 405',
      '  besides:',
      '    Allow: GET',
      '  model:',
      '    title: That cannot be done here; anybody: true',
      '    text:',
      '      - Nothing was changed.',
      '    link:',
      '      text: Go to your list; href: /home',
      '- name: notAForm; view: message; status: 415',
      '  besides:',
      '  model:',
      '    title: This form could not be read; anybody: true',
      '    text:',
      '      - Nothing was changed. Open the page again and answer there.',
      '    link:',
      '      text: Open this page again; href: ?',
      '- name: notFound; view: message; status: 404',
      '  besides:',
      '  model:',
      '    title: Page not found; anybody: true',
      '    text:',
      '      - Part of the address may be missing, or the page is not there any more.',
      '    fromEmail:',
      '      - Open the link in your email again. If your mail program broke the address over two lines, copy the whole of it.',
      '- name: signInLinkUseless; view: message; status: 410',
      '  besides:',
      '  model:',
      '    title: This link does not sign you in; anybody: true',
      '    text:',
      '      - Links to sign in work once, for 15 minutes. Part of the address may be missing, or its time is over.',
      '    link:',
      '      text: Ask for a new link; href: /sign-in',
      '- name: startPage; view: message; status: 200',
      '  besides:',
      '  model:',
      '    title: Transfer an unaccompanied child; anybody: true',
      '    text:',
      '      - For councils that look after unaccompanied children under the National Transfer Scheme.',
      '      - See what needs your council and by when: offers to answer, facts to give, moves to arrange, places to declare.',
      '      - Coordinators of the scheme sign in here too.',
      '    link:',
      '      text: Sign in; href: /sign-in',
      '- name: tooLarge; view: message; status: 413',
      '  besides:',
      '  model:',
      '    title: That is too much text; anybody: true',
      '    text:',
      '      - Nothing was changed. Go back, shorten what you wrote, and send it again.',
      '    link:',
      '      text: Open this page again; href: ?',
    ]);
  });

  test('becomes a response with its headers and cookies', async () => {
    const said = messages.notFound();
    const response = await asResponse({ ...said, cookies: ['a=b'] });
    expect(response).toMatchObject({
      statusCode: 404,
      headers: { 'Content-Type': 'text/html; charset=utf-8' },
      cookies: ['a=b'],
    });
    for (const none of [said, { ...said, cookies: [] }])
      expect(await asResponse(none)).not.toHaveProperty('cookies');
    expect((await asResponse(messages.methodNotAllowed('GET'))).headers).toMatchObject({ Allow: 'GET' });
    expect(page('message', {})).toEqual({ view: 'message', model: {}, status: 200, besides: {} });
    expect(seeOther('/home', { Other: 'x' })).toEqual({
      statusCode: 303,
      headers: { Location: '/home', Other: 'x' },
    });
    const plain: PageResponse = { statusCode: 200, body: 'ok' };
    expect(await asResponse(plain)).toBe(plain);
  });
});

describe('a file', () => {
  test.each([
    [assetNames.stylesheet, 'text/css; charset=utf-8', 'public, max-age=31536000, immutable'],
    [assetNames.typeAhead, 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['icon.svg', 'image/svg+xml', 'public, max-age=86400'],
  ])('%s is %s, kept for %s', async (name, type, kept) => {
    expect(await asset(name)).toMatchObject({
      statusCode: 200,
      headers: { 'Content-Type': type, 'Cache-Control': kept },
    });
    expect((await asset(name)) as PageResponse).toHaveProperty('body', expect.stringMatching(/\S{3}/));
    expect(await asset(`${name}x`)).toMatchObject({ status: 404 });
  });

  test.each([
    ['refer-a-child.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', true],
    ['children.csv', 'text/csv; charset=utf-8', undefined],
  ])('%s is handed out to be saved, as %s', async (name, type, isBase64Encoded) => {
    const { body, ...rest } = (await form(name)) as PageResponse;
    expect(body?.length).toBeGreaterThan(100);
    expect(rest).toEqual({
      statusCode: 200,
      headers: {
        'Content-Type': type,
        'Content-Disposition': `attachment; filename="${name}"`,
        'Cache-Control': 'public, max-age=3600',
      },
      ...defined({ isBase64Encoded }),
    });
    expect(await form('other.csv')).toMatchObject({ status: 404 });
  });

  test.each([
    ['x'.repeat(1000), 'gzip', true],
    ['x'.repeat(999), 'gzip', false],
    ['x'.repeat(1000), undefined, false],
    ['', 'gzip', false],
    [undefined, 'gzip', false],
  ])('is compressed where that is worth it and taken', (body, accepts, is) => {
    const response = { statusCode: 200, headers: { A: 'b' }, ...defined({ body }) };
    const sent = compressed(requestOf({ headers: { 'accept-encoding': accepts } }), response);
    expect(sent.headers?.['Content-Encoding']).toBe(is ? 'gzip' : undefined);
    expect(sent.headers?.A).toBe('b');
    expect(sent.headers?.Vary).toBe((body?.length ?? 0) >= 1000 ? 'Accept-Encoding' : undefined);
    expect(sent.isBase64Encoded).toBe(is ? true : undefined);
    const packed = { ...response, isBase64Encoded: true };
    if (body) expect(compressed(requestOf({ headers: { 'accept-encoding': accepts } }), packed)).toBe(packed);
  });
});

describe('a post', () => {
  const own = 'https://pages.test';
  test.each([
    [{ 'sec-fetch-site': 'same-origin' }, true, true],
    [{ 'sec-fetch-site': 'none' }, true, true],
    [{ 'sec-fetch-site': 'same-site' }, false, false],
    [{ 'sec-fetch-site': 'cross-site', origin: own }, false, false],
    [{ 'sec-fetch-site': 'same-origin', origin: 'https://x.test' }, false, false],
    [{ 'sec-fetch-site': 'same-origin', origin: 'null' }, true, true],
    [{ origin: own }, true, true],
    [{ origin: 'http://pages.test' }, false, false],
    [{ origin: 'null' }, true, false],
    [{ origin: 'null', referer: `${own}/x` }, true, false],
    [{ referer: `${own}/x` }, true, true],
    [{ referer: 'https://x.test/pages.test' }, false, false],
    [{ referer: 'pages.test' }, false, false],
    [{}, true, false],
    [{ origin: 'http://pages.test', 'x-forwarded-proto': 'http' }, true, true],
    [{ origin: own, 'x-forwarded-proto': 'https' }, true, true],
    [{ origin: 'https://other.test', host: 'other.test' }, true, true],
  ])('with %j may come from us: %s, and surely: %s', (headers, may, surely) => {
    expect([isFromOwnPage(requestOf({ headers })), isSurelyFromOwnPage(requestOf({ headers }))]).toEqual([
      may,
      surely,
    ]);
  });

  const read = (body: unknown, headers: object = {}) => {
    const posted = formOf(requestOf({ body, headers }));
    return posted.kind === 'form' ? Object.fromEntries(posted.form) : (posted.response as Page).status;
  };
  test('is read field by field, as long as it is not too long', () => {
    expect(read({ a: 'b', c: ['d', 'e'], f: undefined })).toEqual({ a: ['b'], c: ['d', 'e'], f: [] });
    expect(read('text')).toBe(415);
    expect(read(undefined)).toBe(415);
    expect(read({ a: 'x'.repeat(19_999) })).toEqual({ a: ['x'.repeat(19_999)] });
    expect(read({ a: 'x'.repeat(20_000) })).toBe(413);
    expect(read({ a: ['x'.repeat(10_000), 'x'.repeat(10_000)] })).toBe(413);
    expect(read({ a: 'b' }, { 'content-length': '100000' })).toEqual({ a: ['b'] });
    expect(read({ a: 'b' }, { 'content-length': '100001' })).toBe(413);
    expect(read({ a: 'b' }, { 'sec-fetch-site': 'cross-site' })).toBe(403);
  });
});

describe('a cookie', () => {
  test('is ours alone, and secure but for the local run', () => {
    const local = { headers: { 'x-forwarded-proto': 'http' } };
    expect(ownCookie(requestOf(), 'nts-who').write('v', 7)).toBe(
      '__Host-nts-who=v; Path=/; HttpOnly; SameSite=Lax; Max-Age=7; Secure',
    );
    expect(ownCookie(requestOf(local), 'nts-who').write('v', 7)).toBe(
      'nts-who=v; Path=/; HttpOnly; SameSite=Lax; Max-Age=7',
    );
    const cookies = ['nts-back=1', '__Host-nts-who=2=3', 'nts-who=4', '__Host-nts-whole=5'];
    expect(ownCookie(requestOf({ cookies }), 'nts-who').read()).toBe('2=3');
    expect(ownCookie(requestOf({ cookies, ...local }), 'nts-who').read()).toBe('4');
    expect(ownCookie(requestOf({ cookies }), 'nts-back').read()).toBeUndefined();
    expect(ownCookie(requestOf({ cookies: undefined }), 'nts-who').read()).toBeUndefined();
  });

  test('remembers for an hour which page of ours was wanted, and no other', () => {
    const path = '/documents/NTS-7F3K-2M9Q';
    const value = '%2Fdocuments%2FNTS-7F3K-2M9Q';
    const written = `__Host-nts-back=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600; Secure`;
    expect(rememberPlace(requestOf(), path)).toEqual([written]);
    for (const other of ['https://x.test', '//x.test', '/home?x', ''])
      expect(rememberPlace(requestOf(), other)).toEqual([]);
    const back = (cookie?: string) =>
      placeToComeBackTo(requestOf({ cookies: cookie === undefined ? [] : [`__Host-nts-back=${cookie}`] }));
    expect([back(value), back(path), back('%2F%2Fx.test'), back()]).toEqual([
      path,
      path,
      undefined,
      undefined,
    ]);
    expect(forgetPlace(requestOf())).toBe(
      '__Host-nts-back=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure',
    );
    expect(toSignIn(requestOf({ rawPath: path }))).toEqual({
      statusCode: 303,
      headers: { Location: '/sign-in' },
      cookies: [written],
    });
    expect(toSignIn(requestOf({ rawPath: '/elsewhere' }))).toEqual({
      statusCode: 303,
      headers: { Location: '/sign-in' },
    });
  });

  test('of a session lasts eight hours, and is known for sixteen more', () => {
    expect(sessionEnd(NOW) * 1000 - Date.parse(NOW)).toBe(8 * 3_600_000);
    expect(sessionKnownUntil(NOW) * 1000 - Date.parse(NOW)).toBe(24 * 3_600_000);
  });
});

test('whoever a page is not for goes to sign in, or to their own list', () => {
  const officer = { kind: 'officer', council: HAMPSHIRE, id: 'i', formToken: 't' } as const;
  expect((elsewhere(officer, requestOf()) as PageResponse).headers).toEqual({ Location: '/home' });
  expect((elsewhere(undefined, requestOf()) as PageResponse).headers).toEqual({ Location: '/sign-in' });
  expect(signedIn(officer)).toEqual({
    signedIn: { as: 'Hampshire', home: 'what needs us', field: { name: 'session', value: 't' } },
  });
  const coordinator = {
    kind: 'coordinator',
    name: 'Robin Hale',
    person: 'p',
    id: 'i',
    formToken: 't',
  } as const;
  expect(signedIn(coordinator).signedIn.as).toBe('Robin Hale, coordinator');
});

test('a page is for the roles that its route names, whatever the page itself asks', async () => {
  const site = await Site.seeded();
  const councils = await site.signedIn(HAMPSHIRE);
  const leads = await site.leadSignedIn('E12000008');
  const led = (cookie: string, ...of: readonly string[]) =>
    notFor(site as never, requestOf({ cookies: [cookie] }), { needs: { kind: 'session', of } } as never);
  for (const [cookie, of] of [
    [councils, 'officer'],
    [leads, 'lead'],
  ] as const) {
    expect(await led(cookie, of)).toBeUndefined();
    expect(await led(cookie, 'coordinator', of)).toBeUndefined();
    expect(await led(cookie, 'coordinator')).toMatchObject({
      statusCode: 303,
      headers: { Location: '/home' },
    });
  }
  // What was typed in a session that is over may have to be kept: the page sees to that.
  expect(await led('', 'coordinator')).toBeUndefined();
  const link = { needs: { kind: 'link', of: 'offer' } } as never;
  expect(await notFor(site as never, requestOf({ cookies: [councils] }), link)).toBeUndefined();
});

test('requests are counted by the quarter of an hour, and the count is forgotten after another', async () => {
  const counted: unknown[] = [];
  const signIns = {
    countRequest: async (...given: unknown[]) => {
      counted.push(given);
      return 'counted';
    },
  };
  for (const now of ['2026-11-23T09:14:59.999Z', '2026-11-23T09:15:00.000Z'])
    await countInQuarterHour({ signIns, clock: { now: () => now } } as never, 'WHO', 7);
  expect(counted).toEqual([
    ['WHO', '2026-11-23T09:00:00.000Z', 7, Date.parse('2026-11-23T09:30:00.000Z') / 1000],
    ['WHO', '2026-11-23T09:15:00.000Z', 7, Date.parse('2026-11-23T09:45:00.000Z') / 1000],
  ]);
});

describe('signing in', () => {
  let site: Site;
  beforeEach(async () => {
    site = await Site.seeded();
  });

  test('is one page, that says more to whoever wanted another', async () => {
    const lines = async (cookies: string[] = []) =>
      readPage((await site.visit({ path: '/sign-in', cookies })).body).filter(
        (line) => !/^\((smp-lead:)?[ENSW]\d/.test(line),
      );
    expect(await lines()).toEqual([
      'For councils with children’s services, leads of regions, coordinators, and readers of figures',
      'Sign in',
      'We send a link to your email address. It works once, for 15 minutes.',
      'Who are you?',
      '[form post here]',
      '[hidden: step ask]',
      'Your council',
      'Coordinators of the scheme, and readers of its figures, are the first in the list. Leads of regions are the last.',
      '[list: council]',
      '(, chosen) Choose one',
      '(coordinators) Coordinators of the scheme',
      '(readers) Readers of the scheme’s figures',
      '(BHSCT) Belfast HSC Trust',
      '(NHSCT) Northern HSC Trust',
      '(SEHSCT) South Eastern HSC Trust',
      '(SHSCT) Southern HSC Trust',
      '(WHSCT) Western HSC Trust',
      'Your email address',
      'Your own work address, or the shared one that our emails come to.',
      '[text: address]',
      '[button]',
      'Send me a link',
    ]);
    const back = (path: string) => [`__Host-nts-back=${encodeURIComponent(path)}`];
    const draft = '/refer/11111111-1111-4111-8111-111111111111/child1-who';
    expect((await lines(back(draft))).slice(2, 4)).toEqual([
      'You are signed out. What you typed is kept, and you come back to the same page on this device.',
      'We send a link to your email address. It works once, for 15 minutes.',
    ]);
    expect((await lines(back('/sealed/NTS-7F3K-2M9Q'))).slice(2, 4)).toEqual([
      'Once you have signed in, you come to the page that you wanted.',
      'We send a link to your email address. It works once, for 15 minutes.',
    ]);
    const options = readPage((await site.get('/sign-in')).body).filter((line) => line.startsWith('('));
    expect([options.length, ...options.slice(0, 4)]).toEqual([
      227,
      '(, chosen) Choose one',
      '(coordinators) Coordinators of the scheme',
      '(readers) Readers of the scheme’s figures',
      '(S12000033) Aberdeen City',
    ]);
  });

  test.each([
    [
      {},
      [
        'council: Select your council',
        'address: Enter an email address in the correct format, like duty@council.gov.uk',
      ],
    ],
    [{ council: 'E99999999', address: 'a@b.c' }, ['council: Select your council']],
    [
      { council: 'coordinators', address: 'a b@c.d' },
      ['address: Enter an email address in the correct format, like duty@council.gov.uk'],
    ],
    [
      { council: HAMPSHIRE, address: `${'x'.repeat(317)}@b.c` },
      ['address: Email address must be 320 characters or fewer'],
    ],
    [{ council: HAMPSHIRE, address: `${'x'.repeat(316)}@b.c` }, []],
    [
      { council: HAMPSHIRE, address: 'x@a.b@c.d' },
      ['address: Enter an email address in the correct format, like duty@council.gov.uk'],
    ],
    [
      { council: HAMPSHIRE, address: 'x@ab' },
      ['address: Enter an email address in the correct format, like duty@council.gov.uk'],
    ],
  ])('asked with %j has the problems %j', async (fields, problems) => {
    const seen = await site.visit({ method: 'POST', path: '/sign-in', form: { step: 'ask', ...fields } });
    const said = readPage(seen.body).flatMap(
      (line) => /^\[to #(\w+)\] (.*)/.exec(line)?.slice(1).join(': ') ?? [],
    );
    expect(said).toEqual(problems);
    expect(seen.status).toBe(problems.length === 0 ? 303 : 422);
  });

  test('asks who one is, once for each desk', async () => {
    const office = await site.link({
      for: 'sign-in',
      council: HAMPSHIRE,
      signInId: '11111111-1111-4111-8111-111111111111',
    });
    const desk = await site.link({
      for: 'coordinator-sign-in',
      signInId: '22222222-2222-4222-8222-222222222222',
    });
    expect([
      ...readPage((await site.get(office)).body),
      '—',
      ...readPage((await site.get(desk)).body),
    ]).toEqual([
      'Transfer an unaccompanied child',
      'Sign in for Hampshire',
      'You stay signed in on this device for 8 hours, or until you sign out.',
      'Before you go on',
      '[form post here]',
      '[hidden: step sign]',
      'Your name',
      'Kept in the record. It is never emailed.',
      '[text: name]',
      'Your role',
      'For example, duty manager or social worker.',
      '[text: role]',
      'Who are you?',
      '[checkbox: confirm yes]',
      'I work for Hampshire',
      '[button]',
      'Sign in',
      '—',
      'Transfer an unaccompanied child',
      'Sign in for the coordinators',
      'You stay signed in on this device for 8 hours, or until you sign out.',
      'Before you go on',
      '[form post here]',
      '[hidden: step sign]',
      'Your name',
      'Kept in the record. It is never emailed.',
      '[text: name]',
      '[button]',
      'Continue',
    ]);
    const refused = await site.visit({
      method: 'POST',
      path: desk,
      form: { step: 'sign', name: 'x'.repeat(201) },
    });
    expect(readPage(refused.body).filter((line) => line.startsWith('[to #'))).toEqual([
      '[to #name] Your name must be 200 characters or fewer',
    ]);
    const sign = { method: 'POST', path: office, form: { step: 'sign', confirm: 'yes' } };
    const first = await site.visit(sign);
    expect(first.cookies.map((cookie) => cookie.replace(/=[^;]+/, '=…'))).toEqual([
      '__Host-nts-session=…; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400; Secure',
      '__Host-nts-device=…; Path=/; HttpOnly; SameSite=Lax; Max-Age=15552000; Secure',
    ]);
    const again = await site.visit(sign);
    expect([again.status, ...readPage(again.body)]).toEqual([
      409,
      'That could not be done',
      'This link has been used. A link signs you in once.',
      'Ask for a new one: it comes to your registered address within minutes.',
      '[to /sign-in]',
      'Ask for a new link',
    ]);
  });

  test('sends a request for a link, told to nobody else, with what is needed and no more', async () => {
    await site.sealed.putContacts(`council:${HAMPSHIRE}`, {
      dutyDesk: 'Duty@hants.example',
      second: 'second@hants.example',
    });
    await site.sealed.putContacts('coordinators', { dutyDesk: 'desk@scheme.example' });
    const ask = (council: string, address: string, cookies: string[] = []) =>
      site.visit({ method: 'POST', path: '/sign-in', form: { step: 'ask', council, address }, cookies });
    await ask(HAMPSHIRE, 'DUTY@hants.example', ['__Host-nts-back=%2Fsealed%2FNTS-7F3K-2M9Q']);
    await ask(HAMPSHIRE, 'second@hants.example');
    await ask('coordinators', 'desk@scheme.example');
    await ask('coordinators', 'second@hants.example');
    await ask(HAMPSHIRE, 'second@hants.example');
    const sent = site.notifications.snapshot().map(({ body }) => JSON.parse(body));
    const id = /^[0-9a-f-]{36}$/;
    expect(sent).toEqual([
      {
        id: `sign-in:${sent[0].data.signInId}`,
        at: NOW,
        type: 'sign-in-requested.v1',
        actor: { kind: 'council', code: HAMPSHIRE },
        data: {
          council: HAMPSHIRE,
          contact: 'duty-desk',
          signInId: expect.stringMatching(id),
          to: '/sealed/NTS-7F3K-2M9Q',
        },
      },
      {
        id: `sign-in:${sent[1].data.signInId}`,
        at: NOW,
        type: 'sign-in-requested.v1',
        actor: { kind: 'council', code: HAMPSHIRE },
        data: { council: HAMPSHIRE, contact: 'second', signInId: expect.stringMatching(id) },
      },
      {
        id: `sign-in:${sent[2].data.signInId}`,
        at: NOW,
        type: 'coordinator-sign-in-requested.v1',
        actor: { kind: 'system', name: 'pages' },
        data: { contact: 'duty-desk', signInId: expect.stringMatching(id) },
      },
    ]);
    expect(
      site.log.lines
        .filter(({ code }) => code.startsWith('SIGN_IN'))
        .map(({ code, particulars }) => [code, particulars]),
    ).toEqual([
      ['SIGN_IN_REQUESTED', { desk: `council:${HAMPSHIRE}` }],
      ['SIGN_IN_REQUESTED', { desk: `council:${HAMPSHIRE}` }],
      ['SIGN_IN_REQUESTED', { desk: 'coordinators' }],
      ['SIGN_IN_UNKNOWN', { desk: 'coordinators' }],
      ['SIGN_IN_LIES_THERE', { desk: `council:${HAMPSHIRE}` }],
    ]);
  });

  test('lists the open sessions of a desk, and what can be ended', async () => {
    const first = await site.signedIn(HAMPSHIRE);
    const alone = readPage((await site.visit({ path: '/sessions', cookies: [first] })).body);
    site.clock.set('2026-11-23T10:00:00.000Z');
    await site.signedIn(HAMPSHIRE);
    const two = readPage((await site.visit({ path: '/sessions', cookies: [first] })).body);
    const steady = (lines: readonly string[]) =>
      lines.map((line) => line.replace(/ending [\w-]{16}\]/, 'ending …]'));
    expect(steady(alone)).toEqual([
      'Hampshire',
      'Who is signed in',
      'A session ends after 8 hours, or when somebody signs out of it or ends it here.',
      'One session',
      '9am on Monday 23 November 2026',
      'Sam Okafor, duty manager',
      'Ends at 5pm on Monday 23 November 2026',
      'This device',
      '[to /people] People who may sign in',
      'End a session',
      'To end the session on this device, choose “Sign out” above.',
      '[form post here]',
      '[hidden: step what]',
      '[hidden: session …]',
      'What do you want to do?',
      '[radio: ending links]',
      'Close every link that was emailed to us so far',
      'Do this if a stranger may have read our emails. It ends every session but this one, too',
      '[button]',
      'Continue',
    ]);
    expect(steady(two)).toEqual([
      'Hampshire',
      'Who is signed in',
      'A session ends after 8 hours, or when somebody signs out of it or ends it here.',
      '2 sessions',
      '10am on Monday 23 November 2026',
      'Sam Okafor, duty manager',
      'Ends at 6pm on Monday 23 November 2026',
      '9am on Monday 23 November 2026',
      'Sam Okafor, duty manager',
      'Ends at 5pm on Monday 23 November 2026',
      'This device',
      '[to /people] People who may sign in',
      'End a session',
      'To end the session on this device, choose “Sign out” above.',
      '[form post here]',
      '[hidden: step what]',
      '[hidden: session …]',
      'What do you want to do?',
      '[radio: ending …]',
      'End the session of 10am on Monday 23 November 2026',
      'Sam Okafor, duty manager',
      '[radio: ending others]',
      'End every session but this one',
      'Whoever works in one has to sign in again',
      '[radio: ending links]',
      'Close every link that was emailed to us so far',
      'Do this if a stranger may have read our emails. It ends every session but this one, too',
      '[button]',
      'Continue',
    ]);
    const done = async (what: string) =>
      readPage((await site.visit({ path: '/sessions', query: { done: what }, cookies: [first] })).body).slice(
        0,
        2,
      );
    expect([await done('ended'), await done('others'), await done('links'), await done('x')]).toEqual([
      ['Done', 'The session is ended'],
      ['Done', 'Every session but this one is ended'],
      ['Done', 'All links in earlier emails are closed'],
      ['Hampshire', 'Who is signed in'],
    ]);
    const post = (more: Record<string, string>) => {
      return site.visit({ path: '/sessions', cookies: [first] }).then(({ body }) =>
        site.visit({
          method: 'POST',
          path: '/sessions',
          cookies: [first],
          form: { session: sessionOf(body), step: 'what', ...more },
        }),
      );
    };
    const checks = [
      await post({ ending: 'others' }),
      await post({ ending: 'links' }),
      await post({ ending: 'one-of-them' }),
    ];
    expect(
      checks.map(({ body }) => readPage(body).find((line) => / now\.|opens anything/.test(line))),
    ).toEqual([
      'Every session but this one ends now. What somebody has typed and not sent may be lost.',
      'No link in an email that we sent to you so far opens anything from now on. Every session but this one ends. Sign in to find what needs you. Links in new emails work. Whoever was let in to sign in by their own email address still can: look at “People who may sign in” afterwards, and take away whoever you do not know.',
      'That session ends now. What somebody has typed in it and not sent may be lost.',
    ]);
    expect((await post({ ending: 'x' })).status).toBe(422);
  });
});
