import type { ChildFacts, ChildFingerprints, ReferralFacts } from '../../../events/referral.ts';

/**
 * Whether a child of one referral is a child of another. A reference finds who may be the same: it may be a boat's, a family's or a
 * placeholder, so it alone says nothing. Sex, month of birth, name and date of birth are each compared alone, and only
 * where each is known of both and agrees are two referrals about one child.
 */

/** What is compared of two children. */
const comparedFacts = [
  'sex',
  'month-of-birth',
  'name',
  'date-of-birth',
  'nationality',
  'other-reference',
] as const;
export type ComparedFact = (typeof comparedFacts)[number];

/** How two children compare: what differs, and what is not known well enough of one or the other. */
interface Likeness {
  readonly differing: readonly ComparedFact[];
  readonly unknown: readonly ComparedFact[];
}

/** How a case compares with another that may be about the same child. */
export interface Comparison extends Likeness {
  /** The other case. */
  readonly with: string;
  /** What its child was found by; `likely`: by a name and a birth that may be the same; `earlier`: by something that a correction has since taken away. */
  readonly by: 'reference' | 'person' | 'likely' | 'earlier';
  /** Whether each child has one in the other case to compare with. */
  readonly whole: boolean;
}

/** What is known of the children of a referral or a case. */
export interface Described {
  readonly turned18: readonly number[];
  readonly fingerprints?: readonly ChildFingerprints[];
  readonly facts: { readonly children: readonly Told[] } & Partial<
    Pick<ReferralFacts, 'arrivedOn' | 'entryAuthority'>
  >;
}

type Told = Pick<ChildFacts, 'number' | 'sex' | 'turns18Month'>;

interface Child {
  readonly facts: Told;
  readonly council: string | undefined;
  readonly arrivedOn: string | undefined;
  /** More than one while two keys make them: those of one key match those of that key. */
  readonly marks: readonly ChildFingerprints[];
}

/** Children who turned 18 are left out: a case goes on without them, so nobody may be taken for one of them. */
const childrenIn = ({ facts, turned18, fingerprints = [] }: Described): readonly Child[] =>
  facts.children
    .filter(({ number }) => !turned18.includes(number))
    .map((child) => ({
      facts: child,
      arrivedOn: facts.arrivedOn,
      council: facts.entryAuthority,
      marks: fingerprints.filter(({ number }) => number === child.number),
    }));

type Verdict = 'agrees' | 'differs' | 'unknown';
const verdict = (one: string | undefined, other: string | undefined): Verdict =>
  one === undefined || other === undefined ? 'unknown' : one === other ? 'agrees' : 'differs';

const sexOf = ({ sex }: Told): string | undefined => (sex === 'not-known' ? undefined : sex);

const likeness = (verdicts: Partial<Readonly<Record<ComparedFact, Verdict>>>): Likeness => {
  const those = (which: Verdict) => comparedFacts.filter((fact) => verdicts[fact] === which);
  return { differing: those('differs'), unknown: those('unknown') };
};

const factsCompared = (one: Told, other: Told) => ({
  sex: verdict(sexOf(one), sexOf(other)),
  'month-of-birth': verdict(one.turns18Month, other.turns18Month),
});

/** Marks of one child beside those of another, for each reference that both have. */
function* sharing(one: Child, other: Child) {
  for (const mine of one.marks)
    for (const theirs of other.marks)
      for (const [at, reference] of mine.references.entries()) {
        const there = theirs.references.indexOf(reference);
        if (there >= 0)
          yield { reference, mine, theirs, bearer: mine.bearers?.[at], known: theirs.bearers?.[there] };
      }
}

/** How two children compare who have a reference in common, by each that they have. */
function* byReference(one: Child, other: Child): Generator<Likeness> {
  for (const { mine, theirs, bearer, known } of sharing(one, other)) {
    const [name, born] = [
      verdict(bearer?.nameMark, known?.nameMark),
      verdict(bearer?.birthMark, known?.birthMark),
    ];
    // The mark of a person holds nationality too: with name and date of birth agreed, it is what a difference comes from.
    const otherwise =
      name === 'agrees' && born === 'agrees' && verdict(mine.person, theirs.person) === 'differs';
    // A child has one reference of each kind: who has both, and shares one, should share the other.
    const apart =
      theirs.references.length > 1 &&
      !mine.references.every((reference) => theirs.references.includes(reference));
    yield likeness({
      ...factsCompared(one.facts, other.facts),
      name,
      'date-of-birth': born,
      ...(otherwise ? { nationality: 'differs' as const } : {}),
      ...(apart ? { 'other-reference': 'differs' as const } : {}),
    });
  }
}

