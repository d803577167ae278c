import * as z from 'zod';
import { AuthorityCode, CalendarDate } from './envelope.ts';

export const PlacementKind = z.enum(['foster-care', 'supported-accommodation']);
export type PlacementKind = z.infer<typeof PlacementKind>;

/** Needs that not every council can meet. `trained-carers`: carers trained to look after survivors of trafficking. */
export const Need = z.enum([
  'trained-carers',
  'step-free-access',
  'medical-care',
  'mental-health-support',
  'special-educational-needs',
]);
export type Need = z.infer<typeof Need>;

/** What may be said of a child’s sex. */
export const sexes = ['female', 'male', 'other', 'not-known'] as const;
/** Where an age assessment may stand. */
export const ageAssessments = ['not-required', 'required', 'under-way', 'complete'] as const;
/** Whether a child has gone missing before. */
export const missingHistories = ['none', 'has-been-missing', 'not-known'] as const;
/** What the Home Office may have decided. */
export const legalStatuses = [
  'claim-pending',
  'leave-granted',
  'claim-refused',
  'other',
  'not-known',
] as const;
/** Where a child may have arrived. */
export const arrivalPlaces = ['port', 'airport', 'elsewhere', 'not-known'] as const;
/** What may be said of family in the United Kingdom. */
export const familiesInUk = ['none', 'may-care', 'cannot-care', 'not-known'] as const;
/** Who may be in the area of a council with a link. */
export const linkKinds = ['family', 'sibling', 'community'] as const;
/** What may be said of trafficking. */
export const traffickingSigns = ['no-indicators', 'indicators', 'nrm-referred', 'nrm-positive'] as const;

const Fingerprint = z.string().regex(/^[\w-]{43}$/);

/** Opaque marks by which the same child is found again, made with a secret key where names and references are sealed. */
export const ChildFingerprints = z.lazy(() =>
  z.object({
    number: z.int().positive().max(20).meta({ description: 'Which child of the group, from 1' }),
    references: z.array(Fingerprint).max(2).meta({ description: 'Of each reference that the child has' }),
    person: Fingerprint.optional().meta({ description: 'Of what else tells who the child is' }),
    bearers: z
      .array(z.object({ nameMark: Fingerprint.optional(), birthMark: Fingerprint.optional() }))
      .max(2)
      .optional()
      .meta({
        description:
          'For each of the references, in their order, who it is of: marks of name and date of birth that are made with that reference, so that they can be compared only with those of a child who has it too. What has no mark is not known well enough to tell one child from another',
      }),
    likely: z
      .array(
        z.object({
          mark: Fingerprint,
          dayMark: Fingerprint.optional().meta({
            description: 'Of the date of birth, where it is known to the day',
          }),
          nationalityMark: Fingerprint.optional().meta({
            description: 'Of the nationality, where it is known',
          }),
          exactMark: Fingerprint.optional().meta({
            description:
              'Of the name as it was written and the date of birth, where both tell one child from another',
          }),
          eitherWay: z.literal(true).optional().meta({
            description: 'Of a day of which the month may have been written first',
          }),
          part: z.literal(true).optional().meta({ description: 'Of one of the child’s names, not of all' }),
          alone: z.literal(true).optional().meta({ description: 'Of the only name that is known' }),
        }),
      )
      .max(8)
      .optional()
      .meta({
        description:
          'Marks by which a child is found again whose name is written in another way, or whose birth is known less well: they only have people compare. What goes with a mark is made with it, as with references. Since November 2026; who was referred before has none',
      }),
  }),
);
export type ChildFingerprints = z.infer<typeof ChildFingerprints>;

/** Names of sealed details, each with the number of its child. */
export const sealedFields = () =>
  z
    .array(
      z
        .string()
        .regex(/^\d{1,2}\.[a-zA-Z]{1,40}$/)
        .meta({ description: 'Number of the child and which detail of it, as 1.health' }),
    )
    .max(400);

