import type { ChildFacts, ReferralFacts } from '../../../events/referral.ts';
import type { ClashingFact } from '../../words/clashes.ts';
import { capitalised, listWords } from '../../words/counting.ts';
import { kindWords } from '../../words/facts.ts';
import { reached } from '../calendar/ages.ts';
import { hasEnded, insteadWords, predecessorsOf } from '../calendar/in-force.ts';
import { nationOf } from '../calendar/nation.ts';
import { dateWords, monthWords } from '../calendar/working-days.ts';
import type { DeclaredKind, Policy } from '../policy.ts';
import { isToAvoid } from '../referral/areas-to-avoid.ts';
import { declaredKind, kindsIn } from '../referral/declared-kind.ts';
import type { AllocationInputs, MissingFact } from './decision.ts';

type Known = Pick<AllocationInputs, 'facts' | 'turned18' | 'ages' | 'today' | 'councils'>;

/** How a child is spoken of: its number only matters in a group. */
export const childWords = (child: Pick<ChildFacts, 'number'>, facts: ReferralFacts): string =>
  facts.children.length === 1 ? 'the child' : `child ${child.number}`;

/** The children of a referral who still count: those who turned 18 on the way do not. */
export const childrenWhoCount = ({
  facts,
  turned18,
}: Pick<AllocationInputs, 'facts' | 'turned18'>): readonly ChildFacts[] =>
  facts.children.filter(({ number }) => !turned18.includes(number));

const ask = (field: string, words: string): MissingFact => ({ field, problem: 'missing', words });
const clash = (field: ClashingFact | `children.${number}.${ClashingFact}`, words: string): MissingFact => ({
  field,
  problem: 'contradictory',
  words,
});

const askedOfEveryReferral: readonly {
  readonly field: string;
  readonly isSaid: (facts: ReferralFacts) => boolean;
  readonly words: string;
}[] = [
  {
    field: 'definition.under18AtClaim',
    isSaid: ({ definition }) => definition?.under18AtClaim !== undefined,
    words: 'Say whether the child was under 18 when they claimed asylum. Answer yes or no.',
  },
  {
    field: 'definition.claimsInOwnRight',
    isSaid: ({ definition }) => definition?.claimsInOwnRight !== undefined,
    words: 'Say whether the child claims asylum in their own right. Answer yes or no.',
  },
  {
    field: 'definition.separatedFromParents',
    isSaid: ({ definition }) => definition?.separatedFromParents !== undefined,
    words: 'Say whether the child is separated from both parents. Answer yes or no.',
  },
  {
    field: 'definition.noResponsibleAdult',
    isSaid: ({ definition }) => definition?.noResponsibleAdult !== undefined,
    words:
      'Say whether there is no adult who is responsible for the child by law or custom. Answer yes or no.',
  },
  {
    field: 'asylumClaimOn',
    isSaid: ({ asylumClaimOn }) => asylumClaimOn !== undefined,
    words: 'Give the date of the asylum claim, with day, month and year.',
  },
  {
    field: 'arrivedOn',
    isSaid: ({ arrivedOn }) => arrivedOn !== undefined,
    words: 'Give the date on which the child arrived in the United Kingdom, with day, month and year.',
  },
  {
    field: 'inCareOfAuthority',
    isSaid: ({ inCareOfAuthority }) => inCareOfAuthority !== undefined,
    words: 'Say whether you look after the child now. Answer no for a child at a port or in a hotel.',
  },
  {
    field: 'familyInUk',
    isSaid: ({ familyInUk }) => familyInUk !== undefined,
    words:
      'Say whether the child has family in the United Kingdom, and whether they may be able to care for the child.',
  },
  {
    field: 'links',
    isSaid: ({ links }) => links !== undefined,
    words:
      'Name the councils where the child has family, a sibling or a community, or say that there are none.',
  },
  {
    field: 'areasToAvoid',
    isSaid: ({ areasToAvoid }) => areasToAvoid !== undefined,
    words: 'Name the council areas where the child would not be safe, or say that there are none.',
  },
  {
    field: 'trafficking',
    isSaid: ({ trafficking }) => trafficking !== undefined,
    words: 'Say whether there are signs of trafficking, and whether the child was referred to the NRM.',
  },
  {
    field: 'wishesRecorded',
    isSaid: ({ wishesRecorded }) => wishesRecorded !== undefined,
    words:
      'Say whether the child was asked about the move and their wishes were written down. Answer yes or no.',
  },
];

