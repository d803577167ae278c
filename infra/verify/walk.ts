/** A child who does not exist goes the whole way between two councils that do not, on the real functions, queues, e-mails and pages. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { AnyEvent, EventOf } from '../../events/catalogue.ts';
import { trailFindings } from '../../shared/core/anchoring.ts';
import { addDays, londonDate, londonTime } from '../../shared/core/calendar/working-days.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import {
  realmOf,
  VERIFIED,
  VERIFYING,
  verificationCouncils,
  verifier,
} from '../../shared/core/council/verification.ts';
import type { Policy } from '../../shared/core/policy.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { CouncilStore } from '../../shared/ports/council-store.ts';
import type { Publisher } from '../../shared/ports/publisher.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import type { SigningKey } from '../../shared/ports/secrets.ts';
import { findCase } from '../../shared/runtime/find-case.ts';
import { type LinkClaims, linkUrl, signLink } from '../../shared/runtime/links.ts';
import { dayFields } from '../local/people/office.ts';
import { type Answers, fillIn, open } from '../local/story/form-client.ts';
import type { Row } from './row.ts';

export interface WalkTools {
  readonly cases: Pick<CaseStore, 'read' | 'trail' | 'open' | 'neededBy' | 'mergedInto'>;
  readonly councils: Pick<CouncilStore, 'view' | 'seed'>;
  readonly sealed: Pick<SealedStore, 'putContacts'>;
  readonly referrals: Publisher;
  /** The operator holds the key by which links are signed, and reads no mailbox. */
  readonly signingKey: SigningKey;
  readonly policy: Policy;
  /** Root of the pages, without a slash at its end. */
  readonly pagesUrl: string;
  now(): Promise<string>;
  /** How an e-mail about a case ended; undefined while it has not. */
  ended(caseId: string, emailId: string): Promise<'sent' | 'superseded' | undefined>;
  /** How long anything is waited for, milliseconds. */
  readonly patience: number;
}

/** What was waited for did not come. */
class NotSeen extends Error {
  override readonly name = 'NotSeen';
}

const EVERY_MILLISECONDS = 500;

async function seen<Thing>(
  { patience }: WalkTools,
  what: string,
  look: () => Promise<Thing | undefined>,
): Promise<Thing> {
  const until = performance.now() + patience;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > until)
      throw new NotSeen(`${what}: not within ${Math.round(patience / 1_000)} seconds.`);
    await wait(EVERY_MILLISECONDS);
  }
}

/** Of SES's mailbox simulator, which takes e-mails in the sandbox as well, and harms nobody's reputation. */
const addressOf = (code: string): string => `success+${code.toLowerCase()}@simulator.amazonses.com`;

/** A referral that the rules clear: one child of some sixteen years, who has no family here and whose moving nothing speaks against. */
export function madeUpReferral(referralId: string, now: string): EventOf<'referral-received.v2'> {
  const today = londonDate(now);
  const arrivedOn = addDays(today, -2);
  return {
    id: `verification:${referralId}`,
    type: 'referral-received.v2',
    at: now,
    actor: { ...verifier },
    data: {
      referralId,
      channel: 'queue',
      facts: {
        entryAuthority: VERIFYING,
        referredOn: today,
        children: [
          {
            number: 1,
            sex: 'male',
            turns18Month: addDays(today, 600).slice(0, 7),
            ageAssessment: 'not-required',
            placementKind: 'supported-accommodation',
            needs: [],
          },
        ],
        definition: {
          under18AtClaim: true,
          claimsInOwnRight: true,
          separatedFromParents: true,
          noResponsibleAdult: true,
        },
        asylumClaimOn: arrivedOn,
        arrivedOn,
        inCareOfAuthority: true,
        familyInUk: 'none',
        links: [],
        areasToAvoid: [],
        trafficking: 'no-indicators',
        wishesRecorded: true,
      },
    },
  };
}

/** What the steps after it go by. */
interface Under {
  caseId: string;
}

const status = (tools: WalkTools, { caseId }: Under, wanted: Case['status']): Promise<Case> =>
  seen(tools, `The case ${caseId} is ${wanted}`, async () => {
    const theCase = await tools.cases.read(caseId);
    return theCase?.status === wanted ? theCase : undefined;
  });

async function link(tools: WalkTools, claims: LinkClaims): Promise<string> {
  return linkUrl(tools.pagesUrl, claims.for, await signLink(tools.signingKey, claims, await tools.now()));
}

/** Fills in a page; what it takes stands at once. */
async function done(
  tools: WalkTools,
  { caseId }: Under,
  url: string,
  answers: Answers,
  wanted: Case['status'],
): Promise<void> {
  const page = await fillIn(url, answers);
  const theCase = await tools.cases.read(caseId);
  if (theCase?.status !== wanted)
    throw new NotSeen(`The page says "${page.heading}", and the case is ${theCase?.status}, not ${wanted}.`);
}

/** Requests for e-mails that an event led to, to councils that were made up. */
const ownEmails = (event: AnyEvent) =>
  emailsFor(event).filter(({ data: { to } }) => to.role === 'council' || to.role === 'entry-authority');

async function refer(tools: WalkTools, under: Under): Promise<string> {
  const referralId = randomUUID();
  const event = madeUpReferral(referralId, await tools.now());
  const { failed } = await tools.referrals.publish([{ id: event.id, body: JSON.stringify(event) }]);
  if (failed.length > 0) throw new NotSeen('The queue does not take a referral.');
  under.caseId = await seen(tools, 'A case for the referral', async () => {
    const { caseId, current } = await findCase(tools.cases, referralId);
    return current === undefined ? undefined : caseId;
  });
  return under.caseId;
}

