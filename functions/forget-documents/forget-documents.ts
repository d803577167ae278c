import * as z from 'zod';
import { referralsOf } from '../../shared/core/case/legal-hold.ts';
import { heldUntil } from '../../shared/core/referral/particulars.ts';
import { retention } from '../../shared/core/retention.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { DocumentStore, KeptCopy } from '../../shared/ports/document-store.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import { plural } from '../../shared/words/counting.ts';

export interface ForgetTools {
  readonly documents: Pick<DocumentStore, 'copies' | 'remove'>;
  readonly sealed: Pick<SealedStore, 'documents' | 'keepAllUntil'>;
  readonly cases: Pick<CaseStore, 'listed' | 'read'>;
  readonly clock: Clock;
  readonly log: Log;
}

const DAY_MILLISECONDS = 24 * 60 * 60 * 1_000;

/**
 * The part of the documents that may go in one night. Children whose day of birth nobody knows are said to be born on
 * 1 January, and all of theirs end together: about a sixth of what is there. A table that is empty, or another, lists nothing at all.
 */
const MOST_OF_THEM = 1 / 4;
/**
 * As many as one referral can have may go whatever their part: where there are few documents, one child's are many of them. And so many may
 * be left in 400 days by what broke off.
 */
const FEW = 20;

/** What the function is started with: nothing by the clock; by an operator, how many documents may go. */
const Started = z.object({ mayDelete: z.int().positive().optional() });

interface List {
  readonly of: string;
  /** Undefined when it could not be read: then nothing of its referral is touched. */
  readonly copies: ReadonlySet<string> | undefined;
}

async function listOf(sealed: ForgetTools['sealed'], of: string): Promise<List> {
  try {
    return { of, copies: new Set((await sealed.documents(of)).map(({ copy }) => copy)) };
  } catch {
    return { of, copies: undefined };
  }
}

async function unlistedOf(sealed: ForgetTools['sealed'], copies: readonly KeptCopy[]) {
  let list: List | undefined;
  let unread = 0;
  const unlisted: KeptCopy[] = [];
  for (const kept of copies) {
    // Copies of one referral come one after the other: each list is read once.
    if (list?.of !== kept.referralId) list = await listOf(sealed, kept.referralId);
    if (list.copies === undefined) unread += 1;
    else if (!list.copies.has(kept.copy)) unlisted.push(kept);
  }
  return { unlisted, unread };
}

/**
 * Moves the end of all that is sealed of cases under legal hold further ahead.
 *
 * @returns their referrals, and how many cases could not be seen to: of these nothing is known, not even their referrals
 */
async function keepWhatIsHeld({ cases, sealed, clock, log }: ForgetTools) {
  const held = new Set<string>();
  let failed = 0;
  for await (const { caseId } of cases.listed('legal-hold'))
    try {
      const theCase = await cases.read(caseId);
      for (const referralId of theCase === undefined ? [] : referralsOf(theCase)) {
        held.add(referralId);
        await sealed.keepAllUntil(referralId, heldUntil(clock.now()));
      }
    } catch (error) {
      failed += 1;
      log.error(logMessages.caseFailed, { caseId }, error);
    }
  return { held, failed };
}

/**
 * First keeps what is under legal hold, then deletes documents that are on no list: because what is sealed of their referral has gone in its time, or because something broke off
 * between the bytes and the list. What is listed stays, however old; what cannot have ended yet stays, and so does all of a case under legal hold. Run twice, or broken off, it does no harm.
 *
 * @param started by an operator with `mayDelete`: if no more than that are on no list, all of them go, for they were found to be right
 * @returns how many copies stay, how many of them are on no list before their time, and how many are gone
 * @throws Error when what is under legal hold could not be kept for longer, before anything is deleted; when far more are on no list than end in a night, or many before their time, before anything is deleted; when lists could not be
 *   read, once all others are done
 */
export async function forgetDocuments(tools: ForgetTools, started: unknown = {}) {
  const { documents, sealed, clock, log } = tools;
  const { mayDelete = 0 } = Started.parse(started);
  const { held, failed } = await keepWhatIsHeld(tools);
  if (failed > 0)
    throw new Error(
      `What is under legal hold of ${plural(failed, 'case')} could not be kept for longer. Nothing is deleted. The log says of which, and why (runbook function-errors); the next night tries again.`,
    );
  const all = await documents.copies();
  const copies = all.filter(({ referralId }) => !held.has(referralId));
  const { unlisted, unread } = await unlistedOf(sealed, copies);
  // No list ends sooner after the last document on it: what is younger was taken off, never came onto one, or its list is lost.
  const before = Date.parse(clock.now()) - retention.sealedDays * DAY_MILLISECONDS;
  const ended = unlisted.filter(({ keptAt }) => Date.parse(keptAt) <= before);
  const early = unlisted.length - ended.length;
  const looksLost = early > FEW || unlisted.length > Math.max(FEW, copies.length * MOST_OF_THEM);
  if (looksLost && unlisted.length > mayDelete)
    throw new Error(
      `Of ${copies.length} documents ${unlisted.length} are on no list, ${early} of them before their time: far more than end in a night. Nothing is deleted. Look whether the table of what is sealed is whole (runbook function-errors).`,
    );
  const gone = unlisted.length > mayDelete ? ended : unlisted;
  for (const { referralId, copy } of gone) await documents.remove(referralId, copy);
  const count = {
    kept: all.length - gone.length - unread,
    early: unlisted.length - gone.length,
    removed: gone.length,
    unread,
  };
  log.info(logMessages.documentsForgotten, count);
  if (unread > 0)
    throw new Error(`The lists of ${unread} documents could not be read. They stay as they are.`);
  return count;
}
