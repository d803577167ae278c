/** Referrals of one to five children of whom everything is said, sent through each channel's own function, and what then lies there. */
import fc from 'fast-check';
import {
  careStatuses,
  diets,
  educationStages,
  faiths,
  fitnesses,
  healthKinds,
  healthScreenings,
  PlacementKind,
  yesNoNotKnown,
} from '../../events/referral.ts';
import type { ReferralReceivedV2 } from '../../events/referral-received.v2.ts';
import { allocateReferral } from '../../functions/allocate-referral/allocate-referral.ts';
import { turns18In } from '../../shared/core/calendar/ages.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { birthSources, birthsBeside } from '../../shared/core/referral/dates-of-birth.ts';
import { avoidReasons } from '../../shared/core/referral/particulars.ts';
import { eachMessage } from '../../shared/runtime/each-record.ts';
import { nationalities } from '../../shared/runtime/nationalities.ts';
import { Gateway } from '../api/gateway.ts';
import { asItStands, formAtTheEnd, formsIn } from '../pages/forms.ts';
import { Site, type Visit } from '../pages/site.ts';
import { csvOf, xlsxOf } from './every-channel.ts';
import { KENT, MailIn, stored, type Written } from './mails.ts';
import { filledForm } from './office-files.ts';
import { RecordingMeter } from './recorders.ts';
import { asLines, asTexts, labels, type Texts } from './referral-lines.ts';

/** Who may speak for a child, and the fact that says whether anybody does. */
const supporters = [
  ['solicitor', 'hasSolicitor'],
  ['guardian', 'hasGuardian'],
  ['advocate', 'hasAdvocate'],
  ['reviewingOfficer', 'hasReviewingOfficer'],
] as const;

/** What a council says of one child; what is left out is not known. */
export interface MeantChild {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly sealed: Readonly<Record<string, string>>;
}

/** What a council means to say: of the referral, and of each child in its two halves. */
export interface Meant {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly children: readonly MeantChild[];
}

/** What lies there afterwards: the case's facts, and what is sealed of its children. */
export interface Found {
  readonly facts: unknown;
  readonly sealed: unknown;
}

/** What has to lie there. */
export const wanted = ({ facts, children }: Meant): Found => ({
  facts: {
    ...facts,
    entryAuthority: KENT,
    children: children.map((child, at) => ({ ...child.facts, number: at + 1 })),
  },
  sealed: children.map(({ sealed }, at) => ({ ...sealed, number: at + 1 })),
});

const councils = publishedCouncils()
  .map(({ code, name }) => ({ code, name }))
  .filter(({ code }) => code !== KENT);

const words = fc.constantFrom(
  'Amina',
  'O’Neil',
  'Zoë',
  'penicillin, nuts',
  'a "quiet" room',
  'Łukasz & Co',
  '01234 567890',
  'near: a cousin',
  '<b>',
  'የሕፃን',
);
/** Each text is another, so that none can stand in another's place unnoticed. */
const text = (what: string) =>
  fc.array(words, { minLength: 1, maxLength: 3 }).map((said) => `${what} ${said.join(' ')}`);
/** Who works for a child: family there is asked about, in mails. */
const worker = (what: string) => text(what).filter((said) => !said.includes('cousin'));
/** What is not a name is asked for: a number or another field in it may be what somebody else meant to say. */
const name = (at: number) =>
  fc
    .array(fc.constantFrom('Amina', 'O’Neil', 'Zoë', '<b>', '"Bo"', 'Łukasz & Co', 'የሕፃን', 'al-Hassan'), {
      minLength: 1,
      maxLength: 3,
    })
    .map((said) => `Name${at} ${said.join(' ')}`);
const day = (from: string, to: string) =>
  fc
    .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
const council = fc.constantFrom(...councils.map(({ code }) => code));
const maybe = <T>(given: fc.Arbitrary<T>) => fc.option(given, { nil: undefined, freq: 4 });
const said = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;