/** The kinds of placement that an entry authority is asked about, those for older children in a sentence of their own. */
const kindsAsked = ({ entryAuthority }: ReferralFacts, { kindFromAge }: Policy): string => {
  const kinds = kindsIn(nationOf(entryAuthority));
  const those = (declared: DeclaredKind): string =>
    listWords(
      kinds.filter((kind) => declaredKind[kind] === declared).map((kind) => kindWords[kind]),
      'or',
    );
  return `${those('foster-care')}. From the age of ${kindFromAge['supported-accommodation']} it may also be ${those('supported-accommodation')}.`;
};

const missingOfChild = (child: ChildFacts, facts: ReferralFacts, policy: Policy): MissingFact[] => {
  const who = childWords(child, facts);
  const field = (name: keyof ChildFacts) => `children.${child.number}.${name}`;
  const fields: MissingFact[] = [];
  if (child.turns18Month === undefined)
    fields.push(
      ask(field('turns18Month'), `Give the month and year in which ${who} turns 18, such as May 2028.`),
    );
  if (child.sex === undefined)
    fields.push(ask(field('sex'), `Give the sex of ${who}, or say that it is not known.`));
  if (child.placementKind === undefined)
    fields.push(
      ask(field('placementKind'), `Say which placement ${who} needs: ${kindsAsked(facts, policy)}`),
    );
  if (child.needs === undefined)
    fields.push(ask(field('needs'), `Choose the needs of ${who} from the list, or say that there are none.`));
  if (child.ageAssessment === undefined)
    fields.push(
      ask(
        field('ageAssessment'),
        `Say where the age assessment of ${who} stands: not required, required, under way or complete.`,
      ),
    );
  if (child.ageAssessment === 'under-way' && child.ageAssessmentLedBy === undefined)
    fields.push(
      ask(field('ageAssessmentLedBy'), `Name the authority that leads the age assessment of ${who}.`),
    );
  return fields;
};

const unclearWords = (field: string, who: string): string => {
  switch (field) {
    case 'areasToAvoid':
      return 'Name again every council area where the child would not be safe, or say that there are none. Something that was sent about them could not be read.';
    case 'links':
      return 'Name again the councils where the child has family, a sibling or a community, or say that there are none. Something that was sent about them could not be read.';
    case 'familyInUk':
      return 'Say again whether the child has family in the United Kingdom who may be able to care for the child. Something that was sent about it could not be read.';
    case 'trafficking':
      return 'Say again whether there are signs of trafficking. Something that was sent about it could not be read.';
    case 'name':
      return `Give the name of ${who} again. Something that was sent about it could not be read.`;
    case 'dateOfBirth':
      return `Give the date of birth of ${who} again, with day, month and year. Something that was sent about it could not be read.`;
    case 'health':
      return `Say again what carers should know of the health of ${who}. Something that was sent about it could not be read.`;
    default:
      return 'Say how many children you refer in this case, and write about each of them under “Child 1”, “Child 2”. Something that was sent may be about another child. In a reply: "Number of children: …".';
  }
};

/** What was sent and could not be read, of those who count; what is missing altogether is asked for already. */
const askedAgain = (known: Known, asked: ReadonlySet<string>): MissingFact[] => {
  const { facts } = known;
  const children = childrenWhoCount(known);
  return (facts.unclear ?? []).flatMap((field) => {
    const [, number, own = field] = /^children\.(\d+)\.(\w+)$/.exec(field) ?? [];
    const child = children.find((one) => one.number === Number(number));
    if (asked.has(field) || (number !== undefined && child === undefined)) return [];
    return [ask(field, unclearWords(own, child === undefined ? 'the child' : childWords(child, facts)))];
  });
};

/** Which date must not come before which. Each pair is looked at only when both are given. */
const clashingDates = ({ facts, today }: Known): MissingFact[] => {
  const { arrivedOn, asylumClaimOn, referredOn, settledSince, proposedMoveOn } = facts;
  const inOrder = (
    [
      ['arrivedOn', 'arrived', arrivedOn, 'today is', today],
      ['asylumClaimOn', 'claimed asylum', asylumClaimOn, 'today is', today],
      ['referredOn', 'was referred', referredOn, 'today is', today],
      ['settledSince', 'moved into the present placement', settledSince, 'today is', today],
      ['asylumClaimOn', 'arrived', arrivedOn, 'claimed asylum', asylumClaimOn],
      ['referredOn', 'arrived', arrivedOn, 'was referred', referredOn],
      ['settledSince', 'arrived', arrivedOn, 'moved into the present placement', settledSince],
      ['proposedMoveOn', 'was referred', referredOn, 'is to move', proposedMoveOn],
    ] as const
  ).filter(([, , first, , second]) => first !== undefined && second !== undefined && first > second);
  return inOrder.map(([field, did, first = '', then, second = '']) =>
    clash(
      field,
      then === 'today is'
        ? `You say the child ${did} on ${dateWords(first)}, which is in the future. Correct the date.`
        : `You say the child ${did} on ${dateWords(first)} and ${then} on ${dateWords(second)}, which is earlier. Correct the date that is wrong.`,
    ),
  );
};

