/** Every fact of a referral can be given in every channel, and says the same in each. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allParts } from '../../functions/pages/refer/refer-steps.ts';
import type { Draft } from '../../functions/receive-email/draft.ts';
import { readCsv } from '../../functions/receive-email/read-csv.ts';
import { isParticular } from '../../shared/core/referral/particulars.ts';
import { ReferralRequest, takeApart } from '../../shared/core/referral/referral-request.ts';
import { nationalities, nationalityCode } from '../../shared/runtime/nationalities.ts';
import { type FactField, factLabels, isChildField } from '../../shared/words/fact-labels.ts';
import { portion, runs } from '../how-much.ts';
import { drafted, draftIn } from './reading.ts';
import { amending, aWholeReferral, referring, wanted } from './whole-referrals.ts';

const KENT = 'E10000016';
const TODAY = '2026-11-23';

/** One answer to each, as a person writes it and as a system does. */
const answers: Readonly<Record<FactField, readonly [string, unknown]>> = {
  referredOn: ['23 November 2026', '2026-11-23'],
  'definition.under18AtClaim': ['yes', true],
  'definition.claimsInOwnRight': ['Yes', true],
  'definition.separatedFromParents': ['no', false],
  'definition.noResponsibleAdult': ['y', true],
  asylumClaimOn: ['16/11/2026', '2026-11-16'],
  immigrationStatus: ['Claim pending', 'claim-pending'],
  careStatus: ['Care order', 'care-order'],
  presentedElsewhere: ['yes', 'yes'],
  presentedTo: ['Leeds', 'E08000035'],
  arrivedOn: ['2026-11-15', '2026-11-15'],
  arrivalPlace: ['Port', 'port'],
  inCareOfAuthority: ['yes', true],
  settledSince: ['17/11/2026', '2026-11-17'],
  inReception: ['yes', true],
  familyInUk: ['may care', 'may-care'],
  links: ['Leeds (family)', [{ council: 'E08000035', kind: 'family' }]],
  areasToAvoid: ['Kent; Leeds', [KENT, 'E08000035']],
  trafficking: ['NRM referred', 'nrm-referred'],
  wishesRecorded: ['yes', true],
  proposedMoveOn: ['1 December 2026', '2026-12-01'],
  name: ['Synthetic Child', 'Synthetic Child'],
  dateOfBirth: ['14/05/2010', '2010-05-14'],
  claimedBirth: ['27/3/2011', '2011-03-27'],
  claimedBirthSource: ['The child, to a screening officer', 'The child, to a screening officer'],
  documentedBirth: ['1 January 2010', '2010-01-01'],
  documentedBirthSource: ['A birth certificate', 'A birth certificate'],
  assessedBirth: ['2009-12-24', '2009-12-24'],
  assessedBirthSource: ['Leeds, in October', 'Leeds, in October'],
  sex: ['girl', 'female'],
  nationality: ['Eritrean', 'ERI'],
  homeOfficeReference: ['H1234567', 'H1234567'],
  portReference: ['DOV/99/123', 'DOV/99/123'],
  turns18Month: ['May 2028', '2028-05'],
  ageAssessment: ['under way', 'under-way'],
  ageAssessmentLedBy: ['Kent', KENT],
  placementKind: ['foster care', 'foster-care'],
  needs: ['medical care, trained carers', ['medical-care', 'trained-carers']],
  languages: ['Tigrinya', 'Tigrinya'],
  interpreter: ['yes', true],
  missingHistory: ['has been missing', 'has-been-missing'],
  timesMissing: ['3 times', 3],
  lastMissingMonth: ['October 2026', '2026-10'],
  lastMissingOn: ['3 October 2026', '2026-10-03'],
  nhsNumber: ['943 476 5919', '9434765919'],
  healthScreening: ['offered', 'offered'],
  fitToMove: ['not fit', 'not-fit'],
  fitToMoveOn: ['20/11/2026', '2026-11-20'],
  healthKinds: ['medication; mental health', ['medication', 'mental-health']],
  languageCodes: ['Tigrinya, Arabic', ['tir', 'ara']],
  faithGroup: ['Muslim', 'muslim'],
  diet: ['halal', ['halal']],
  educationStage: ['primary', 'primary'],
  canShare: ['yes', 'yes'],
  smokes: ['no', 'no'],
  withPets: ['not known', 'not-known'],
  hasSolicitor: ['yes', 'yes'],
  solicitor: ['C. Solicitor 01234 567892', 'C. Solicitor 01234 567892'],
  hasGuardian: ['no', 'no'],
  guardian: ['D. Guardian 01234 567893', 'D. Guardian 01234 567893'],
  hasAdvocate: ['not known', 'not-known'],
  advocate: ['E. Advocate 01234 567894', 'E. Advocate 01234 567894'],
  hasReviewingOfficer: ['yes', 'yes'],
  reviewingOfficer: ['F. Officer 01234 567895', 'F. Officer 01234 567895'],
  whyToAvoid: ['court order', 'court-order'],
  bestInterests: ['Has friends nowhere near', 'Has friends nowhere near'],
  arrivedWhere: ['A harbour', 'A harbour'],
  faithAndCulture: ['Prays on Fridays', 'Prays on Fridays'],
  health: ['Wears glasses', 'Wears glasses'],
  disability: ['None known', 'None known'],
  education: ['Six years of school', 'Six years of school'],
  wishes: ['Wants to be near a cousin', 'Wants to be near a cousin'],
  socialWorker: ['A. Worker 01234 567890', 'A. Worker 01234 567890'],
  entryContact: ['B. Officer 01234 567891', 'B. Officer 01234 567891'],
  dutyTelephone: ['01234 567892', '01234 567892'],
  dutyHours: ['Monday to Friday, 9am to 5pm', 'Monday to Friday, 9am to 5pm'],
  ownReference: ['ASY-2026-0117', 'ASY-2026-0117'],
};
const fields = Object.keys(answers) as FactField[];

