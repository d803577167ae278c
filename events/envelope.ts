import * as z from 'zod';
import { presentCode } from './former-codes.ts';

/**
 * An authority's code: ONS nine characters, or NISRA's abbreviation for a Northern Ireland Trust. A code that an authority had before is
 * read as the one that it has now, so that every message, request, link and cookie names one authority in one way.
 */
export const AuthorityCode = z
  .string()
  .regex(/^[A-Z][A-Z0-9]{3,9}$/)
  .overwrite(presentCode)
  .meta({
    description: 'Authority code: ONS (E10000016) or NISRA Trust abbreviation (BHSCT)',
    examples: ['E10000016'],
  });

/** Our opaque reference for a case: says nothing about the child. */
export const CaseReference = z
  .string()
  .regex(/^NTS-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
  .meta({
    description: 'Opaque case reference, Crockford base 32',
    examples: ['NTS-7F3K-2M9Q'],
  });

/** A page of our own website for signed-in councils, from its root: no other website, no query, nothing that names anybody. */
export const OwnPlace = z
  .string()
  .regex(
    /^(\/refer(\/[0-9a-f-]{36}(\/[a-zA-Z0-9-]{1,40})?)?|\/(case|documents|sealed)\/NTS-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})$/,
  )
  .meta({ description: 'Path of a page of our own', examples: ['/case/NTS-7F3K-2M9Q'] });

export const Instant = z.iso.datetime().meta({
  description: 'UTC instant, ISO 8601',
  examples: ['2026-11-23T09:00:00.000Z'],
});

export const CalendarDate = z.iso.date().meta({ description: 'Calendar date, Europe/London' });

export const OfferId = z
  .string()
  .min(1)
  .meta({
    description: 'Offer within its case: round and rank',
    examples: ['1-1', '1-2'],
  });

/** A desk that an e-mail is for. */
export const Recipient = z.lazy(() =>
  z.discriminatedUnion('role', [
    z.object({
      role: z.literal('council'),
      council: AuthorityCode,
      copySmpLead: z
        .boolean()
        .optional()
        .meta({ description: 'Said no more: the lead of the region gets an e-mail of its own' }),
      secondContact: z.boolean().optional(),
      mail: z
        .string()
        .min(1)
        .optional()
        .meta({ description: 'Answers the e-mail of this id: to its sender, with a copy to the desk' }),
    }),
    z.object({ role: z.literal('entry-authority') }),
    z.object({ role: z.literal('coordinators') }),
    z.object({
      role: z.literal('smp-lead'),
      region: z.string().min(1),
      copyOf: AuthorityCode.optional().meta({
        description:
          'Reads what this council is written, and can only look at the page. Left out where the lead is asked or told itself',
      }),
    }),
  ]),
);

/** What somebody is at their desk, as they say it. */
const role = z
  .string()
  .min(1)
  .max(100)
  .optional()
  .meta({ description: 'What the person is: duty manager. May be left out', examples: ['duty manager'] });

/** Who or what caused an event. Names and roles of staff are kept for the audit trail only and never emailed. */
export const Actor = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('system'), name: z.string().min(1) }),
    z.object({
      kind: z.literal('council'),
      code: AuthorityCode,
      name: z.string().min(1).max(200).optional(),
      role,
    }),
    z.object({
      kind: z.literal('entry-authority'),
      code: AuthorityCode,
      name: z.string().min(1).max(200).optional(),
      role,
    }),
    z.object({
      kind: z.literal('coordinator'),
      name: z.string().min(1).max(200),
    }),
    z.object({
      kind: z.literal('smp-lead'),
      region: z.string().min(1),
      name: z.string().min(1).max(200).optional(),
      role,
    }),
  ]),
);
export type Actor = z.infer<typeof Actor>;

/** Present once an event stands in an append-only trail: its place there, and the chain that makes tampering evident. */
export const TrailEntry = z.lazy(() =>
  z.object({
    subject: z.string().min(1).meta({
      description: 'Case reference or authority code whose trail this is',
    }),
    number: z.int().positive().meta({ description: 'Place in the trail, from 1, without gaps' }),
    policy: z
      .string()
      .min(1)
      .meta({
        description: 'Policy version the decision was taken under',
        examples: ['nts-2025'],
      }),
    cause: z.string().min(1).meta({
      description: 'Id of the message, answer or schedule run behind it',
    }),
    previousHash: z
      .string()
      .length(64)
      .meta({ description: 'SHA-256 of the event before; zeros for the first' }),
    hash: z.string().length(64).meta({
      description: 'SHA-256 of this event without this field, canonical JSON',
    }),
  }),
);
export type TrailEntry = z.infer<typeof TrailEntry>;

/**
 * The frame every event shares. `trail` is absent on messages that ask for something and have no trail yet. A contract is made when it
 * is first asked: a function meets a handful of them, and all together cost more than its other code to start (decisions/0014).
 */
export const event = <const T extends string, D extends z.ZodType>(
  type: T,
  data: () => D,
  description: string,
) =>
  z.lazy(() =>
    z
      .object({
        id: z.string().min(1).max(200).meta({
          description: 'The same whenever the same thing is said again',
        }),
        type: z.literal(type),
        at: Instant,
        actor: Actor,
        trail: TrailEntry.optional(),
        data: data(),
      })
      .meta({ title: type, description }),
  );