const clashesOfChild = (child: ChildFacts, known: Known, policy: Policy): MissingFact[] => {
  const { facts, today, ages } = known;
  const { turns18Month: month, placementKind: kind } = child;
  if (month === undefined) return [];
  const who = childWords(child, facts);
  const field = `children.${child.number}.turns18Month` as const;
  const fields: MissingFact[] = [];
  const bornBy = (day: string) => reached(0, month, day) !== 'no';
  if (!bornBy(today))
    fields.push(
      clash(
        field,
        `You say ${who} turns 18 in ${monthWords(month)}, more than 18 years from now. Correct the month.`,
      ),
    );
  else if (facts.arrivedOn !== undefined && !bornBy(facts.arrivedOn))
    fields.push(
      clash(
        field,
        `By the month given, ${who} was born after arriving on ${dateWords(facts.arrivedOn)}. Correct the date that is wrong.`,
      ),
    );
  if (
    facts.definition?.under18AtClaim &&
    facts.asylumClaimOn &&
    reached(18, month, facts.asylumClaimOn) === 'yes'
  )
    fields.push(
      clash(
        field,
        `You say ${who} was under 18 at the claim on ${dateWords(facts.asylumClaimOn)} and turned 18 in ${monthWords(month)}, before it. Correct what is wrong.`,
      ),
    );
  if (kind !== undefined) {
    const fromAge = policy.kindFromAge[declaredKind[kind]];
    const exact = ages.find((age) => age.child === child.number);
    const tooYoung = exact === undefined ? reached(fromAge, month, today) === 'no' : exact.years < fromAge;
    if (fromAge > 0 && tooYoung)
      fields.push(
        clash(
          `children.${child.number}.placementKind`,
          `${capitalised(kindWords[kind])} is only for children aged ${fromAge} or over, and ${who} is younger. Choose another kind of placement, or correct the month in which ${who} turns 18.`,
        ),
      );
  }
  return fields;
};

const clashingCouncils = ({ facts, councils, today }: Known): MissingFact[] => {
  const { links = [], areasToAvoid = [], entryAuthority } = facts;
  if (links.length + areasToAvoid.length === 0) return [];
  // Whoever has the area now is kept from as well, so nobody has to be asked who that is.
  const isKeptFrom = (code: string) =>
    hasEnded(code, today) ||
    predecessorsOf(code).some((former) => former === entryAuthority || isToAvoid(facts, former));
  const known = new Set(councils.map(({ code }) => code));
  const unknown = (field: ClashingFact, codes: readonly string[]) =>
    [...new Set(codes)]
      .filter((code) => !known.has(code))
      .map((code) =>
        clash(
          field,
          insteadWords(code, today) ??
            `No council with children’s services has the code ${code}. Check the code and send it again.`,
        ),
      );
  return [
    ...unknown(
      'links',
      links.map(({ council }) => council),
    ),
    ...unknown(
      'areasToAvoid',
      areasToAvoid.filter((code) => !isKeptFrom(code)),
    ),
  ];
};

const clashingNumbers = (facts: ReferralFacts): MissingFact[] => {
  const numbers = facts.children.map(({ number }) => number).toSorted((a, b) => a - b);
  return numbers.every((number, at) => number === at + 1)
    ? []
    : [
        clash(
          'children',
          `Number the children from 1 to ${numbers.length}, each once. You gave ${numbers.join(', ')}.`,
        ),
      ];
};

/**
 * What a referral does not say although a decision needs it, and what it says that cannot all be true. Each entry tells the entry
 * authority how to put it right. Facts given later complete the case; nothing is thrown away.
 */
export const missingFacts = (known: Known, policy: Policy): readonly MissingFact[] => {
  const children = childrenWhoCount(known);
  const missing = [
    ...askedOfEveryReferral
      .filter(({ isSaid }) => !isSaid(known.facts))
      .map(({ field, words }) => ask(field, words)),
    ...children.flatMap((child) => missingOfChild(child, known.facts, policy)),
  ];
  return [
    ...missing,
    ...askedAgain(known, new Set(missing.map(({ field }) => field))),
    ...clashingNumbers(known.facts),
    ...clashingDates(known),
    ...children.flatMap((child) => clashesOfChild(child, known, policy)),
    ...clashingCouncils(known),
  ];
};
