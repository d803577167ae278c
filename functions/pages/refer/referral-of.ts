import type { ChildFacts, ReferralFacts } from '../../../events/referral.ts';
import { birthday } from '../../../shared/core/ages.ts';
import type { Answered } from '../journey/walk.ts';
import { definitionParts } from './refer-steps.ts';

/** A referral in its two halves: what may travel, and what names a child and is sealed. */
export interface Referral {
  readonly facts: ReferralFacts;
  readonly particulars: readonly {
    readonly number: number;
    readonly name?: string;
    readonly dateOfBirth: string;
  }[];
}

const chosen = (answer: unknown): readonly string[] =>
  (answer as readonly string[]).filter((one) => one !== 'none');

/** Numbers of the pages that begin with a word: link1, link2 and so on. */
const numbered = (answered: Answered, word: string): readonly number[] =>
  Object.keys(answered).flatMap((name) => {
    const found = new RegExp(`^${word}(\\d+)$`).exec(name)?.[1];
    return found === undefined ? [] : [Number(found)];
  });

/** What a whole set of answers says. The journey has read every answer; none is left out. */
export function referralOf(answered: Answered, entryAuthority: string): Referral {
  const said = (name: string, field = name) => answered[name]?.[field];
  const childNumbers = Object.keys(answered).flatMap((name) =>
    name.endsWith('-born') ? [Number(/\d+/.exec(name)?.[0])] : [],
  );
  const born = (number: number) => String(said(`child${number}-born`));
  const children = childNumbers.map((number): ChildFacts => {
    const of = (what: string) => said(`child${number}-${what}`);
    const assessor = of('assessor');
    return {
      number,
      sex: of('sex') as NonNullable<ChildFacts['sex']>,
      turns18Month: birthday(born(number), 18).slice(0, 7),
      ageAssessment: of('assessment') as NonNullable<ChildFacts['ageAssessment']>,
      ...(assessor === undefined ? {} : { ageAssessmentLedBy: String(assessor) }),
      placementKind: of('placement') as NonNullable<ChildFacts['placementKind']>,
      needs: chosen(of('needs')) as NonNullable<ChildFacts['needs']>,
    };
  });
  const definition = chosen(said('definition'));
  const settledSince = said('settledSince');
  const proposedMoveOn = said('proposedMoveOn');
  const facts: ReferralFacts = {
    entryAuthority,
    referredOn: String(said('referredOn')),
    children,
    definition: Object.fromEntries(definitionParts.map((part) => [part, definition.includes(part)])),
    asylumClaimOn: String(said('asylumClaimOn')),
    arrivedOn: String(said('arrivedOn')),
    inCareOfAuthority: said('inCare') === 'yes',
    ...(settledSince === undefined ? {} : { settledSince: String(settledSince) }),
    familyInUk: said('family') as NonNullable<ReferralFacts['familyInUk']>,
    links: numbered(answered, 'link').map((number) => ({
      council: String(said(`link${number}`, `link${number}-council`)),
      kind: said(`link${number}`, `link${number}-kind`) as 'family' | 'sibling' | 'community',
    })),
    areasToAvoid: [
      ...new Set(
        numbered(answered, 'avoid').map((number) => String(said(`avoid${number}`, `avoid${number}-council`))),
      ),
    ],
    trafficking: said('trafficking') as NonNullable<ReferralFacts['trafficking']>,
    wishesRecorded: said('wishes') === 'yes',
    ...(proposedMoveOn === undefined ? {} : { proposedMoveOn: String(proposedMoveOn) }),
  };
  return {
    facts,
    particulars: childNumbers.map((number) => {
      const name = said(`child${number}-name`);
      return {
        number,
        ...(name === undefined ? {} : { name: String(name) }),
        dateOfBirth: born(number),
      };
    }),
  };
}
