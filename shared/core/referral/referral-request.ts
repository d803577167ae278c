import * as z from 'zod';
import { AuthorityCode } from '../../../events/envelope.ts';
import { presentFacts } from '../../../events/former-facts.ts';
import { ChildFacts, linkKinds, ReferralFacts } from '../../../events/referral.ts';
import { regionCodes } from '../../words/regions.ts';
import { birthday, EARLIEST_DAY, reached, turns18In } from '../calendar/ages.ts';
import { insteadWords } from '../calendar/in-force.ts';
import { defined } from '../defined.ts';
import { assessedBeforeAssessment, birthsBeside, countingBirth } from './dates-of-birth.ts';
import { hasLostLetters } from './lost-letters.ts';
import { mergeChildren } from './merge-children.ts';
import {
  type ChildParticulars,
  isParticular,
  type ParticularField,
  parted,
  particularsShape,
  saysSomething,
} from './particulars.ts';
import { stillUnclear } from './unclear.ts';

/** Children whom one referral holds, at most. */
export const MOST_CHILDREN = 20;

/** A child as a council's system gives it: the facts that the allocation uses, and the particulars that are sealed. */
const requestedChild = () =>
  z.strictObject({
    ...ChildFacts.unwrap().shape,
    number: ChildFacts.unwrap().shape.number.optional().meta({
      description: 'Which child of the group, from 1. Leave it out everywhere to number them as they stand',
    }),
    ...particularsShape(),
  });

const facts = () => {
  const { shape } = ReferralFacts.unwrap();
  return {
    referredOn: shape.referredOn,
    definition: z
      .strictObject({
        under18AtClaim: z.boolean().optional(),
        claimsInOwnRight: z.boolean().optional(),
        separatedFromParents: z.boolean().optional(),
        noResponsibleAdult: z.boolean().optional(),
      })
      .optional()
      .meta({ description: 'Immigration Rules paragraph 352ZD' }),
    asylumClaimOn: shape.asylumClaimOn,
    careStatus: shape.careStatus,
    immigrationStatus: shape.immigrationStatus,
    legalStatus: shape.immigrationStatus.meta({
      description: 'Until November 2026 the name of immigrationStatus',
      deprecated: true,
    }),
    presentedElsewhere: shape.presentedElsewhere,
    presentedTo: shape.presentedTo,
    arrivedOn: shape.arrivedOn,
    arrivalPlace: shape.arrivalPlace,
    inCareOfAuthority: shape.inCareOfAuthority,
    settledSince: shape.settledSince,
    inReception: shape.inReception,
    familyInUk: shape.familyInUk,
    links: z
      .array(z.strictObject({ council: AuthorityCode, kind: z.enum(linkKinds) }))
      .max(20)
      .optional()
      .meta({ description: 'Councils in whose area the child has family, a sibling or a community' }),
    areasToAvoid: z.array(AuthorityCode).max(250).optional(),
    trafficking: shape.trafficking,
    wishesRecorded: shape.wishesRecorded,
    proposedMoveOn: shape.proposedMoveOn,
  } satisfies Readonly<
    Record<Exclude<keyof ReferralFacts, 'entryAuthority' | 'children' | 'unclear'> | 'legalStatus', z.ZodType>
  >;
};

const regionsToAvoid = () =>
  z.array(z.enum(regionCodes)).max(regionCodes.length).optional().meta({
    description:
      'Whole regions to avoid: each stands for all its councils, your own too, beside those that areasToAvoid names',
  });

/** A referral as a council's own system sends it. Only `children` has to be there: what else is missing is asked for. */
export const ReferralRequest = z.lazy(() =>
  z
    .strictObject({
      entryAuthority: AuthorityCode.optional().meta({
        description: 'Your own authority. It follows from your key; when given, it has to be the same',
      }),
      children: z.array(requestedChild()).min(1).max(MOST_CHILDREN),
      ...facts(),
      regionsToAvoid: regionsToAvoid(),
    })
    .meta({
      title: 'ReferralRequest',
      description: 'A child, or siblings who stay together, referred to the scheme',
    }),
);
export type ReferralRequest = z.infer<typeof ReferralRequest>;

