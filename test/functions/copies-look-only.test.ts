/** Whoever is only copied in reads what others are asked, and can answer for nobody. */

import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { LinkClaims, linkPaths, looksOnly } from '../../shared/runtime/links.ts';
import { Site } from '../pages/site.ts';
import { courses } from './courses.ts';

/** The desk that acts on the page of a link, as this scheme writes its addresses. */
const actsThere = (claims: LinkClaims): string => {
  if ('council' in claims) return `council.${claims.council}`;
  if (claims.for === 'entry') return `council.${claims.authority}`;
  return claims.for === 'region' ? `smp-lead.${claims.region}` : 'coordinators';
};

/** Where a link was meant for somebody else, the e-mail says so, and asks to pass it on. */
const isPassedOn = (subject: string): boolean => /^(No address for|Not reached by e-mail:)/.test(subject);

test('every link that reaches somebody beside the desk that acts there only looks, in every course', async () => {
  const seen = { acting: 0, looking: 0 };
  const wrong: string[] = [];
  for (const [course, play] of Object.entries(courses)) {
    const { scheme } = await play();
    for (const { to, cc, subject, text } of scheme.mailer.snapshot())
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
}, 60_000);

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
  expect(body).toContain('You have a copy');
  expect(body).toMatch(/Only .+ can answer here\./);
  expect(body).not.toContain('<form');
  expect(body).not.toMatch(/href="\/(offers|transfers|capacity|referrals|cases|regions)\//);
  const answered = await site.visit({
    method: 'POST',
    path: link,
    form: { step: 'confirm', answer: 'accept', confirm: 'yes', name: 'Sam Okafor' },
  });
  expect(answered.body).toMatch(/Only .+ can answer here, from a link of their own/);
  expect(await site.current(asked.id)).toEqual(asked);
});