type Bag = Readonly<Record<string, unknown>>;

/** What a draft or a request in its two halves says for a field. */
function saidOf(
  field: FactField,
  { facts, particulars }: Pick<Draft, 'particulars'> & { readonly facts: Draft['facts'] },
): unknown {
  if (isParticular(field)) return particulars[0]?.[field];
  if (isChildField(field)) return (facts.children?.[0] as Bag | undefined)?.[field];
  const [first = '', second] = field.split('.');
  const said = (facts as Bag)[first];
  return second === undefined ? said : (said as Bag | undefined)?.[second];
}

/** What follows from what is sealed, and is open: months of its days, and whether there is somebody. */
const open: Partial<Record<FactField, Bag>> = {
  dateOfBirth: { turns18Month: '2028-05' },
  lastMissingOn: { lastMissingMonth: '2026-10' },
  solicitor: { hasSolicitor: 'yes' },
  guardian: { hasGuardian: 'yes' },
  advocate: { hasAdvocate: 'yes' },
  reviewingOfficer: { hasReviewingOfficer: 'yes' },
};

/** A request that says one thing. */
function requestWith(field: FactField, value: unknown): Bag {
  const [first = '', second] = field.split('.');
  const child = isChildField(field) ? { number: 1, [field]: value } : { number: 1 };
  return {
    children: [child],
    ...(isChildField(field) ? {} : { [first]: second === undefined ? value : { [second]: value } }),
  };
}

describe.each(fields)('%s', (field) => {
  const [text, value] = answers[field];

  test('is read from a line of an e-mail', () => {
    const draft = draftIn(`${factLabels[field]}: ${text}`);
    expect(draft?.problems).toEqual([]);
    expect(saidOf(field, draft as Draft)).toEqual(value);
  });

  test('is read from a column of a table', () => {
    const others = (['sex', 'needs', 'interpreter'] as const).filter((one) => one !== field).slice(0, 2);
    const head = [field, ...others].map((one) => factLabels[one]).join(';');
    const row = [`"${text}"`, ...others.map((one) => answers[one][0])].join(';');
    const { drafts, problems } = drafted(readCsv(`${head}\n${row}\n`));
    expect([...problems, ...(drafts[0]?.problems ?? [])]).toEqual([]);
    expect(saidOf(field, drafts[0] as Draft)).toEqual(value);
  });

  test('is read from a request of the API', () => {
    const apart = takeApart(ReferralRequest.parse(requestWith(field, value)), KENT);
    expect(saidOf(field, apart)).toEqual(value);
  });

  test('is asked for by the form', () => {
    const asked = allParts({ own: KENT, today: TODAY, children: [1] }).flatMap(({ facts }) => facts);
    expect(asked).toContain(isChildField(field) ? `children.1.${field}` : field);
  });

  test('travels only if it names nobody', () => {
    const { facts } = takeApart(ReferralRequest.parse(requestWith(field, value)), KENT);
    if (isParticular(field))
      expect(facts).toEqual({ children: [{ number: 1, ...open[field] }], entryAuthority: KENT });
    else expect(saidOf(field, { facts, particulars: [] })).toEqual(value);
  });
});

test('a nationality is read by its country and its code, and nothing else is taken for one', () => {
  for (const { code, name } of nationalities()) {
    expect(nationalityCode(name), name).toBe(code);
    expect(nationalityCode(code)).toBe(code);
  }
  expect(['Afghan', 'South Sudanese', 'Türkiye', 'stateless', 'IRAN'].map(nationalityCode)).toEqual([
    'AFG',
    'SSD',
    'TUR',
    'XXA',
    'IRN',
  ]);
  for (const word of ['no', 'not known', 'Kurdish', '']) expect(nationalityCode(word), word).toBeUndefined();
  const known = new Set(nationalities().map(({ code }) => code));
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      const code = nationalityCode(text);
      expect(code === undefined || known.has(code)).toBe(true);
    }),
  );
});

describe('what a council says of one to five children lies there whole, of every child, its sealed half sealed', () => {
  // A form of five children has 75 pages.
  const asked = (channel: string) => runs(channel === 'form' ? 4 : portion(10, 40));

  test.each(Object.keys(referring))('referred by %s', async (channel) => {
    await fc.assert(
      fc.asyncProperty(aWholeReferral(), async (meant) => {
        expect(await referring[channel]?.(meant)).toEqual(wanted(meant));
      }),
      { numRuns: asked(channel) },
    );
  });

  test.each(Object.keys(amending))('added by %s to a referral that said nothing', async (channel) => {
    await fc.assert(
      fc.asyncProperty(aWholeReferral(), async (meant) => {
        expect(await amending[channel]?.(meant)).toEqual(wanted(meant));
      }),
      { numRuns: asked(channel) },
    );
  });
});
