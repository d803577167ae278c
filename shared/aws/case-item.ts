import * as z from 'zod';
import { asSaidNow, presentCode } from '../../events/former-codes.ts';
import { ReferralFacts } from '../../events/referral.ts';
import { type Case, caseStatuses } from '../core/case/case.ts';
import { partyName } from '../core/case/party-name.ts';
import { hasInCare, monthsOf18 } from '../core/case/responsible.ts';
import { comingTo } from '../core/case/standing.ts';
import type { CaseSummary, ReceivedLine } from '../ports/case-store.ts';
import { attributesOf, type Item, keyOf, Reader, readValues, text } from './attributes.ts';
import { dueShard, keptName, keys, NO_CLOCK } from './keys.ts';

/** What every decision about a case relies on. Loose: members added by a later version survive a round trip through this one. */
const StoredCase = z.lazy(() =>
  z.looseObject({
    id: z.string(),
    referralId: z.string(),
    version: z.int().positive(),
    lastHash: z.string(),
    policy: z.string(),
    status: z.enum(caseStatuses),
    facts: ReferralFacts,
    openedAt: z.string(),
    moveBy: z.string(),
    cleared: z.array(z.string()),
    round: z.int().nonnegative(),
    offers: z.array(
      z.looseObject({
        id: z.string(),
        council: z.string(),
        region: z.string(),
        role: z.enum(['primary', 'back-up']),
        status: z.string(),
        answerBy: z.string(),
      }),
    ),
    excluded: z.array(z.string()),
    turned18: z.array(z.int()),
    told: z.array(z.string()),
  }),
);

/** Attributes beside the members of a case: its key, and what indexes hold. No member may have one of these names. */
const beside = [
  'pk',
  'sk',
  'caseId',
  'entryAuthority',
  'needsParty',
  'needsSort',
  // Held who was asked beside the one whose turn it is, until lists of their own did (0053).
  'backUps',
  'dueShard',
  'dueAt',
  'receivedBy',
  'receivedSort',
] as const;
type Members = Case & { readonly [Name in (typeof beside)[number]]?: never };

/**
 * Whose list of children received, or to come, a case is on, and where. The months in which the children turn 18 follow the reference in the sort key: so whoever reads
 * a council's list knows them without a read of each case, and no write is added.
 */
function receiverOf(subject: Case): Item {
  const on = (list: string, at: string | undefined): Item => ({
    receivedBy: text(keptName(list)),
    receivedSort: text(`${at}#${subject.id}#${monthsOf18(subject).join(',')}`),
  });
  const [has, awaits] = [hasInCare(subject), comingTo(subject)];
  if (has !== undefined) return on(`council:${has}`, subject.placement?.handedOverAt);
  return awaits === undefined ? {} : on(`coming:${awaits}`, subject.moveBy);
}

/** A case as it is kept: an attribute for each member, under its name, so that whoever looks into the table can read it. */
export function caseItem(subject: Members): Item {
  const { id, needs, nextDueAt } = subject;
  return {
    ...attributesOf(subject),
    ...keyOf(keys.case(id)),
    caseId: text(id),
    entryAuthority: text(subject.facts.entryAuthority),
    ...(needs
      ? { needsParty: text(keptName(partyName(needs.party))), needsSort: text(`${needs.by}#${id}`) }
      : {}),
    ...receiverOf(subject),
    ...(needs || nextDueAt ? { dueShard: text(dueShard(id)), dueAt: text(nextDueAt ?? NO_CLOCK) } : {}),
  };
}

/** @throws CorruptItem naming the key and what is wrong */
export function caseFrom(item: Item): Case {
  // What was stored says the codes and names of its day; whoever decides and whoever looks knows those of now.
  const subject = asSaidNow(readValues(item)) as Record<string, unknown>;
  for (const name of beside) delete subject[name];
  const parsed = StoredCase.safeParse(subject);
  if (parsed.success) return subject as unknown as Case;
  const [issue] = parsed.error.issues;
  return new Reader(item).fail(`it is not a case, at ${issue?.path.join('.')}`);
}

/** A line of either index. */
export function summaryFrom(item: Item): CaseSummary {
  const read = new Reader(item);
  const dueAt = read.has('dueAt') ? read.text('dueAt') : NO_CLOCK;
  return {
    caseId: read.text('caseId'),
    status: read.oneOf('status', caseStatuses),
    entryAuthority: presentCode(read.text('entryAuthority')),
    openedAt: read.text('openedAt'),
    moveBy: read.text('moveBy'),
    ...(dueAt === NO_CLOCK ? {} : { dueAt }),
  };
}

/** A line of index `received`. */
export function receivedFrom(item: Item): ReceivedLine {
  const [, , months] = new Reader(item).text('receivedSort').split('#');
  return { ...summaryFrom(item), ...(months === undefined ? {} : { monthsOf18: months.split(',') }) };
}
