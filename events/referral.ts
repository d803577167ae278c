import * as z from 'zod';
import { AuthorityCode, CalendarDate } from './envelope.ts';
import { languageCodes, MOST_LANGUAGES } from './languages.ts';

/** Supported accommodation is a kind of England only; elsewhere children of 16 and over live in lodgings or share. */
export const PlacementKind = z.enum([
  'foster-care',
  'childrens-home',
  'supported-lodgings',
  'supported-accommodation',
  'shared-accommodation',
]);
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
export const immigrationStatuses = [
  'claim-pending',
  'leave-granted',
  'claim-refused',
  'other',
  'not-known',
] as const;
/** By what a council looks after a child; each stands for what the nation's own law has in its place. */
export const careStatuses = [
  'accommodated',
  'interim-care-order',
  'care-order',
  'child-in-need',
  'police-protection',
  'other',
  'not-known',
] as const;
/** What may be said where only yes and no are answers. */
export const yesNoNotKnown = ['yes', 'no', 'not-known'] as const;
/** Where the health assessment that every child is offered stands. */
export const healthScreenings = ['done', 'offered', 'declined', 'not-yet', 'not-known'] as const;
/** Whether somebody qualified has said that the child may travel and move. */
export const fitnesses = ['fit', 'not-fit', 'not-assessed', 'not-known'] as const;
/** What a child believes in, as widely as the census asks. */
export const faiths = [
  'none',
  'muslim',
  'christian',
  'hindu',
  'sikh',
  'buddhist',
  'jewish',
  'other',
  'not-known',
] as const;
/** What a child does not eat, or only eats. */
export const diets = ['halal', 'kosher', 'vegetarian', 'vegan', 'allergy', 'other'] as const;
/** Of what kind a child's health needs are; what exactly is sealed. */
export const healthKinds = [
  'long-term-condition',
  'medication',
  'injury',
  'mental-health',
  'pregnancy',
  'other',
] as const;
/** How far a child has been at school, anywhere. */
export const educationStages = ['none', 'primary', 'secondary', 'college', 'not-known'] as const;

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
    timesMissing: z.int().min(1).max(99).optional().meta({ description: 'How often, as far as it is known' }),
    lastMissingMonth: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
      .optional()
      .meta({
        description: 'Month in which the child last went missing. The day is sealed',
        examples: ['2026-10'],
      }),
    healthScreening: z.enum(healthScreenings).optional().meta({
      description: 'Whether the child has had the health assessment that every child is offered',
    }),
    fitToMove: z.enum(fitnesses).optional().meta({
      description: 'Whether somebody qualified has found that the child may travel and move',
    }),
    fitToMoveOn: CalendarDate.optional().meta({ description: 'Day on which that was found' }),
    healthKinds: z.array(z.enum(healthKinds)).optional().meta({
      description: 'Of what kind the child’s health needs are; empty: none are known. What exactly is sealed',
    }),
    languageCodes: z
      .array(z.enum(languageCodes))
      .max(MOST_LANGUAGES)
      .optional()
      .meta({
        description: 'ISO 639-3, best first; other: one that is too rare to be named openly',
        examples: [['tir', 'ara']],
      }),
    faithGroup: z.enum(faiths).optional().meta({ description: 'What carers should know of it is sealed' }),
    diet: z
      .array(z.enum(diets))
      .optional()
      .meta({ description: 'What the child eats or does not eat; empty: anything' }),
    educationStage: z.enum(educationStages).optional().meta({
      description: 'How far the child has been at school, anywhere',
    }),
    canShare: z.enum(yesNoNotKnown).optional().meta({ description: 'Can live with other young people' }),
    smokes: z.enum(yesNoNotKnown).optional(),
    withPets: z.enum(yesNoNotKnown).optional().meta({ description: 'Can live where there are pets' }),
    hasSolicitor: z.enum(yesNoNotKnown).optional().meta({ description: 'Who it is, is sealed' }),
    hasGuardian: z.enum(yesNoNotKnown).optional().meta({
      description: 'An independent guardian. Who it is, is sealed',
    }),
    hasAdvocate: z.enum(yesNoNotKnown).optional().meta({ description: 'Who it is, is sealed' }),
    hasReviewingOfficer: z.enum(yesNoNotKnown).optional().meta({
      description: 'An independent reviewing officer. Who it is, is sealed',
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
    careStatus: z.enum(careStatuses).optional().meta({
      description:
        'By what law the child is looked after. accommodated: Children Act 1989 s.20, in Wales s.76 of the 2014 Act, in Scotland s.25 of the 1995 Act, in Northern Ireland article 21 of the 1995 Order; the others likewise',
    }),
    immigrationStatus: z
      .enum(immigrationStatuses)
      .optional()
      .meta({ description: 'What the Home Office has decided so far' }),
    presentedElsewhere: z.enum(yesNoNotKnown).optional().meta({
      description: 'Whether the child has come to the notice of another council before',
    }),
    presentedTo: AuthorityCode.optional().meta({ description: 'Which council that was' }),
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
