import type { Clock } from '../../shared/ports/clock.ts';
import type { DocumentStore } from '../../shared/ports/document-store.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';

export interface ForgetTools {
  readonly documents: Pick<DocumentStore, 'copies' | 'remove'>;
  readonly sealed: Pick<SealedStore, 'documents'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * As far back as the table of what is sealed can be set: a list that is set back lacks what was added since, and its bytes are
 * still there to be listed again. It is far longer than a page takes from keeping the bytes to listing them, too.
 */
const KEPT_UNLISTED_MILLISECONDS = 35 * 24 * 60 * 60 * 1_000;

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

/**
 * Removes the bytes of documents that are on no list: because what is sealed of their referral has gone in its time, or because
 * something broke off between the bytes and the list. What is listed stays, however old. Run twice, or broken off, it does no harm.
 *
 * @returns how many copies stay and how many are gone
 * @throws Error when lists could not be read, once all others are done
 */
export async function forgetDocuments({ documents, sealed, clock, log }: ForgetTools) {
  const before = Date.parse(clock.now()) - KEPT_UNLISTED_MILLISECONDS;
  let list: List | undefined;
  const count = { kept: 0, removed: 0, unread: 0 };
  for (const { referralId, copy, keptAt } of await documents.copies()) {
    // Copies of one referral come one after the other: each list is read once.
    if (list?.of !== referralId) list = await listOf(sealed, referralId);
    if (list.copies === undefined) count.unread += 1;
    else if (list.copies.has(copy) || Date.parse(keptAt) > before) count.kept += 1;
    else {
      await documents.remove(referralId, copy);
      count.removed += 1;
    }
  }
  log.info(logMessages.documentsForgotten, count);
  if (count.unread > 0)
    throw new Error(`The lists of ${count.unread} documents could not be read. They stay as they are.`);
  return count;
}
