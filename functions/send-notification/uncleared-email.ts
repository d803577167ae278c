import type { EventOf } from '../../events/catalogue.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { isMoveAhead } from '../../shared/core/case/standing.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import { findCase } from '../../shared/runtime/find-case.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { PermanentFailure } from '../../shared/runtime/permanent-failure.ts';
import { addressesFor, copiedToCoordinators } from './addresses.ts';
import { asEmail } from './as-email.ts';
import { documentNotCleared } from './emails/document-not-cleared.ts';

type NotCleared = EventOf<'document-not-cleared.v1'>;

/**
 * Longer than the page that keeps a document may run, with what clocks differ by: within this time after the verdict, a copy that is
 * not on the list may still come onto it, because its bytes are kept, and looked at, first.
 */
const LISTED_WITHIN_MILLISECONDS = 60_000;

/** The verdict was quicker than the page that keeps the document: the queue brings it again when that has ended. */
class NotListedYet extends Error {
  override readonly name = 'NotListedYet';
}

interface UnclearedTools {
  readonly clock: Clock;
  readonly cases: Pick<CaseStore, 'read'>;
  readonly sealed: Pick<SealedStore, 'reachable' | 'sender' | 'documents'>;
  readonly log: Log;
  readonly pagesUrl: string;
  readonly sender: string;
}

const placeOf = ({ data: { object } }: NotCleared) => {
  const [, referralId = '', copy = ''] = object.split('/');
  return { referralId, copy };
};

/** The case that a document belongs to. @throws PermanentFailure nothing-to-write-about */
export async function unclearedCase({ cases }: UnclearedTools, request: NotCleared): Promise<Case> {
  const { current } = await findCase(cases, placeOf(request).referralId);
  if (current !== undefined) return current;
  throw new PermanentFailure(
    'nothing-to-write-about',
    'The document belongs to no case. Look at the key of the object: it may be left over from a test.',
  );
}

/**
 * Tells the council that added a document, with a copy to the coordinators, that nobody can open it and what to do; undefined when
 * that copy is not on the list any more.
 *
 * @throws NotListedYet when it may still come onto the list
 */
export async function unclearedEmail(
  tools: UnclearedTools,
  request: NotCleared,
  theCase: Case,
): Promise<Email | undefined> {
  const { referralId, copy } = placeOf(request);
  const listed = (await tools.sealed.documents(referralId)).find((one) => one.copy === copy);
  if (listed === undefined) {
    if (Date.parse(tools.clock.now()) - Date.parse(request.at) < LISTED_WITHIN_MILLISECONDS)
      throw new NotListedYet('The document is not on the list of its referral yet. This is looked at again.');
    return undefined;
  }
  const { facts, id: caseId, moveBy } = theCase;
  const addresses = copiedToCoordinators(
    await addressesFor(tools, { role: 'entry-authority' }, facts.entryAuthority),
  );
  const letter = documentNotCleared({
    caseId,
    found: request.data.found,
    addedAt: listed.addedAt,
    moveBy: isMoveAhead(theCase) ? moveBy : undefined,
    url: `${tools.pagesUrl}/documents/${caseId}`,
    help: addresses.help,
  });
  return asEmail(tools, letter, addresses, { id: request.id, thread: caseId });
}
