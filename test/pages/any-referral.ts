/** Any referral that a form can answer, in the words of the API. */
import fc from 'fast-check';
import { Need } from '../../events/referral.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { nationalities } from '../../shared/runtime/nationalities.ts';

export const KENT = 'E10000016';
export const TODAY = '2026-11-23';
export const iso = (from: string, to: string) =>
  fc
    .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
const text = (most: number) =>
  fc
    .string({ minLength: 1, maxLength: most, unit: 'grapheme-ascii' })
    .map((one) => one.trim())
    .filter((one) => one.length >= 3);
const council = fc
  .constantFrom(...publishedCouncils().map(({ code }) => code))
  .filter((code) => code !== KENT);
export const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });

const child = fc.record({
  name: maybe(text(200)),
  homeOfficeReference: maybe(text(60)),
  portReference: maybe(text(60)),
  dateOfBirth: iso('2009-01-01', '2010-11-01'),
  sex: fc.constantFrom('female', 'male', 'other', 'not-known'),
  nationality: maybe(fc.constantFrom(...nationalities().map(({ code }) => code))),
  languages: maybe(text(200)),
  interpreter: fc.boolean(),
  ageAssessment: fc.constantFrom('not-required', 'required', 'under-way', 'complete'),
  ageAssessmentLedBy: council,
  placementKind: fc.constantFrom('foster-care', 'supported-accommodation'),
  needs: fc.uniqueArray(fc.constantFrom(...Need.options)),
  health: maybe(text(1000)),
  disability: maybe(text(1000)),
  education: maybe(text(1000)),
  faithAndCulture: maybe(text(1000)),
  missingHistory: fc.constantFrom('none', 'has-been-missing', 'not-known'),
  fitToMove: maybe(fc.constantFrom('fit', 'not-fit')),
  solicitor: maybe(text(200)),
  wishes: maybe(text(1000)),
});
export const referral = fc.record({
  children: fc.array(child, { minLength: 1, maxLength: 3 }),
  referredOn: iso('2026-11-01', TODAY),
  definition: fc.record({
    under18AtClaim: fc.boolean(),
    claimsInOwnRight: fc.boolean(),
    separatedFromParents: fc.boolean(),
    noResponsibleAdult: fc.boolean(),
  }),
  arrivedOn: iso('2026-10-01', TODAY),
  arrivalPlace: fc.constantFrom('port', 'airport', 'elsewhere', 'not-known'),
  arrivedWhere: maybe(text(200)),
  asylumClaimOn: iso('2026-10-01', TODAY),
  immigrationStatus: fc.constantFrom('claim-pending', 'leave-granted', 'claim-refused', 'other', 'not-known'),
  inCareOfAuthority: fc.boolean(),
  settledSince: iso('2026-10-01', TODAY),
  inReception: fc.boolean(),
  familyInUk: fc.constantFrom('none', 'may-care', 'cannot-care', 'not-known'),
  links: fc.array(fc.record({ council, kind: fc.constantFrom('family', 'sibling', 'community') }), {
    maxLength: 3,
  }),
  areasToAvoid: fc.uniqueArray(council, { maxLength: 3 }),
  trafficking: fc.constantFrom('no-indicators', 'indicators', 'nrm-referred', 'nrm-positive'),
  wishesRecorded: fc.boolean(),
  proposedMoveOn: maybe(iso(TODAY, '2027-03-01')),
  entryContact: text(200),
  socialWorker: maybe(text(200)),
});

export type Given = typeof referral extends fc.Arbitrary<infer One> ? One : never;