const agreesWholly = ({ differing, unknown }: Likeness): boolean =>
  differing.length === 0 && unknown.length === 0;

/** Whether a council says the same of who a child is as before, where no reference tells: it sent the child again. */
const isSentAgain = (one: Child, other: Child): boolean =>
  one.council !== undefined &&
  one.council === other.council &&
  sexOf(one.facts) !== undefined &&
  sexOf(one.facts) === sexOf(other.facts) &&
  one.facts.turns18Month === other.facts.turns18Month &&
  ![one, other].every(({ marks }) => marks.some(({ references }) => references.length > 0)) &&
  one.marks.some(({ likely = [] }) =>
    likely.some(({ exactMark, nationalityMark }) =>
      other.marks.some(({ likely: theirs = [] }) =>
        theirs.some(
          (their) =>
            exactMark !== undefined &&
            their.exactMark === exactMark &&
            verdict(their.nationalityMark, nationalityMark) !== 'differs',
        ),
      ),
    ),
  );

const isOneChild = (one: Child, other: Child): boolean => {
  const all = [...byReference(one, other)];
  return all.length > 0 ? all.every(agreesWholly) : isSentAgain(one, other);
};

/**
 * Whether every child of a referral is certainly a child of the case, each another one: only then can nobody get lost by merging. A child
 * who could be two of the case is certainly neither.
 */
export function isWholly(referral: Described, earlier: Described): boolean {
  const known = childrenIn(earlier);
  const matched = childrenIn(referral).map((child) => known.filter((one) => isOneChild(child, one)));
  const numbers = new Set(matched.flatMap((all) => all.map(({ facts }) => facts.number)));
  return matched.every((all) => all.length === 1) && numbers.size === matched.length;
}

/**
 * Whether some child of a referral is one of another in all that is compared alone, and yet another child: by its nationality, or by a second reference. A case
 * may know neither, and have taken up a referral that says one of them.
 */
export const isOtherwise = (referral: Described, earlier: Described): boolean =>
  childrenIn(referral).some((child) =>
    childrenIn(earlier).some((one) =>
      [...byReference(child, one)].some(
        ({ differing, unknown }) =>
          unknown.length === 0 &&
          differing.length > 0 &&
          differing.every((fact) => fact === 'nationality' || fact === 'other-reference'),
      ),
    ),
  );

const closest = (all: readonly Likeness[]): Likeness | undefined =>
  all.toSorted((a, b) => a.differing.length - b.differing.length || a.unknown.length - b.unknown.length)[0];

const samePerson = (one: Child, other: Child): boolean =>
  one.marks.some(({ person }) => person !== undefined && other.marks.some((mark) => mark.person === person));

/** Days between two arrivals after which they are hardly one. */
const FAR_APART_DAYS = 60;

const arrivedFarApart = (one: Child, other: Child): boolean =>
  one.arrivedOn !== undefined &&
  other.arrivedOn !== undefined &&
  Math.abs(Date.parse(one.arrivedOn) - Date.parse(other.arrivedOn)) / 86_400_000 > FAR_APART_DAYS;

/** 1 January is given to whoever knows only a year, and the day is sealed: a birth in January says little. */
const isOfJanuary = ({ facts: { turns18Month } }: Child): boolean => turns18Month?.endsWith('-01') === true;

type Mark = NonNullable<ChildFingerprints['likely']>[number];

/** What two equal marks are worth: little, where a month or one name of two agrees. */
function worth(mark: Mark, other: Mark, isJanuary: boolean): 'much' | 'little' | 'nothing' {
  if (verdict(mark.nationalityMark, other.nationalityMark) === 'differs') return 'nothing';
  if (mark.part === true) return 'little';
  if (mark.eitherWay === true) return 'much';
  const day = verdict(mark.dayMark, other.dayMark);
  if (day === 'differs') return 'nothing';
  return day === 'agrees' && !isJanuary ? 'much' : 'little';
}

/**
 * Whether a child may be another by name and birth, of whom both are known in part or written otherwise; nothing that is known of both
 * differs. Where little agrees they have not arrived long apart either.
 */
function isLikely(one: Child, other: Child): boolean {
  const far = arrivedFarApart(one, other);
  const shared = one.marks.flatMap(({ likely: mine = [] }) =>
    other.marks.flatMap(({ likely: theirs = [] }) =>
      mine.flatMap((mark) => {
        const same = theirs.find((their) => their.mark === mark.mark);
        const value = same === undefined ? 'nothing' : worth(mark, same, isOfJanuary(one));
        const counts = value === 'much' || (value === 'little' && !far);
        return same !== undefined && counts ? [{ mark, same }] : [];
      }),
    ),
  );
  // Two of their names, and the day: others may have been left out.
  const parts = new Set(shared.flatMap(({ mark }) => (mark.part === true ? [mark.mark] : [])));
  return (
    parts.size > 1 ||
    shared.some(({ mark, same }) => mark.part !== true || mark.alone === true || same.alone === true)
  );
}