const child = (at: number): fc.Arbitrary<MeantChild> =>
  fc
    .record({
      dateOfBirth: fc.oneof(
        { weight: 7, arbitrary: day('2009-01-01', '2024-12-31') },
        // Turns 18 in March.
        { weight: 1, arbitrary: fc.constant('2012-02-29') },
      ),
      assessment: fc.oneof(
        fc.constantFrom('not-required', 'required', 'complete').map((ageAssessment) => ({ ageAssessment })),
        fc.record({ ageAssessment: fc.constantFrom('under-way', 'complete'), ageAssessmentLedBy: council }),
      ),
      facts: fc.record({
        sex: fc.constantFrom('female', 'male', 'other', 'not-known'),
        needs: fc.subarray([
          'trained-carers',
          'step-free-access',
          'medical-care',
          'mental-health-support',
          'special-educational-needs',
        ]),
        interpreter: fc.boolean(),
        healthScreening: maybe(fc.constantFrom(...healthScreenings)),
        fitToMove: maybe(fc.constantFrom(...fitnesses)),
        fitToMoveOn: maybe(day('2026-11-01', '2026-11-23')),
        healthKinds: maybe(fc.subarray([...healthKinds])),
        languageCodes: maybe(
          fc.subarray(['tir', 'ara', 'ckb', 'sgn', 'other'], { minLength: 1, maxLength: 3 }),
        ),
        faithGroup: maybe(fc.constantFrom(...faiths)),
        diet: maybe(fc.subarray([...diets])),
        educationStage: maybe(fc.constantFrom(...educationStages)),
        canShare: maybe(fc.constantFrom(...yesNoNotKnown)),
        smokes: maybe(fc.constantFrom(...yesNoNotKnown)),
        withPets: maybe(fc.constantFrom(...yesNoNotKnown)),
      }),
      missing: fc.oneof(
        fc
          .constantFrom('none', 'not-known')
          .map((missingHistory) => ({ facts: { missingHistory }, on: undefined })),
        fc
          .record({
            timesMissing: maybe(fc.integer({ min: 1, max: 99 })),
            on: maybe(day('2026-09-01', '2026-11-22')),
          })
          .map(({ timesMissing, on }) => ({
            facts: { missingHistory: 'has-been-missing', timesMissing, lastMissingMonth: on?.slice(0, 7) },
            on,
          })),
      ),
      placementKind: fc.constantFrom(...PlacementKind.options),
      people: fc.record({
        solicitor: maybe(fc.oneof(fc.constant(''), worker(`Solicitor${at}`))),
        guardian: maybe(fc.oneof(fc.constant(''), worker(`Guardian${at}`))),
        advocate: maybe(fc.oneof(fc.constant(''), worker(`Advocate${at}`))),
        reviewingOfficer: maybe(fc.oneof(fc.constant(''), worker(`Reviewer${at}`))),
      }),
      sealed: fc.record({
        name: maybe(name(at)),
        nationality: maybe(fc.constantFrom(...nationalities().map(({ code }) => code))),
        homeOfficeReference: maybe(fc.integer({ min: 100_000, max: 999_999 }).map((n) => `HO${at}/${n}`)),
        portReference: maybe(fc.integer({ min: 100_000, max: 999_999 }).map((n) => `PORT${at}/${n}`)),
        languages: maybe(text(`Languages${at}`)),
        faithAndCulture: maybe(text(`Faith${at}`)),
        health: maybe(text(`Health${at}`)),
        disability: maybe(text(`Disability${at}`)),
        education: maybe(text(`Education${at}`)),
        wishes: maybe(text(`Wishes${at}`)),
        nhsNumber: maybe(fc.constantFrom('9434765919', '9876543210')),
        claimedBirth: maybe(day('2009-12-01', '2014-12-31')),
        claimedBirthSource: maybe(text(`Claimed${at}`)),
        documentedBirth: maybe(day('2009-12-01', '2014-12-31')),
        documentedBirthSource: maybe(text(`Document${at}`)),
        assessedBirth: maybe(day('2009-12-01', '2014-12-31')),
        assessedBirthSource: maybe(text(`Assessed${at}`)),
      }),
    })
    .map(({ dateOfBirth, assessment, facts, missing, people, placementKind, sealed }) => {
      const turns18Month = turns18In(dateOfBirth);
      const isSixteen = dateOfBirth < '2010-11-23';
      return {
        facts: said({
          ...facts,
          ...missing.facts,
          // Who is named is there; an empty line says that nobody is.
          ...Object.fromEntries(
            supporters.map(([who, whether]) => [
              whether,
              people[who] === undefined ? undefined : people[who] === '' ? 'no' : 'yes',
            ]),
          ),
          ...assessment,
          turns18Month,
          placementKind: isSixteen ? placementKind : 'childrens-home',
        }),
        sealed: said({
          ...sealed,
          ...Object.fromEntries(supporters.map(([who]) => [who, people[who] || undefined])),
          lastMissingOn: missing.on,
          // Nobody has assessed it yet.
          assessedBirth: ['not-required', 'required'].includes(String(assessment.ageAssessment))
            ? undefined
            : sealed.assessedBirth,
          dateOfBirth,
        }) as Readonly<Record<string, string>>,
      };
    });