/** Whose address an e-mail came from, among a council's own. Never the address. */
export const SentFrom = z
  .enum(['duty-desk', 'second-contact', 'other-address'])
  .meta({ description: 'Which of the council’s addresses an e-mail came from' });

/** One child, without anything that names the child: those particulars are sealed. Absent means "not said". */
export const ChildFacts = z.lazy(() =>
  z.object({
    number: z.int().positive().max(20).meta({ description: 'Which child of the group, from 1' }),
    sex: z.enum(sexes).optional(),
    turns18Month: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
      .optional()
      .meta({
        description: 'Month in which the child turns 18. The day is sealed',
        examples: ['2028-05'],
      }),
    ageAssessment: z.enum(ageAssessments).optional(),
    ageAssessmentLedBy: AuthorityCode.optional(),
    placementKind: PlacementKind.optional(),
    needs: z.array(Need).optional(),
    interpreter: z.boolean().optional().meta({
      description: 'Whether the child needs an interpreter. Which languages the child speaks is sealed',
    }),
    missingHistory: z.enum(missingHistories).optional().meta({
      description: 'Whether the child has gone missing before',
    }),
  }),
);
export type ChildFacts = z.infer<typeof ChildFacts>;

/**
 * What a referral says that the allocation may use (DOMAIN: "What a referral says"). Pseudonymous; every fact may be
 * missing, because an incomplete referral is kept and asked about, never thrown away.
 */
export const ReferralFacts = z.lazy(() =>
  z.object({
    entryAuthority: AuthorityCode,
    referredOn: CalendarDate.optional().meta({
      description: 'Day the entry authority decided to refer',
    }),
    children: z.array(ChildFacts).min(1).max(20),
    definition: z
      .object({
        under18AtClaim: z.boolean().optional(),
        claimsInOwnRight: z.boolean().optional(),
        separatedFromParents: z.boolean().optional(),
        noResponsibleAdult: z.boolean().optional(),
      })
      .optional()
      .meta({ description: 'Immigration Rules paragraph 352ZD' }),
    asylumClaimOn: CalendarDate.optional(),
    legalStatus: z
      .enum(legalStatuses)
      .optional()
      .meta({ description: 'What the Home Office has decided so far' }),
    arrivedOn: CalendarDate.optional(),
    arrivalPlace: z.enum(arrivalPlaces).optional().meta({
      description: 'Which port or airport it was is sealed',
    }),
    inCareOfAuthority: z
      .boolean()
      .optional()
      .meta({ description: 'False for a child at a port or in a hotel' }),
    settledSince: CalendarDate.optional().meta({
      description: 'In the present placement since',
    }),
    inReception: z.boolean().optional().meta({
      description:
        'The present placement is a reception centre, from which children move on. Since November 2026; who was referred before has not said',
    }),
    familyInUk: z.enum(familiesInUk).optional(),
    links: z
      .array(
        z.object({
          council: AuthorityCode,
          kind: z.enum(linkKinds),
        }),
      )
      .optional()
      .meta({
        description: 'Councils in whose area the child has family, a sibling or a community',
      }),
    areasToAvoid: z.array(AuthorityCode).optional(),
    trafficking: z.enum(traffickingSigns).optional(),
    wishesRecorded: z
      .boolean()
      .optional()
      .meta({ description: 'The child was asked; what was said is sealed' }),
    proposedMoveOn: CalendarDate.optional(),
    unclear: z
      .array(
        z
          .string()
          .regex(
            /^(?:areasToAvoid|links|familyInUk|trafficking|children|children\.\d{1,2}\.(?:name|dateOfBirth|health))$/,
          ),
      )
      .max(100)
      .optional()
      .meta({
        description:
          'Of what something was sent that could not be read, though it bears on who or how many the children are or on what keeps them safe. It is asked for, and nobody is asked to take the child meanwhile. A list given replaces the list held',
        examples: [['areasToAvoid', 'children.1.name']],
      }),
  }),
);
export type ReferralFacts = z.infer<typeof ReferralFacts>;