/** What a council adds to a referral or corrects. Children are named by their number; what is not given stays as it is. */
export const AmendmentRequest = z.lazy(() =>
  z
    .strictObject({
      children: z
        .array(z.strictObject({ ...requestedChild().shape, number: ChildFacts.unwrap().shape.number }))
        .min(1)
        .max(MOST_CHILDREN)
        .optional(),
      ...facts(),
      regionsToAvoid: regionsToAvoid(),
    })
    .refine((given) => Object.keys(given).length > 0, {
      message: 'Give at least one fact to add or correct.',
    })
    .meta({
      title: 'AmendmentRequest',
      description:
        'Facts to add or correct. A list given replaces the whole list held; children are merged by number',
      minProperties: 1,
    }),
);
export type AmendmentRequest = z.infer<typeof AmendmentRequest>;

/** For more children in one referral than it holds, in every channel. */
export const TOO_MANY_CHILDREN_WORDS = `One referral holds at most ${MOST_CHILDREN} brothers and sisters. Refer other children apart. If there are more than ${MOST_CHILDREN} siblings, ask the coordinators to refer them.`;

/** For a date of birth after today, in every channel but the form, whose words begin with the name of the field. */
export const FUTURE_BIRTH_WORDS = 'This date of birth is in the future. Correct it.';

const ALREADY_18_WORDS =
  'By this the person is 18 or over. Correct it if it is wrong. If it is right, a coordinator decides.';

/** Something in a request that cannot be right, with the place where it stands. */
export interface RequestFlaw {
  readonly path: readonly (string | number)[];
  readonly words: string;
}

type Requested = Partial<ReferralRequest> | AmendmentRequest;

const TOO_EARLY_WORDS = 'This year is too early. Write it in four figures, such as 2010.';
const LOST_LETTERS_WORDS =
  'Letters of this were lost before it reached us. Check how your system writes them, and send it again.';

const monthsAndDays: readonly string[] = [
  ...birthsBeside,
  'dateOfBirth',
  'turns18Month',
  'lastMissingOn',
  'lastMissingMonth',
  'fitToMoveOn',
];
const days = ['referredOn', 'asylumClaimOn', 'arrivedOn', 'settledSince', 'proposedMoveOn'] as const;

/** Days long before anybody's time, and words whose letters were lost on the way. */
function mistypedIn(request: Requested): readonly RequestFlaw[] {
  const early = (day: string | undefined): boolean =>
    day !== undefined && day.slice(0, 7) < EARLIEST_DAY.slice(0, 7);
  return [
    ...days.flatMap((field) => (early(request[field]) ? [{ path: [field], words: TOO_EARLY_WORDS }] : [])),
    ...(request.children ?? []).flatMap((child, index) =>
      Object.entries(child).flatMap(([field, value]) => {
        const path = ['children', index, field];
        if (typeof value !== 'string') return [];
        if (monthsAndDays.includes(field)) return early(value) ? [{ path, words: TOO_EARLY_WORDS }] : [];
        return isParticular(field) && hasLostLetters(value) ? [{ path, words: LOST_LETTERS_WORDS }] : [];
      }),
    ),
  ];
}

const OTHER_MONTH_WORDS =
  'This month is not the one of the day on which the child last went missing. Correct one of them, or leave the month out.';
const NOBODY_WORDS = 'This names somebody, and you also say that there is nobody. Correct one of them.';
const NO_AREAS_WORDS =
  'This says why areas are to be avoided, and you also say that there are none. Correct one of them.';
const FORMER_NAME_WORDS =
  'This is the former name of "immigrationStatus", and the two say different things. Give only "immigrationStatus".';
export const FUTURE_WORDS = 'This is in the future. Correct it.';

export const NOT_ASSESSED_WORDS =
  'You give a date of birth by an age assessment, and say that there was none. Correct one of them.';

/** What cannot be later than today, besides the birth that counts. */
export const notAfter = (today: string) =>
  [
    ...birthsBeside.map((field) => [field, today] as const),
    ['fitToMoveOn', today],
    ['lastMissingOn', today],
    ['lastMissingMonth', today.slice(0, 7)],
  ] as const;

/**
 * What no shape can tell: days of no living person's time, letters that were lost, dates of birth in the future, two dates that disagree, councils that do not exist, numbers that are not
 * 1 to n. Whatever could be true is left to the allocation check, which asks and holds but never rejects.
 *
 * @param today Europe/London, YYYY-MM-DD
 * @param known codes of every authority, and of every nationality
 */
