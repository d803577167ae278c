/** Whoever is only copied in reads what others are asked, and can answer for nobody. */

import { decodeJwt } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { openOffer } from '../../functions/pages/offer/open-offer.ts';
import type { PagesTools } from '../../functions/pages/tools.ts';
import { desksThatClose, LinkClaims, linkPaths, looksOnly } from '../../shared/runtime/links.ts';
import { Site } from '../pages/site.ts';
import { courses } from './courses.ts';
import { referral } from './returned-mail.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

/** The desk that acts on the page of a link, as this scheme writes its addresses. */
const actsThere = (claims: LinkClaims): string => {
  if ('council' in claims) return `council.${claims.council}`;
  if (claims.for === 'entry') return `council.${claims.authority}`;
  return claims.for === 'region' ? `smp-lead.${claims.region}` : 'coordinators';
};

/** Where a link was meant for somebody else, the e-mail says so, and asks to pass it on. */
const isPassedOn = (subject: string): boolean => /^(No address for|Not reached by email:)/.test(subject);

let sent: readonly (readonly [course: string, mails: ReturnType<SchemeInMemory['mailer']['snapshot']>])[];
beforeAll(async () => {
  const played: (typeof sent)[number][] = [];
  for (const [course, play] of Object.entries(courses))
    played.push([course, (await play()).scheme.mailer.snapshot()]);
  sent = played;
});

test('every link that reaches somebody beside the desk that acts there only looks, in every course', () => {
  const seen = { acting: 0, looking: 0 };
  const wrong: string[] = [];
  for (const [course, mails] of sent) {
    for (const { to, cc, subject, text } of mails)
      for (const [, folder = '', token = ''] of text.matchAll(
        /https:\/\/pages\.example\/([a-z-]+)\/(\S+\.\S+)/g,
      )) {
        if (!Object.values(linkPaths).includes(`/${folder}`)) continue;
        const claims = LinkClaims.parse(decodeJwt(token));
        const own = `${actsThere(claims)}@desks.example`.toLowerCase();
        const isOwn = [...to, ...cc].every((address) =>
          [own, `second.${own}`].includes(address.toLowerCase()),
        );
        seen[looksOnly(claims) ? 'looking' : 'acting'] += 1;
        if (!isOwn && !looksOnly(claims) && !isPassedOn(subject))
          wrong.push(`${course}: "${subject}" to ${[...to, ...cc].join(', ')} acts for ${own}`);
      }
  }
  expect(wrong).toEqual([]);
  expect(seen.acting).toBeGreaterThan(100);
  expect(seen.looking).toBeGreaterThan(20);
});

test('every link by which a lead reads along says whose lead that is, who can close it, in every course', () => {
  const wrong: string[] = [];
  for (const [course, mails] of sent)
    for (const { to, cc, subject, text } of mails)
      for (const [, token = ''] of text.matchAll(/https:\/\/pages\.example\/[a-z-]+\/(\S+\.\S+\.\S+)/g)) {
        const claims = LinkClaims.parse(decodeJwt(token));
        if (!looksOnly(claims) || isPassedOn(subject)) continue;
        const desk = desksThatClose(claims).find((one) => one.startsWith('smp-lead:'));
        const own = `${desk?.replace(':', '.')}@desks.example`.toLowerCase();
        if (![...to, ...cc].every((address) => [own, `second.${own}`].includes(address.toLowerCase())))
          wrong.push(`${course}: "${subject}" to ${[...to, ...cc].join(', ')} is closed by ${desk}`);
      }
  expect(wrong).toEqual([]);
});

test('a copy leads to nothing but the page that it shows, and asks nothing of its reader', () => {
  const wrong: string[] = [];
  let copies = 0;
  for (const [course, mails] of sent) {
    for (const { subject, text, tells = [] } of mails) {
      if (!subject.startsWith('Copy: ')) continue;
      copies += 1;
      const links = [...text.matchAll(/https:\/\/pages\.example\/(\S*)/g)].map(([, path = '']) => path);
      for (const path of links) {
        const token = /^[a-z-]+\/([\w-]+\.[\w-]+\.[\w-]+)$/.exec(path)?.[1];
        if (token === undefined || !looksOnly(LinkClaims.parse(decodeJwt(token))))
          wrong.push(`${course}: "${subject}" leads to ${path}`);
      }
      if (new Set(links).size > Math.max(1, tells.length))
        wrong.push(`${course}: "${subject}" leads to several pages`);
      const saysSo = text
        .replaceAll(/\s+/g, ' ')
        .match(tells.length > 1 ? /to act on, not for you/g : /Nobody waits for an answer from you/g);
      if (saysSo?.length !== Math.max(1, tells.length))
        wrong.push(`${course}: "${subject}" does not say that nobody waits for its reader`);
    }
  }
  expect(wrong).toEqual([]);
  expect(copies).toBeGreaterThan(10);
});