async function offer(tools: WalkTools, under: Under): Promise<string> {
  const { offers } = await status(tools, under, 'offered');
  const others = offers.filter(({ council }) => council !== VERIFIED);
  if (others.length > 0)
    throw new NotSeen(`It was offered to ${others.map(({ council }) => council).join(', ')}.`);
  return 'to the other of the two, and to nobody else';
}

async function mailed(tools: WalkTools, { caseId }: Under): Promise<string> {
  const asked = (await tools.cases.trail(caseId)).flatMap(ownEmails);
  for (const { id, data } of asked)
    await seen(tools, `The e-mail "${data.template}" is handed to SES`, () => tools.ended(caseId, id));
  return `${asked.length} so far`;
}

async function answer(tools: WalkTools, under: Under): Promise<string> {
  const { offers, version } = await status(tools, under, 'offered');
  const offerId = offers[0]?.id ?? '';
  const url = await link(tools, { for: 'offer', council: VERIFIED, caseId: under.caseId, offerId, version });
  const page = await open(url);
  if (page.status !== 200 || page.form?.asked.get('answer') === undefined)
    throw new NotSeen(`The link opens "${page.heading}" (${page.status}), not the offer.`);
  await done(tools, under, url, { answer: 'accept' }, 'accepted');
  return 'the link opened, and the yes stands';
}

async function arrange(tools: WalkTools, under: Under): Promise<string> {
  const { version } = await status(tools, under, 'accepted');
  const url = await link(tools, { for: 'transfer', council: VERIFIED, caseId: under.caseId, version });
  const answers = {
    action: 'arrange',
    ...dayFields('moveOn', londonDate(await tools.now())),
    socialWorker: 'Made Up',
    socialWorkerPhone: '01632 960 001',
    safetyPlan: 'yes',
    // A release may be verified on a Saturday.
    closedDayMeant: 'yes',
  };
  await done(tools, under, url, answers, 'transfer-arranged');
  return 'for today';
}

const MINUTE = 60_000;

async function handOver(tools: WalkTools, under: Under): Promise<string> {
  const { version, openedAt } = await status(tools, under, 'transfer-arranged');
  const url = await link(tools, { for: 'entry', authority: VERIFYING, caseId: under.caseId, version });
  // A page asks for the minute, and no child is handed over before it was referred.
  const at = await seen(tools, 'The next minute', async () => {
    const minute = Math.floor(Date.parse(await tools.now()) / MINUTE) * MINUTE;
    return minute >= Date.parse(openedAt) ? new Date(minute).toISOString() : undefined;
  });
  const answers = {
    action: 'handover',
    ...dayFields('handedOverOn', londonDate(at)),
    handedOverAt: londonTime(at).slice(0, 5),
    safetyPlan: 'yes',
  };
  await done(tools, under, url, answers, 'transferred');
  return 'by the council that referred';
}

/** Nothing of it is where children are counted or listed, and its trail holds. */
async function apart({ cases, councils }: WalkTools, { caseId }: Under): Promise<string> {
  for (const list of [cases.open(), cases.neededBy('coordinators')])
    for await (const line of list)
      if (line.caseId === caseId) throw new NotSeen(`${caseId} is on a list of children.`);
  const strays = (await councils.view()).councils.filter(({ code }) => realmOf(code) !== 'scheme');
  if (strays.length > 0) throw new NotSeen('Councils that were made up are among those of the scheme.');
  const [trail, current] = [await cases.trail(caseId), await cases.read(caseId)];
  const head = { subject: caseId, number: current?.version ?? 0, hash: current?.lastHash ?? '' };
  const [finding] = trailFindings(caseId, trail, [], head);
  if (finding !== undefined) throw new NotSeen(`Its trail does not hold: ${finding.words}.`);
  return `on no list; its trail of ${trail.length} events stays, as every trail does`;
}

async function ready({ councils, sealed, policy }: WalkTools): Promise<string> {
  await councils.seed(verificationCouncils, policy);
  for (const { code } of verificationCouncils)
    await sealed.putContacts(`council:${code}`, { dutyDesk: addressOf(code) });
  return verificationCouncils.map(({ code }) => code).join(', ');
}

const steps: readonly (readonly [string, string, (tools: WalkTools, under: Under) => Promise<string>])[] = [
  ['Two councils are made up', 'You may not write into the tables.', ready],
  ['A referral is taken in', 'Queue referrals, its dead letters, the log of allocate-referral.', refer],
  ['An offer is made', 'The log of allocate-referral, and the quarantine.', offer],
  ['Its e-mails go out', 'relay-events, then the queue notifications and its dead letters.', mailed],
  ['The council says yes', 'The pages: runbook pages-failing.', answer],
  ['The move is arranged', 'The pages: runbook pages-failing.', arrange],
  ['The child is handed over', 'The pages: runbook pages-failing.', handOver],
  ['All e-mails went out', 'The queue notifications and its dead letters.', mailed],
  ['It counts nowhere', 'Tell whoever made this version: a list of children is not what it was.', apart],
];

/**
 * Walks until something is wrong: what comes after rests on it.
 *
 * @param tell hears of each step as it is done
 * @returns a row for each step that was tried
 */
export async function walk(tools: WalkTools, tell: (row: Row) => void): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const under: Under = { caseId: '' };
  for (const [what, look, step] of steps) {
    const row = await rowOf(what, look, () => step(tools, under));
    rows.push(row);
    tell(row);
    if (row.how === 'wrong') break;
  }
  return rows;
}

async function rowOf(what: string, look: string, step: () => Promise<string>): Promise<Row> {
  const began = performance.now();
  try {
    const said = await step();
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    return { what, how: 'well', says: `${said} (${seconds} s)` };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { what, how: 'wrong', says: `${words} Look at: ${look}` };
  }
}