const sexDiffers = (one: Child, other: Child): boolean =>
  verdict(sexOf(one.facts), sexOf(other.facts)) === 'differs';

/** How two children come to be compared, if they do. */
const foundBy = (one: Child, other: Child): Comparison['by'] | undefined => {
  if (!sharing(one, other).next().done) return 'reference';
  if (samePerson(one, other)) return 'person';
  return isLikely(one, other) ? 'likely' : undefined;
};

/** Whether people have to compare two children. Without a reference in common a known difference of sex says that they are two. */
function isAsked(one: Child, other: Child): boolean {
  const by = foundBy(one, other);
  if (by === 'reference' || by === undefined) return by !== undefined;
  return !sexDiffers(one, other) && !(isOfJanuary(one) && arrivedFarApart(one, other));
}

/** Whether some child of a referral may be one of the case, so that people have to compare them. */
export const isPossible = (referral: Described, other: Described): boolean =>
  childrenIn(referral).some((child) => childrenIn(other).some((one) => isAsked(child, one)));

/** Whether two have one name, in whole, and were born on one day. */
const sameNameAndDay = (one: Child, other: Child): boolean =>
  !isOfJanuary(one) &&
  (samePerson(one, other) ||
    one.marks.some(({ likely: mine = [] }) =>
      other.marks.some(({ likely: theirs = [] }) =>
        mine.some(
          (mark) =>
            mark.part === undefined &&
            mark.eitherWay === undefined &&
            theirs.some(
              (their) => their.mark === mark.mark && worth(mark, their, isOfJanuary(one)) === 'much',
            ),
        ),
      ),
    ));

/**
 * Whether a child may well be one whom another case was about, which is over. There is no end of such cases, so a likeness by a month, a part of a
 * name or a reference alone says too little; a date of birth that differs may be why it is over.
 */
const isFoundAgain = (one: Child, other: Child): boolean => {
  if (sexDiffers(one, other)) return false;
  const named = [...byReference(one, other)].some(({ differing, unknown }) =>
    [differing, unknown].every((facts) => !facts.includes('name')),
  );
  const shares = !sharing(one, other).next().done;
  return named || (shares && isLikely(one, other)) || sameNameAndDay(one, other);
};

/** The numbers of another case's children whom some child of a referral may well be. */
export const foundAgainIn = (referral: Described, other: Described): readonly number[] => {
  const children = childrenIn(referral);
  return childrenIn(other)
    .filter((one) => children.some((child) => isFoundAgain(child, one)))
    .map(({ facts }) => facts.number);
};

/** How a case compares with another, for people: of each child, the one of the other case that is closest to it. */
export function comparedWith(subject: Described, other: Described & { readonly id: string }): Comparison {
  const known = childrenIn(other);
  const found = childrenIn(subject).map((child) => {
    const byRef = closest(known.flatMap((one) => [...byReference(child, one)]));
    if (byRef !== undefined) return { by: 'reference' as const, ...byRef };
    for (const by of ['person', 'likely'] as const) {
      const persons = known.filter((one) => foundBy(child, one) === by);
      const likest = closest(persons.map((one) => likeness(factsCompared(child.facts, one.facts))));
      if (likest !== undefined) return { by, ...likest };
    }
    return undefined;
  });
  const all = found.filter((one) => one !== undefined);
  const said = (which: keyof Likeness) =>
    comparedFacts.filter((fact) => all.some((one) => one[which].includes(fact)));
  return {
    with: other.id,
    by: all.find(({ by }) => by === 'reference')?.by ?? all[0]?.by ?? 'earlier',
    whole: all.length === found.length,
    differing: said('differing'),
    unknown: said('unknown'),
  };
}

/** In what two cases agree, child by child, of those facts that only fingerprints tell. */
const agreements = (subject: Described, other: Described): ReadonlySet<string> => {
  const said = new Set<string>();
  for (const one of childrenIn(subject))
    for (const their of childrenIn(other))
      for (const { bearer, known } of sharing(one, their))
        for (const fact of ['nameMark', 'birthMark'] as const)
          if (verdict(bearer?.[fact], known?.[fact]) === 'agrees')
            said.add(`${one.facts.number} ${their.facts.number} ${fact}`);
  return said;
};

/** Whether a case agrees with another, in a name or a date of birth, where it did not before it was amended. */
export function isCloser(before: Described, after: Described, other: Described): boolean {
  const agreed = agreements(before, other);
  return [...agreements(after, other)].some((one) => !agreed.has(one));
}
