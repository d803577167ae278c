import * as z from 'zod';
import { CalendarDate } from '../../../events/envelope.ts';
import type { ChildFacts } from '../../../events/referral.ts';
import { retention } from '../retention.ts';
import { countingBirth } from './dates-of-birth.ts';
import { mergeChildren } from './merge-children.ts';
import { type MissingField, missingShape } from './missing-details.ts';
import { isNhsNumber } from './nhs-number.ts';

const reference = () => z.string().trim().min(3).max(60).meta({ pattern: '\\S[\\s\\S]+\\S' }).optional();
/** For a number of the health service that cannot be one, in every channel. */
const NHS_NUMBER_WORDS =
  'This is not an NHS, CHI or health and care number: those have ten digits, and the last one checks the others. Look it up again, or leave it out.';

/** Blanks around words do not count, and blanks alone are no words: which a pattern says to those who read the API’s description. */
const words = (most: number) => z.string().trim().min(1).max(most).meta({ pattern: '\\S' }).optional();

/** Why an area is not safe for a child: sealed, because it says what happened to the child, or who may look for it. */
export const avoidReasons = [
  'exploitation',
  'gang',
  'abuse',
  'family',
  'community',
  'witness',
  'court-order',
  'other',
] as const;
export type AvoidReason = (typeof avoidReasons)[number];

/** What the desk that refers says of itself with a child. */
const ofTheDesk = () =>
  ({
    dutyTelephone: words(100).meta({
      description:
        'Telephone of the entry authority’s duty desk, for a council that is asked to take the child. May be left out. Sealed; that council sees it on its page, before it answers',
      examples: ['01234 567890'],
    }),
    dutyHours: words(100).meta({
      description: 'Hours in which that telephone is answered. May be left out. Sealed in the same way',
      examples: ['Monday to Friday, 9am to 5pm'],
    }),
    ownReference: words(100).meta({
      description:
        'The entry authority’s own reference for the case, by which its own list and search know it. May be left out. Sealed; no other council sees it',
      examples: ['ASY-2026-0117'],
    }),
  }) as const;

/**
 * What names or describes one child, or a person who works for the child. It is sealed; nothing else of a referral says who the
 * child is. None of it is needed to find a council, so none of it is ever "missing".
 */
const shape = () =>
  ({
    name: words(200).meta({
      description: 'Full name as the child writes it. Sealed',
      examples: ['Synthetic Child'],
    }),
    dateOfBirth: CalendarDate.optional().meta({
      description:
        'The date that the entry authority works with. Sealed; the month in which the child turns 18 follows from it',
      examples: ['2010-05-14'],
    }),
    claimedBirth: CalendarDate.optional().meta({
      description: 'Date of birth as the child says it, beside the one that counts. Sealed',
    }),
    claimedBirthSource: words(200).meta({ description: 'Who the child told, and when. Sealed' }),
    documentedBirth: CalendarDate.optional().meta({
      description: 'Date of birth by a document, beside the one that counts. Sealed',
    }),
    documentedBirthSource: words(200).meta({
      description: 'Which document it is, and who saw it and when. Sealed',
    }),
    assessedBirth: CalendarDate.optional().meta({
      description: 'Date of birth by an age assessment, beside the one that counts. Sealed',
    }),
    assessedBirthSource: words(200).meta({
      description: 'Which authority assessed it, and when. Sealed',
    }),
    nationality: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional()
      .meta({ description: 'ISO 3166-1 alpha-3; XXA when stateless. Sealed', examples: ['ERI'] }),
    homeOfficeReference: reference().meta({ description: 'Sealed' }),
    portReference: reference().meta({ description: 'Sealed' }),
    nhsNumber: z
      .string()
      .overwrite((text) => text.replaceAll(/[\s-]/g, ''))
      .refine(isNhsNumber, { error: NHS_NUMBER_WORDS })
      .optional()
      .meta({
        description:
          'Ten digits: NHS number, in Scotland the CHI number, in Northern Ireland the health and care number. Sealed',
        examples: ['943 476 5919'],
        pattern: '^(?:[\\s-]*[0-9]){10}[\\s-]*$',
      }),
    languages: words(200).meta({
      description: 'What the child speaks, best first. Sealed',
      examples: ['Tigrinya, some Arabic'],
    }),
    arrivedWhere: words(200).meta({ description: 'Which port or airport, or where else. Sealed' }),
    faithAndCulture: words(1000).meta({ description: 'What carers should know. Sealed' }),
    health: words(1000).meta({ description: 'What carers should know. Sealed' }),
    disability: words(1000).meta({ description: 'What carers should know. Sealed' }),
    education: words(1000).meta({ description: 'What carers should know. Sealed' }),
    lastMissingOn: CalendarDate.optional().meta({
      description: 'Day on which the child last went missing. Sealed; its month follows from it',
    }),
    wishes: words(1000).meta({ description: 'What the child said about the move. Sealed' }),
    bestInterests: words(1000).meta({
      description: 'Why the entry authority thinks that a move is in the child’s best interests. Sealed',
    }),
    whyToAvoid: z.enum(avoidReasons).optional().meta({
      description:
        'Main reason why the areas to avoid are not safe: people who exploited the child, a gang, somebody who harmed it, a threat from family or from a community, that the child is a witness, a court order. Sealed',
    }),
    solicitor: words(200).meta({ description: 'The child’s solicitor, and how to reach them. Sealed' }),
    guardian: words(200).meta({
      description: 'The child’s independent guardian, and how to reach them. Sealed',
    }),
    advocate: words(200).meta({ description: 'The child’s advocate, and how to reach them. Sealed' }),
    reviewingOfficer: words(200).meta({
      description: 'The child’s independent reviewing officer, and how to reach them. Sealed',
    }),
    socialWorker: words(200).meta({
      description: 'Social worker at the entry authority, and how to reach them. Sealed',
    }),
    entryContact: words(200).meta({
      description: 'Who to ring at the entry authority about the referral. Sealed',
    }),
    ...ofTheDesk(),
  }) as const;