export function flawsOf(
  request: Requested,
  today: string,
  known: { readonly authorities: ReadonlySet<string>; readonly nationalities: ReadonlySet<string> },
): readonly RequestFlaw[] {
  const {
    children = [],
    links = [],
    areasToAvoid = [],
    presentedTo,
    legalStatus,
    immigrationStatus,
  } = request;
  const flaws = [...mistypedIn(request)];
  const council = (code: string | undefined, path: RequestFlaw['path']) => {
    if (code === undefined) return;
    const words = known.authorities.has(code)
      ? insteadWords(code, today)
      : 'No council with children’s services has this code. Check it and send it again.';
    if (words !== undefined) flaws.push({ path, words });
  };
  for (const [index, { dateOfBirth, turns18Month, nationality, ageAssessmentLedBy }] of children.entries()) {
    const path = ['children', index] as const;
    if (dateOfBirth !== undefined && dateOfBirth > today)
      flaws.push({
        path: [...path, 'dateOfBirth'],
        words: FUTURE_BIRTH_WORDS,
      });
    else if (
      dateOfBirth !== undefined &&
      turns18Month !== undefined &&
      turns18Month !== turns18In(dateOfBirth)
    )
      flaws.push({
        path: [...path, 'turns18Month'],
        words:
          'This month does not follow from the date of birth. Correct one of them, or leave the month out: it is worked out for you.',
      });
    if (nationality !== undefined && !known.nationalities.has(nationality))
      flaws.push({
        path: [...path, 'nationality'],
        words:
          'No country has this code. Use the three letters of ISO 3166-1, such as ERI, or XXA for stateless.',
      });
    council(ageAssessmentLedBy, [...path, 'ageAssessmentLedBy']);
  }
  for (const [index, child] of children.entries())
    for (const [field, last] of notAfter(today))
      if ((child[field] ?? '') > last) flaws.push({ path: ['children', index, field], words: FUTURE_WORDS });
  for (const [index, child] of children.entries()) {
    if (monthsMissingDiffer(child))
      flaws.push({ path: ['children', index, 'lastMissingMonth'], words: OTHER_MONTH_WORDS });
    if (assessedBeforeAssessment(child))
      flaws.push({ path: ['children', index, 'assessedBirth'], words: NOT_ASSESSED_WORDS });
    for (const who of nobodyNamed(child)) flaws.push({ path: ['children', index, who], words: NOBODY_WORDS });
  }
  if ((request.regionsToAvoid ?? []).length === 0)
    for (const index of reasonsWithoutAreas(request))
      flaws.push({ path: ['children', index, 'whyToAvoid'], words: NO_AREAS_WORDS });
  if (legalStatus !== undefined && immigrationStatus !== undefined && legalStatus !== immigrationStatus)
    flaws.push({ path: ['legalStatus'], words: FORMER_NAME_WORDS });
  council(presentedTo, ['presentedTo']);
  for (const [index, link] of links.entries()) council(link.council, ['links', index, 'council']);
  for (const [index, code] of areasToAvoid.entries()) council(code, ['areasToAvoid', index]);
  return flaws;
}

interface BornWhen {
  readonly dateOfBirth?: string | undefined;
  readonly turns18Month?: string | undefined;
}

/**
 * What is likely to be a mistake and may be true: it is taken as it stands, and its sender is told. The form does not take it, as
 * somebody is there who can correct it.
 *
 * @param today Europe/London, YYYY-MM-DD
 */
export const doubtsOf = (
  { children = [] }: { readonly children?: readonly BornWhen[] | undefined },
  today: string,
): readonly RequestFlaw[] =>
  children.flatMap(({ dateOfBirth, turns18Month }, index) => {
    const is18 =
      dateOfBirth === undefined
        ? turns18Month !== undefined && reached(18, turns18Month, today) === 'yes'
        : birthday(dateOfBirth, 18) <= today;
    const field = dateOfBirth === undefined ? 'turns18Month' : 'dateOfBirth';
    return is18 ? [{ path: ['children', index, field], words: ALREADY_18_WORDS }] : [];
  });

/** What is wrong with the numbers of a new referral's children: given for all, 1 to n each once, or for none. */
export function flawsOfNumbers({ children }: Pick<ReferralRequest, 'children'>): readonly RequestFlaw[] {
  const numbers = children.flatMap(({ number }) => number ?? []).toSorted((a, b) => a - b);
  const right =
    numbers.length === 0 ||
    (numbers.length === children.length && numbers.every((number, index) => number === index + 1));
  return right
    ? []
    : [
        {
          path: ['children'],
          words: `Number the children from 1 to ${children.length}, each once, or leave the numbers out.`,
        },
      ];
}

