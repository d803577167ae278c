import * as z from 'zod';
import { ReferralFacts } from '../../events/referral.ts';
import { type Case, caseStatuses } from '../core/case/case.ts';
import { alsoAsked } from '../core/case/deadlines.ts';
import { partyName } from '../core/case/party-name.ts';
import type { CaseSummary } from '../ports/case-store.ts';
import { type Item, keyOf, number, Reader, text } from './attributes.ts';
import { dueShard, keys, NO_CLOCK } from './keys.ts';
import { packed } from './packed-text.ts';

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

/** A case as it is kept: whole, as one packed text, beside what conditions and indexes look at. */
export function caseItem(subject: Case): Item {
  const { needs, nextDueAt } = subject;
  const waiting = alsoAsked(subject);
  return {
    ...keyOf(keys.case(subject.id)),
    caseId: text(subject.id),
    version: number(subject.version),
    lastHash: text(subject.lastHash),
    status: text(subject.status),
    entryAuthority: text(subject.facts.entryAuthority),
    openedAt: text(subject.openedAt),
    moveBy: text(subject.moveBy),
    body: packed(JSON.stringify(subject)),
    ...(needs
      ? { needsParty: text(partyName(needs.party)), needsSort: text(`${needs.by}#${subject.id}`) }
      : {}),
    ...(waiting.length > 0 ? { backUps: text(waiting.join(' ')) } : {}),
    ...(needs || nextDueAt
      ? { dueShard: text(dueShard(subject.id)), dueAt: text(nextDueAt ?? NO_CLOCK) }
      : {}),
  };
}

/** @throws CorruptItem naming the key and what is wrong */
export function caseFrom(item: Item): Case {
  const read = new Reader(item);
  const body = read.json('body');
  const parsed = StoredCase.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return read.fail(`"body" is not a case, at ${issue?.path.join('.') || 'its root'}`);
  }
  if (parsed.data.version !== read.number('version'))
    return read.fail('"version" and the version in "body" differ');
  return body as Case;
}

/** A line of either index. */
export function summaryFrom(item: Item): CaseSummary {
  const read = new Reader(item);
  const dueAt = read.has('dueAt') ? read.text('dueAt') : NO_CLOCK;
  return {
    caseId: read.text('caseId'),
    status: read.oneOf('status', caseStatuses),
    entryAuthority: read.text('entryAuthority'),
    openedAt: read.text('openedAt'),
    moveBy: read.text('moveBy'),
    ...(dueAt === NO_CLOCK ? {} : { dueAt }),
    ...(read.has('backUps') ? { backUps: read.text('backUps').split(' ') } : {}),
  };
}