test('where a council has no address, its lead still hears that it did not answer', async () => {
  const play = async (unknownDesks: readonly string[]) => {
    const scheme = await SchemeInMemory.open({ unknownDesks });
    await scheme.receive(JSON.stringify(referral));
    await scheme.settle();
    const { offers, nextDueAt = '' } = await scheme.onlyCase();
    scheme.clock.set(nextDueAt);
    await scheme.sweep();
    scheme.clock.set((await scheme.onlyCase()).nextDueAt ?? nextDueAt);
    await scheme.sweep();
    await scheme.settle();
    const copies = scheme.mailer
      .snapshot()
      .flatMap(({ id, to }) => (id.includes(':offer-expired:smp-lead:') ? to : []));
    return { council: offers[0]?.council ?? '', copies };
  };
  const { council, copies } = await play([]);
  expect(copies).toHaveLength(1);
  expect((await play([`council:${council}`])).copies).toEqual(copies);
});

test('the page that a copied-in lead opens has no form and no way on, and says who can answer', async () => {
  const site = await Site.seeded();
  const asked = await site.referred();
  const council = asked.offers[0]?.council ?? '';
  const link = await site.link({
    for: 'offer',
    council,
    caseId: asked.id,
    offerId: asked.offers[0]?.id ?? '',
    version: asked.version,
    seeOnly: true,
  });
  const { body } = await site.get(link);
  expect(body).toContain(asked.id);
  expect(body).toContain('You can look at this page');
  expect(body).toMatch(/Only .+ can answer here\./);
  expect(body).not.toContain('<form');
  expect(body).not.toMatch(/href="\/(offers|transfers|capacity|referrals|cases|regions)\//);
  // Whoever is signed in for another desk looks all the same; its own desk goes on to the page itself.
  const as = async (desk: string) =>
    (await site.visit({ method: 'GET', path: link, cookies: [await site.signedIn(desk)] })).body;
  expect(await as('E10000016')).toContain('You can look at this page');
  const own = /href="(\/offers\/[^"]+)"/.exec(await as(council))?.[1] ?? '';
  const itself = await site.visit({ method: 'GET', path: own, cookies: [await site.signedIn(council)] });
  expect(itself.body).toContain('<form');
  const answered = await site.visit({
    method: 'POST',
    path: link,
    form: { step: 'confirm', answer: 'accept', confirm: 'yes', name: 'Sam Okafor' },
  });
  expect(answered.body).toMatch(/Only .+ can answer here, from a link of their own/);
  expect(await site.current(asked.id)).toEqual(asked);
});

test('a link that only looked and is over opens no page, and says whom to call and where a lead signs in', async () => {
  const site = await Site.seeded();
  const asked = await site.referred();
  const [{ council = '', id: offerId = '' } = {}] = asked.offers;
  const claims = { for: 'offer', council, caseId: asked.id, offerId, version: 1, seeOnly: true } as const;
  const old = await site.link(claims, '2026-01-05T09:00:00.000Z');
  const closed = await site.link(claims);
  await site.signIns.voidLinks('coordinators', site.clock.now());
  for (const path of [old, closed]) {
    const { status, body } = await site.get(path);
    expect(status).toBe(410);
    expect(body).toMatch(/Call .+ to hear how things stand/);
    expect(body).toContain('href="/sign-in"');
    expect(body).not.toMatch(/href="\/(home|case)/);
  }
});

test('a page that only shows leads on, if anywhere, only to what only shows', async () => {
  const site = await Site.seeded();
  const asked = await site.referred();
  const [{ council = '', id: offerId = '' } = {}] = asked.offers;
  const placed = await site.tell(
    asked.id,
    { kind: 'answer', offerId, answer: 'accept' },
    { kind: 'council', code: council },
  );
  const claims = { for: 'offer', council, caseId: placed.id, offerId, version: 1, seeOnly: true } as const;
  const opened = await openOffer(site as unknown as PagesTools, claims);
  const links = (await opened?.shows())?.page.links ?? [];
  expect(
    links.map(({ href }) => looksOnly(LinkClaims.parse(decodeJwt(href.split('/').at(-1) ?? '')))),
  ).toEqual([true]);
});