/** A whole referral. What the form asks once for all children is the same of each. Synthetic. */
export const aWholeReferral = (): fc.Arbitrary<Meant> =>
  fc
    .record({
      children: fc
        .integer({ min: 1, max: 5 })
        .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => child(at + 1)))),
      shared: fc.record({
        arrivedWhere: maybe(text('Where')),
        socialWorker: maybe(text('Worker')),
        entryContact: text('Contact'),
        dutyTelephone: maybe(text('Telephone')),
        dutyHours: maybe(text('Hours')),
        ownReference: maybe(text('Own')),
        bestInterests: maybe(text('Interests')),
        whyToAvoid: maybe(fc.constantFrom(...avoidReasons)),
      }),
      facts: fc.record({
        referredOn: day('2026-11-01', '2026-11-23'),
        definition: fc.record({
          under18AtClaim: fc.boolean(),
          claimsInOwnRight: fc.boolean(),
          separatedFromParents: fc.boolean(),
          noResponsibleAdult: fc.boolean(),
        }),
        asylumClaimOn: day('2026-10-01', '2026-11-22'),
        careStatus: fc.constantFrom(...careStatuses),
        immigrationStatus: fc.constantFrom(
          'claim-pending',
          'leave-granted',
          'claim-refused',
          'other',
          'not-known',
        ),
        arrivedOn: day('2026-09-01', '2026-09-30'),
        arrivalPlace: fc.constantFrom('port', 'airport', 'elsewhere', 'not-known'),
        familyInUk: fc.constantFrom('none', 'may-care', 'cannot-care', 'not-known'),
        links: fc.uniqueArray(
          fc.record({ council, kind: fc.constantFrom('family', 'sibling', 'community') }),
          { maxLength: 3, selector: (link) => link.council },
        ),
        // The own area may be what is not safe.
        areasToAvoid: fc.uniqueArray(fc.oneof(council, fc.constant(KENT)), { maxLength: 3 }),
        trafficking: fc.constantFrom('no-indicators', 'indicators', 'nrm-referred', 'nrm-positive'),
        proposedMoveOn: maybe(day('2026-11-23', '2026-12-31')),
      }),
      presented: fc.oneof(
        fc.constantFrom('no', 'not-known').map((presentedElsewhere) => ({ presentedElsewhere })),
        maybe(council).map((presentedTo) => ({ presentedElsewhere: 'yes', presentedTo })),
      ),
      settledSince: maybe(day('2026-10-01', '2026-11-22')),
      inReception: fc.boolean(),
      asked: fc.boolean(),
    })
    .map(({ children, shared, facts, presented, settledSince, inReception, asked }) => ({
      facts: said({
        ...facts,
        ...presented,
        inCareOfAuthority: settledSince !== undefined,
        settledSince,
        ...(settledSince === undefined ? {} : { inReception }),
        wishesRecorded: asked,
      }),
      children: children.map(({ facts: own, sealed: { wishes, ...sealed } }) => ({
        facts: own,
        // What was said can be given only where the child was asked.
        sealed: said({
          ...sealed,
          ...shared,
          wishes: asked ? wishes : undefined,
          whyToAvoid: facts.areasToAvoid.length > 0 ? shared.whyToAvoid : undefined,
        }) as Record<string, string>,
      })),
    }));