let made: ReturnType<typeof shape> | undefined;
export function particularsShape(): ReturnType<typeof shape> {
  made ??= shape();
  return made;
}

/** The children of one referral, as they are sealed and read again: with what was said of them while they were missing. */
export const SealedChildren = z.lazy(() =>
  z.array(z.object({ number: z.int().positive(), ...particularsShape(), ...missingShape() })),
);

/**
 * What is sealed has to be readable again: a referral whose particulars are not could never be taken in.
 *
 * @throws RangeError that names the fields, and nothing of what they say
 */
export function assertSealable(referralId: string, children: readonly ChildParticulars[]): void {
  const { error } = SealedChildren.safeParse(children);
  if (error === undefined) return;
  const fields = error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new RangeError(
    `The particulars of ${referralId} are not sealed: ${fields} cannot be so. Correct them first.`,
  );
}

export type ParticularField = keyof ReturnType<typeof particularsShape>;

export const isParticular = (field: string): field is ParticularField =>
  Object.hasOwn(particularsShape(), field);

/** Those of one child of a group. */
export type ChildParticulars = {
  /** Which child of the group, from 1. */
  readonly number: number;
} & { readonly [Field in ParticularField | MissingField]?: string };

/** Who is responsible for the child at the receiving authority, and how to reach them. Sealed. */
export interface SocialWorker {
  readonly name: string;
  readonly phone?: string;
  readonly email?: string;
}

/** A moment so many days after another, seconds since 1970. */
const daysAfter = (instant: string, days: number): number =>
  Math.floor(Date.parse(instant) / 1000) + days * 24 * 60 * 60;

/** Until when what an amendment seals waits for its case to take it, seconds since 1970. */
export const amendmentKeptUntil = (now: string): number => daysAfter(now, retention.amendmentDays);

/** Until when what is under legal hold stays, seconds since 1970, as a night says it; the next night says it anew. */
export const heldUntil = (now: string): number => daysAfter(now, retention.heldAheadDays);

/**
 * Until when what is sealed now stays, seconds since 1970: as the retention says of details of these children, of documents about them, and
 * of who works for them; of what is no child's, such as mail, where none is named.
 */
export const sealedUntil = (children: readonly Pick<ChildFacts, 'turns18Month'>[], now: string): number =>
  Math.max(
    daysAfter(now, retention.sealedDays),
    ...children.flatMap(({ turns18Month: month }) =>
      month === undefined
        ? []
        : [
            Date.UTC(
              Number(month.slice(0, 4)) + retention.yearsAfterTurning18,
              Number(month.slice(5, 7)),
              1,
            ) / 1000,
          ],
    ),
  );

/** What is sealed of a referral's children, and when an amendment last said each field of it, by `<child>.<field>`. */
export interface SealedView {
  readonly children: readonly ChildParticulars[];
  readonly saidAt: Readonly<Record<string, string>>;
}

/** What an amendment says of children, and when it was said. */
export interface SaidParticulars {
  readonly children: readonly ChildParticulars[];
  readonly saidAt: string;
}

/**
 * Particulars with those of an amendment put in their place, child by child and field by field. Of what something newer has been
 * said nothing changes, in whatever order amendments come: the same again changes nothing.
 */
export function withLater(held: SealedView, given: SaidParticulars): SealedView {
  const saidAt = { ...held.saidAt };
  const later = given.children.flatMap(({ number, ...said }) => {
    const newest = Object.entries(said).filter(
      ([field]) => (saidAt[`${number}.${field}`] ?? '') <= given.saidAt,
    );
    for (const [field] of newest) saidAt[`${number}.${field}`] = given.saidAt;
    return newest.length > 0 ? [{ number, ...Object.fromEntries(newest) }] : [];
  });
  return { children: mergeChildren(held.children, later), saidAt };
}

/** Exact dates of birth by child, where they are given. */
export const datesOfBirthIn = (children: readonly ChildParticulars[]): Readonly<Record<number, string>> =>
  Object.fromEntries(
    children.flatMap((child) => {
      const counts = countingBirth(child);
      return counts === undefined ? [] : [[child.number, counts]];
    }),
  );

/** What was said of one child, in its two halves: facts that may travel, and what is sealed. What is undefined was not said. */
export function parted(child: { readonly number: number } & Readonly<Record<string, unknown>>): {
  readonly facts: { readonly number: number } & Readonly<Record<string, unknown>>;
  readonly particulars: ChildParticulars;
} {
  const said = Object.entries(child).filter(([, value]) => value !== undefined);
  const { number } = child;
  return {
    facts: { ...Object.fromEntries(said.filter(([field]) => !isParticular(field))), number },
    particulars: { ...Object.fromEntries(said.filter(([field]) => isParticular(field))), number },
  };
}

/** Whether anything is sealed of a child. */
export const saysSomething = (child: ChildParticulars): boolean => Object.keys(child).length > 1;