type Child = ReferralRequest['children'][number];

const withoutUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

/** Who works for a child is sealed; that there is somebody is not. */
const whetherThere = {
  solicitor: 'hasSolicitor',
  guardian: 'hasGuardian',
  advocate: 'hasAdvocate',
  reviewingOfficer: 'hasReviewingOfficer',
} as const satisfies Partial<Record<ParticularField, keyof ChildFacts>>;

type Supporter = keyof typeof whetherThere;

/** Whether the day and the month in which a child last went missing are of two months. */
export const monthsMissingDiffer = ({
  lastMissingOn: day,
  lastMissingMonth: month,
}: {
  readonly lastMissingOn?: string | undefined;
  readonly lastMissingMonth?: string | undefined;
}): boolean => day !== undefined && month !== undefined && day.slice(0, 7) !== month;

/** Supporters of a child who are named, although it is said that there is nobody. */
export const nobodyNamed = (said: Readonly<Partial<Record<string, unknown>>>): readonly Supporter[] =>
  (Object.entries(whetherThere) as [Supporter, string][]).flatMap(([who, has]) =>
    said[who] !== undefined && said[has] === 'no' ? [who] : [],
  );

/** Children of whom it is said why areas are to be avoided, although it is said that there are none: counted from 0. */
export const reasonsWithoutAreas = ({
  areasToAvoid,
  children = [],
}: {
  readonly areasToAvoid?: readonly string[] | undefined;
  readonly children?: readonly { readonly whyToAvoid?: string | undefined }[] | undefined;
}): readonly number[] =>
  areasToAvoid?.length === 0
    ? children.flatMap(({ whyToAvoid }, index) => (whyToAvoid === undefined ? [] : [index]))
    : [];

/** What follows from what is sealed of a child, and may be known before anybody says yes. */
export const openOf = (child: Partial<Child>): Partial<Child> => {
  const { turns18Month, lastMissingOn, lastMissingMonth } = child;
  const dateOfBirth = countingBirth(child);
  const there = Object.entries(whetherThere).filter(
    ([who]) => child[who as keyof typeof whetherThere] !== undefined,
  );
  return {
    turns18Month: dateOfBirth === undefined ? turns18Month : turns18In(dateOfBirth),
    lastMissingMonth: lastMissingOn === undefined ? lastMissingMonth : lastMissingOn.slice(0, 7),
    ...Object.fromEntries(there.map(([, whether]) => [whether, 'yes'])),
  };
};

/** The two halves of what was said of the children: pseudonymous facts, and particulars to seal. */
function halves(children: readonly (Child & { readonly number: number })[]): {
  readonly facts: readonly ChildFacts[];
  readonly particulars: readonly ChildParticulars[];
} {
  const split = children.map((child) => parted({ ...child, ...openOf(child), number: child.number }));
  return {
    facts: split.map((child) => child.facts as ChildFacts),
    particulars: split.map((child) => child.particulars).filter(saysSomething),
  };
}

/** A referral taken apart: what goes on the queue, and what is sealed first. */
export function takeApart(
  { children, ...request }: ReferralRequest,
  entryAuthority: string,
): { readonly facts: ReferralFacts; readonly particulars: readonly ChildParticulars[] } {
  const apart = halves(children.map((child, index) => ({ ...child, number: child.number ?? index + 1 })));
  return {
    facts: withoutUndefined({
      ...presentFacts(request),
      entryAuthority,
      children: [...apart.facts],
    }) as ReferralFacts,
    particulars: apart.particulars,
  };
}

/**
 * An amendment taken apart. What it says of a child is laid over what is held of that child.
 *
 * @param held the facts that the referral has: its children, and what of it is unclear
 */
export function takeAmendmentApart(
  { children, ...request }: AmendmentRequest,
  held: Pick<ReferralFacts, 'children' | 'unclear'>,
): { readonly facts: Partial<ReferralFacts>; readonly particulars: readonly ChildParticulars[] } {
  const apart = halves(children ?? []);
  const { particulars } = apart;
  const said = withoutUndefined({
    ...presentFacts(request),
    ...(children === undefined ? {} : { children: [...apart.facts] }),
  }) as Partial<ReferralFacts>;
  const unclear = stillUnclear(held.unclear, { facts: said, particulars });
  return {
    facts: {
      ...said,
      ...(children === undefined ? {} : { children: mergeChildren(held.children, apart.facts) }),
      ...defined({ unclear }),
    },
    particulars,
  };
}