type Link = { readonly council: string; readonly kind: string };

const ofChild = ({ facts, sealed }: MeantChild): Texts => asTexts({ ...facts, ...sealed });

/** One row for each child; what is said of them all stands in the first. */
function asRows({ facts, children }: Meant, reference = ''): readonly Texts[] {
  const ofAll = asTexts(facts);
  const rows = children.map((one, at): Texts => ({ ...(at === 0 ? ofAll : {}), ...ofChild(one) }));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return rows.map((row) => ({
    Siblings: 'A',
    Reference: reference,
    ...Object.fromEntries(columns.map((column) => [column, row[column] ?? ''])),
  }));
}

const asAnswers = ({ facts, children }: Meant): Texts => ({
  ...asTexts(facts),
  ...Object.fromEntries(
    children.flatMap((one, at) =>
      Object.entries(ofChild(one)).map(([label, value]) => [
        at === 0 ? label : `Child ${at + 1} ${label}`,
        value,
      ]),
    ),
  ),
});

const asRequest = ({ facts, children }: Meant, isNumbered = false): Record<string, unknown> => ({
  ...facts,
  children: children.map((one, at) => ({
    ...one.facts,
    ...one.sealed,
    ...(isNumbered ? { number: at + 1 } : {}),
  })),
});

type Fields = NonNullable<Visit['form']>;
const dayFields = (name: string, iso: unknown): Fields => {
  const [year = '', month = '', date = ''] = typeof iso === 'string' ? iso.split('-') : [];
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const orNone = (chosen: readonly string[]): readonly string[] => (chosen.length === 0 ? ['none'] : chosen);
const yesNo = (is: unknown): string => (is === true ? 'yes' : 'no');

/** What is typed and ticked on the pages of the form, by the name of each field. */
function asFields({ facts, children }: Meant): Fields {
  const links = facts.links as readonly Link[];
  const avoided = facts.areasToAvoid as readonly string[];
  const [first] = children;
  let fields: Fields = {
    ...dayFields('referredOn', facts.referredOn),
    definition: orNone(Object.entries(facts.definition as object).flatMap(([one, is]) => (is ? [one] : []))),
    ...dayFields('arrivedOn', facts.arrivedOn),
    arrivalPlace: String(facts.arrivalPlace),
    arrivedWhere: first?.sealed.arrivedWhere ?? '',
    ...dayFields('asylumClaimOn', facts.asylumClaimOn),
    presented: String(facts.presentedElsewhere),
    presentedTo: String(facts.presentedTo ?? ''),
    careStatus: String(facts.careStatus),
    immigrationStatus: String(facts.immigrationStatus),
    bestInterests: first?.sealed.bestInterests ?? '',
    whyToAvoid: first?.sealed.whyToAvoid ?? '',
    inCare: yesNo(facts.inCareOfAuthority),
    ...dayFields('settledSince', facts.settledSince),
    inReception: facts.inReception === true ? ['yes'] : [],
    family: String(facts.familyInUk),
    links: yesNo(links.length > 0),
    avoid: yesNo(avoided.length > 0),
    trafficking: String(facts.trafficking),
    wishes: yesNo(facts.wishesRecorded),
    ...dayFields('proposedMoveOn', facts.proposedMoveOn),
    entryContact: first?.sealed.entryContact ?? '',
    dutyTelephone: first?.sealed.dutyTelephone ?? '',
    dutyHours: first?.sealed.dutyHours ?? '',
    ownReference: first?.sealed.ownReference ?? '',
    socialWorker: first?.sealed.socialWorker ?? '',
  };
  for (const [at, link] of links.entries())
    fields = {
      ...fields,
      [`link${at + 1}-council`]: link.council,
      [`link${at + 1}-kind`]: link.kind,
      [`link${at + 1}-another`]: yesNo(at + 1 < links.length),
    };
  for (const [at, code] of avoided.entries())
    fields = {
      ...fields,
      [`avoid${at + 1}-council`]: code,
      [`avoid${at + 1}-another`]: yesNo(at + 1 < avoided.length),
    };
  for (const [at, { facts: own, sealed }] of children.entries()) {
    const name = (what: string) => `child${at + 1}-${what}`;
    fields = {
      ...fields,
      [name('name')]: sealed.name ?? '',
      [name('homeOffice')]: sealed.homeOfficeReference ?? '',
      [name('port')]: sealed.portReference ?? '',
      ...dayFields(name('born'), sealed.dateOfBirth),
      [name('hasOtherBirths')]: birthsBeside.some((field) => sealed[field] ?? sealed[birthSources[field]])
        ? ['yes']
        : [],
      ...Object.assign(
        {},
        ...birthsBeside.map((field) => ({
          ...dayFields(name(field), sealed[field]),
          [name(birthSources[field])]: sealed[birthSources[field]] ?? '',
        })),
      ),
      [name('sex')]: String(own.sex),
      [name('nationality')]: sealed.nationality ?? 'not-known',
      [name('languages')]: sealed.languages ?? '',
      ...Object.fromEntries(
        ((own.languageCodes ?? []) as string[]).map((code, of) => [name(`language${of + 1}`), code]),
      ),
      [name('interpreter')]: yesNo(own.interpreter),
      [name('assessment')]: String(own.ageAssessment),
      [name('assessor')]: String(own.ageAssessmentLedBy ?? ''),
      [name('placement')]: String(own.placementKind),
      [name('needs')]: orNone(own.needs as string[]),
      [name('health')]: sealed.health ?? '',
      [name('disability')]: sealed.disability ?? '',
      [name('education')]: sealed.education ?? '',
      [name('faith')]: sealed.faithAndCulture ?? '',
      [name('missing')]: String(own.missingHistory),
      [name('timesMissing')]: String(own.timesMissing ?? ''),
      ...dayFields(name('lastMissing'), sealed.lastMissingOn),
      [name('screening')]: String(own.healthScreening ?? ''),
      [name('fit')]: String(own.fitToMove ?? ''),
      ...dayFields(name('fitOn'), own.fitToMoveOn),
      [name('healthKinds')]: own.healthKinds === undefined ? [] : orNone(own.healthKinds as string[]),
      [name('nhs')]: sealed.nhsNumber ?? '',
      [name('faithGroup')]: String(own.faithGroup ?? ''),
      [name('diet')]: own.diet === undefined ? [] : orNone(own.diet as string[]),
      [name('stage')]: String(own.educationStage ?? ''),
      [name('share')]: String(own.canShare ?? ''),
      [name('smokes')]: String(own.smokes ?? ''),
      [name('pets')]: String(own.withPets ?? ''),
      ...Object.fromEntries(supporters.map(([who]) => [name(who), sealed[who] ?? ''])),
      [name('nobody')]: supporters.flatMap(([who, whether]) => (own[whether] === 'no' ? [who] : [])),
      [name('another')]: yesNo(at + 1 < children.length),
      [`wishes${at + 1}`]: sealed.wishes ?? '',
    };
  }
  return fields;
}

const attached = (name: string, content: string | Uint8Array): Written => ({
  body: 'Please find attached.',
  attachment: { name, type: 'application/octet-stream', content },
});

/** A referral as each kind of mail says it; with a reference, what is added to that case. */
const mailOf: Readonly<Record<string, (meant: Meant, reference?: string) => Written>> = {
  lines: (meant, reference) => ({
    body: `${reference ? `Reference: ${reference}\r\n` : ''}${asLines(
      meant.facts,
      meant.children.map(({ facts, sealed }) => ({ ...facts, ...sealed })),
    )}`,
  }),
  csv: (meant, reference) => attached('children.csv', csvOf(...asRows(meant, reference))),
  xlsx: (meant, reference) => attached('children.xlsx', xlsxOf(...asRows(meant, reference))),
  word: (meant, reference) =>
    attached(
      'form.docx',
      filledForm({ ...(reference ? { Reference: reference } : {}), ...asAnswers(meant) }),
    ),
};

type Ground = Pick<MailIn['scheme'], 'cases' | 'sealed'>;

async function foundIn({ cases, sealed }: Ground): Promise<Found> {
  const [subject, ...others] = Object.values(cases.snapshot().cases);
  if (subject === undefined || others.length > 0) throw new Error('There is not exactly one case.');
  return { facts: subject.facts, sealed: await sealed.particulars(subject.referralId) };
}

async function mailed(mail: MailIn, written: Written): Promise<void> {
  const returned = await mail.receive(stored(written));
  const problems = mail.told().flatMap((told) => told.problems);
  if (returned.length > 0 || problems.length > 0)
    throw new Error(`A mail was not read whole: ${JSON.stringify([returned, problems])}`);
}

/** What the pages put on the queue is looked at, by the function that takes it from there. */
async function lookAt(site: Site): Promise<void> {
  const { cases, councils: places, sealed, clock, log, policy } = site;
  const act = allocateReferral({
    ...{ cases, councils: places, sealed, clock, log, policy },
    meter: new RecordingMeter(),
    pause: async () => {},
  });
  const Records = site.referrals
    .snapshot()
    .map(({ body }, at) => ({ messageId: `${at}`, body, attributes: { ApproximateReceiveCount: '1' } }));
  const { batchItemFailures } = await eachMessage(act, {
    ...{ log, meter: new RecordingMeter() },
    quarantine: {
      keep: async (_, reason) => {
        throw new Error(reason.words);
      },
    },
  })({ Records } as never);
  if (batchItemFailures.length > 0) throw new Error('A message went back to the queue.');
}

/** Answers every page that the form leads to, and sends it. */
async function byForm(meant: Meant): Promise<Found> {
  const site = await Site.seeded();
  const cookies = [await site.signedIn(KENT)];
  const look = (path: string) => site.visit({ path, cookies });
  const begin = formsIn((await look('/refer')).body).find(({ action }) => action === '/refer')?.fields ?? {};
  const answers: Fields = { ...asFields(meant), session: begin.session ?? '' };
  const post = async (path: string, form: Fields): Promise<string> => {
    const { status, headers, body } = await site.visit({ method: 'POST', path, form, cookies });
    if (status !== 303 || headers.location === undefined)
      throw new Error(`${path} answered ${status}: ${body}`);
    return headers.location;
  };
  const nextOf = async (path: string): Promise<string> => (await look(path)).headers.location ?? path;
  let at = await nextOf(await post('/refer', begin));
  const seen = new Set<string>();
  while (!at.endsWith('/check')) {
    if (seen.has(at)) throw new Error(`The form asks for ${at} again.`);
    seen.add(at);
    at = await post(at, answers);
  }
  const shown = await formAtTheEnd((query) => site.visit({ path: at, query, cookies }));
  const sent = await nextOf(await post(at, { ...shown, confirm: 'yes' }));
  if (!sent.endsWith('/sent')) throw new Error(`After the check the form leads to ${sent}.`);
  await lookAt(site);
  return foundIn(site);
}

async function byApi(meant: Meant): Promise<Found> {
  const gateway = await Gateway.open();
  const { status, text: answer } = await gateway.call({ body: asRequest(meant) });
  if (status !== 202) throw new Error(answer);
  await gateway.lookAtReferrals();
  return foundIn(gateway.scheme);
}

async function byMail(written: Written): Promise<Found> {
  const mail = await MailIn.open();
  await mailed(mail, written);
  return foundIn(mail.scheme);
}

const referralId = '5f0c7e1a-3b1d-4f6e-9a2c-000000000001';

/** A council's own system seals first, and then sends the facts. */
async function byQueue(scheme: MailIn['scheme'], meant: Meant): Promise<void> {
  const { facts, sealed } = wanted(meant);
  await scheme.sealed.sealFirst(referralId, KENT, sealed as never);
  const message = {
    id: 'queue:1',
    type: 'referral-received.v2',
    at: scheme.clock.now(),
    actor: { kind: 'entry-authority', code: KENT },
    data: { referralId, channel: 'queue', facts: facts as never },
  } satisfies ReferralReceivedV2;
  const returned = await scheme.receive(JSON.stringify(message));
  if (returned.length > 0) throw new Error('A referral went back to the queue.');
}

/** How a new referral comes. */
export const referring: Readonly<Record<string, (meant: Meant) => Promise<Found>>> = {
  form: byForm,
  api: byApi,
  ...Object.fromEntries(
    Object.entries(mailOf).map(([kind, written]) => [kind, (meant: Meant) => byMail(written(meant))]),
  ),
  queue: async (meant) => {
    const { scheme } = await MailIn.open();
    await byQueue(scheme, meant);
    return foundIn(scheme);
  },
};

/** A referral that says as good as nothing yet of as many children. */
const bare = ({ children }: Meant): Meant => ({
  facts: {},
  children: children.map(() => ({ facts: { sex: 'not-known' }, sealed: {} })),
});

async function amendedByApi(meant: Meant): Promise<Found> {
  const gateway = await Gateway.open();
  const first = await gateway.call({ body: asRequest(bare(meant)) });
  await gateway.lookAtReferrals();
  const path = `/api/referrals/${first.taken.reference}/amendments`;
  const { status, text: answer } = await gateway.call({
    ...{ path, body: asRequest(meant, true), idempotencyKey: 'second' },
  });
  if (status !== 202) throw new Error(answer);
  await gateway.lookAtReferrals(1);
  return foundIn(gateway.scheme);
}

async function amendedByMail(meant: Meant, written: (reference: string) => Written): Promise<Found> {
  const mail = await MailIn.open();
  await byQueue(mail.scheme, bare(meant));
  const { id } = await mail.scheme.onlyCase();
  await mailed(mail, written(id));
  return foundIn(mail.scheme);
}

/** On the page behind the entry authority's link, where anything can be added. */
async function amendedOnPage(meant: Meant): Promise<Found> {
  const site = await Site.seeded();
  const { facts } = wanted(bare(meant));
  const theCase = await site.referred({ ...(facts as object), ...nothing });
  const path = await site.entryLink(theCase);
  const { body } = await site.get(path);
  const parts = [...(await partsToCorrect(site, path))];
  const { status, body: done } = await site.post(path, {
    ...asItStands(body),
    ...asFields(meant),
    action: 'correct',
    facts: parts,
    ...{ step: 'confirm', confirm: 'yes', name: 'Robin Hale' },
  });
  if (status !== 200 || !done.includes('Recorded')) throw new Error(`The page answered ${status}: ${done}`);
  return foundIn(site);
}

/** A test's referral says everything unless told not to. */
const nothing = Object.fromEntries(
  Object.keys(labels)
    .filter((field) => !field.includes('.'))
    .slice(0, 13)
    .map((field) => [field, undefined]),
);

async function partsToCorrect(site: Site, path: string): Promise<readonly string[]> {
  const { body } = await site.post(path, { step: 'action', action: 'correct' });
  return [...body.matchAll(/name="facts"[^>]*value="([^"]+)"/g)].map(([, name = '']) => name);
}

/** How everything is added to a referral that said nothing. */
export const amending: Readonly<Record<string, (meant: Meant) => Promise<Found>>> = {
  api: amendedByApi,
  page: amendedOnPage,
  ...Object.fromEntries(
    Object.entries(mailOf).map(([kind, written]) => [
      kind,
      (meant: Meant) => amendedByMail(meant, (reference) => written(meant, reference)),
    ]),
  ),
};
