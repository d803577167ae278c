/** One child's case at some stages of its life, with everybody who might ask about it. Synthetic; whatever is secret says "canary". */

import { randomUUID } from 'node:crypto';
import type { Case } from '../../shared/core/case/case.ts';
import { regionsOf } from '../../shared/core/case/lists.ts';
import { hashOfKey } from '../../shared/core/council/council-keys.ts';
import { publishedCouncil, publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { READERS } from '../../shared/core/desks.ts';
import type { PersonAtDesk } from '../../shared/core/people-at-desk.ts';
import type { LinkClaims, LinkPurpose, SignInClaims } from '../../shared/runtime/links.ts';
import { regionCodes } from '../../shared/words/regions.ts';
import { SOCIAL_WORKER } from '../builders.ts';
import { offeredBy, sessionOf } from '../pages/forms.ts';
import { Site } from '../pages/site.ts';
import { Watch } from './watched.ts';

export const stageNames = ['asked', 'accepted', 'after handover'] as const;
export type StageName = (typeof stageNames)[number];

export const KENT = 'E10000016';
export const CANARY = /canary/i;
export const DRAFT = '11111111-1111-4111-8111-111111111111';

/** Leads: of the region that refers, of the one that is asked about the third case, and of one without a part in any. */
export type Lead = 'lead' | 'regionalLead' | 'farLead';
/** Who is signed in: officers of three councils, finance officers of two of them, and whoever reads figures alone. */
type Person = 'entry' | 'taker' | 'stranger' | 'coordinator' | 'finance' | 'takerFinance' | 'reader' | Lead;

/** A scheme with the one case in it. */
export interface Stage {
  readonly name: StageName;
  readonly site: Site;
  readonly watch: Watch;
  readonly theCase: Case;
  /** Another case, of the stranger. */
  readonly another: Case;
  /** A third, about which a region's lead is asked. */
  readonly regional: Case;
  /** The council that was asked first, and took the child once somebody has. */
  readonly taker: string;
  readonly stranger: string;
  /** A council that was asked and has not asked to sign in. */
  readonly backUp: string;
  /** Whose cookie a browser brings. */
  readonly cookies: Readonly<Record<Person, string>>;
  /** The token that stands in every form of a session. */
  readonly formTokens: Readonly<Record<Person, string>>;
  /** Whom of a region each lead is. */
  readonly regions: Readonly<Record<Lead, string>>;
  /** How a form that ends the council's session names it. */
  readonly session: string;
  /** Who the coordinator is on their roster, and a code of their phone that was not used. */
  readonly secondStep: { readonly person: string; readonly code: string };
  /** Somebody who asks to sign in for the council. */
  readonly asker: PersonAtDesk;
  readonly links: Readonly<Record<LinkPurpose, string>>;
}

async function accept(site: Site, { id, offers }: Case): Promise<Case> {
  const [offer] = offers;
  return site.tell(
    id,
    { kind: 'answer', offerId: offer?.id ?? '', answer: 'accept' },
    { kind: 'council', code: offer?.council ?? '' },
  );
}

async function broughtTo(site: Site, name: StageName, asked: Case): Promise<Case> {
  if (name === 'asked') return asked;
  const accepted = await accept(site, asked);
  if (name === 'accepted') return accepted;
  const taker = accepted.placement?.council ?? '';
  await site.tell(
    asked.id,
    { kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER },
    { kind: 'council', code: taker },
  );
  return site.tell(
    asked.id,
    { kind: 'complete-transfer', handedOverAt: site.clock.now() },
    { kind: 'entry-authority', code: KENT },
  );
}

async function sealCanaries(site: Site, { referralId }: Case): Promise<void> {
  await site.sealed.sealFirst(referralId, KENT, [
    { number: 1, name: 'Canary Child', dateOfBirth: '2010-05-20', homeOfficeReference: 'CANARY-HO-1000001' },
  ]);
  await site.sealed.sealSocialWorker(referralId, SOCIAL_WORKER, KENT, {
    name: 'Canary Worker',
    phone: '01632 960 001',
  });
  const copy = '6f0c7e1a-3b1d-4f6e-9a2c-000000000001';
  const document = {
    id: '5f0c7e1a-3b1d-8f6e-9a2c-000000000001',
    copy,
    name: 'canary-report.pdf',
    type: 'application/pdf',
    size: 8,
    addedAt: site.clock.now(),
    council: KENT,
  };
  await site.sealed.addDocument(referralId, KENT, document, 20, 0);
  await site.documents.put(referralId, copy, Buffer.from('%PDF-1.7 canary'));
}

/** A region without a part in any of these. */
const farFrom = (...cases: readonly Case[]): string =>
  regionCodes.find((region) => cases.every((one) => !regionsOf(one).includes(region))) ?? '';

/** @param name how far the case has come */
export async function stageAt(name: StageName): Promise<Stage> {
  const site = await Site.seeded();
  const asked = await site.referred();
  const parties = [KENT, ...asked.offers.map(({ council }) => council)];
  const taker = asked.offers[0]?.council ?? '';
  const stranger = publishedCouncils().findLast(({ code }) => !parties.includes(code))?.code ?? '';
  const another = await site.referred({ entryAuthority: stranger });
  const regional = await site.withTheRegion();
  await sealCanaries(site, asked);
  const draft = { id: DRAFT, council: KENT, version: 1, state: 'open', at: site.clock.now() } as const;
  await site.drafts.save({ ...draft, form: { 'child1-name': ['Canary Draft'] } });
  await site.apiKeys.replaceKey(KENT, hashOfKey('canary key'), {
    at: site.clock.now(),
    by: 'Canary Maker',
  });
  const theCase = await broughtTo(site, name, asked);

  const backUp = theCase.offers[1]?.council ?? '';
  await site.sealed.putContacts(`council:${backUp}`, { dutyDesk: 'duty@back-up.example' });
  const regions = {
    lead: publishedCouncil(KENT)?.region ?? '',
    regionalLead: regional.regionAsked?.region ?? '',
    farLead: farFrom(theCase, regional),
  };
  const cookies = {
    entry: await site.signedIn(KENT),
    taker: await site.signedIn(taker),
    stranger: await site.signedIn(stranger),
    lead: await site.leadSignedIn(regions.lead),
    regionalLead: await site.leadSignedIn(regions.regionalLead),
    farLead: await site.leadSignedIn(regions.farLead),
    coordinator: await site.coordinatorSignedIn(),
    finance: await site.financeSignedIn(KENT),
    takerFinance: await site.financeSignedIn(taker),
    reader: await site.readerSignedIn(),
  };
  const tokenOf = async (cookie: string): Promise<string> => {
    const { body } = await site.visit({ path: '/sessions', cookies: [cookie] });
    return sessionOf(body);
  };
  const formTokens = {
    entry: await tokenOf(cookies.entry),
    taker: await tokenOf(cookies.taker),
    stranger: await tokenOf(cookies.stranger),
    lead: await tokenOf(cookies.lead),
    regionalLead: await tokenOf(cookies.regionalLead),
    farLead: await tokenOf(cookies.farLead),
    coordinator: await tokenOf(cookies.coordinator),
    finance: await tokenOf(cookies.finance),
    takerFinance: await tokenOf(cookies.takerFinance),
    reader: await tokenOf(cookies.reader),
  };
  // Signed in once more, the council is shown its first session, and how a form would name it.
  const again = await site.signedIn(KENT);
  const { body: list } = await site.visit({ path: '/sessions', cookies: [again] });
  const session = offeredBy(list, 'ending')[0] ?? '';
  const { id: caseId, version, offers } = theCase;
  const region = offers[0]?.region ?? '';
  const claims: Readonly<Record<Exclude<LinkPurpose, SignInClaims['for']>, LinkClaims>> = {
    offer: { for: 'offer', council: taker, caseId, offerId: offers[0]?.id ?? '', version },
    capacity: { for: 'capacity', council: taker, region, version: 0 },
    coordinator: { for: 'coordinator', caseId, version },
    transfer: { for: 'transfer', council: taker, caseId, version },
    entry: { for: 'entry', authority: KENT, caseId, version },
    people: { for: 'people', council: KENT },
    region: { for: 'region', region: regional.regionAsked?.region ?? '', caseId: regional.id, version: 2 },
  };
  const reading = await site.letIn(READERS, 'another.reader@inspectors.example', 'Canary Reader');
  const links = {
    offer: await site.link(claims.offer),
    capacity: await site.link(claims.capacity),
    coordinator: await site.link(claims.coordinator),
    transfer: await site.link(claims.transfer),
    entry: await site.link(claims.entry),
    people: await site.link(claims.people),
    region: await site.link(claims.region),
    'sign-in': await site.askedLink(KENT, `duty@${KENT.toLowerCase()}.example`),
    'coordinator-sign-in': await site.askedLink('coordinators', 'desk@coordinators.example'),
    'lead-sign-in': await site.askedLink(
      `smp-lead:${regions.lead}`,
      `lead@${regions.lead.toLowerCase()}.example`,
    ),
    'reader-sign-in': await site.link({
      for: 'reader-sign-in',
      signInId: randomUUID(),
      person: reading.id,
    }),
  };
  const { roster } = await site.rosters.read('coordinators');
  const secondStep = { person: roster.people[0]?.id ?? '', code: site.phones.code('Robin Hale') };
  const expiresAt = Number.MAX_SAFE_INTEGER;
  const added = await site.people.add(
    `council:${KENT}`,
    'canary.asker@e10000016.example',
    DRAFT,
    site.clock.now(),
    expiresAt,
  );
  const asker = { ...added, name: 'Canary Asker', role: 'Officer', state: 'asked', version: 2 } as const;
  await site.people.change(asker, expiresAt);
  const watch = new Watch();
  for (const store of [
    'cases',
    'councils',
    'sealed',
    'documents',
    'drafts',
    'replies',
    'signIns',
    'people',
    'rosters',
    'apiKeys',
    'referrals',
    'notifications',
  ] as const)
    watch.on(store, site[store]);
  return {
    name,
    site,
    watch,
    theCase,
    another,
    regional,
    taker,
    stranger,
    backUp,
    cookies,
    regions,
    formTokens,
    session,
    secondStep,
    asker,
    links,
  };
}
