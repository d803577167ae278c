import { createHmac } from 'node:crypto';
import type { EventOf } from '../../../events/catalogue.ts';
import { fingerprintsUnder, identified } from '../../../shared/core/referral/fingerprints.ts';
import { sealedUntil } from '../../../shared/core/referral/particulars.ts';
import { retention } from '../../../shared/core/retention.ts';
import type { Draft } from '../../../shared/ports/draft-store.ts';
import type { Person } from '../forms/confirm-step.ts';
import type { PagesTools } from '../tools.ts';
import type { referralOf } from './referral-of.ts';

type Referral = ReturnType<typeof referralOf>;

const DAY_SECONDS = 24 * 60 * 60;
/** How long an answer is kept for whoever comes back. */
const KEPT_SECONDS = retention.draftDays * DAY_SECONDS;

/**
 * The id of a draft, which becomes the referral's: the same when one form to begin is sent twice, no two councils' alike, and nobody's to
 * choose or to guess. A UUID of version 8 (RFC 9562).
 *
 * @param press made with the form to begin
 */
export function draftId(key: Uint8Array, council: string, press: string): string {
  const hash = createHmac('sha256', key)
    .update(`draft:${JSON.stringify([council, press])}`)
    .digest()
    .subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const inSeconds = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

/** Saves a draft for as long again; 'lost-race' when another window saved it first. */
export const saveDraft = ({ drafts, clock }: PagesTools, draft: Draft): Promise<'saved' | 'lost-race'> =>
  drafts.save(draft, inSeconds(clock.now()) + KEPT_SECONDS);

/** A council's draft, unless its time is over: a table takes its time to forget. */
export async function keptDraft(
  { drafts, clock }: PagesTools,
  council: string,
  id: string,
): Promise<Draft | undefined> {
  const draft = await drafts.read(council, id);
  const over = draft?.state === 'sent' && inSeconds(draft.at) + KEPT_SECONDS <= inSeconds(clock.now());
  return over ? undefined : draft;
}

/** Whether another council has a draft already. */
export const isGiven = async (
  { drafts }: Pick<PagesTools, 'drafts'>,
  { id, state, movedTo }: Draft,
): Promise<boolean> =>
  state === 'moved' && movedTo !== undefined && (await drafts.read(movedTo, id)) !== undefined;

/**
 * Gives a draft to the council that took over. First it is closed where it was, so that no window changes it there; then it is begun where it goes.
 * Whatever fails on the way, the same again goes on where it stopped; what has been changed or sent there since stays as it is.
 */
export async function giveDraft(tools: PagesTools, draft: Draft, to: string): Promise<void> {
  let closed = draft;
  if (draft.state === 'open') {
    closed = { ...draft, version: draft.version + 1, state: 'moved', movedTo: to };
    // Somebody changed it a moment ago: it is given as it is then.
    if ((await saveDraft(tools, closed)) === 'lost-race') return;
  }
  const { movedTo, ...whole } = closed;
  if (movedTo !== undefined)
    await saveDraft(tools, { ...whole, council: movedTo, version: 1, state: 'open' });
}

/**
 * Refers the child. First the draft is closed, so that no other window changes what is being sent; then what names the child, and
 * who sends it, is sealed; only then does the rest travel. Whatever fails on the way, sending again goes on where it stopped, and the same
 * referral arrives however often it is sent.
 *
 * @param person who sends it: whoever did first, when it is sent again
 * @returns 'taken' when something else is sealed under its id: nothing was sent, and what is sealed was not changed; 'lost-race' when another
 *   window was faster: it has sent it, or changed an answer that is worth another look
 */
export async function sendDraft(
  tools: PagesTools,
  draft: Draft,
  referral: Referral,
  person: Person,
): Promise<'done' | 'taken' | 'lost-race'> {
  const { sealed, referrals, clock, fingerprintKey } = tools;
  let closed = draft;
  if (draft.state === 'open') {
    closed = { ...draft, version: draft.version + 1, state: 'sending', at: clock.now() };
    if ((await saveDraft(tools, closed)) === 'lost-race') return 'lost-race';
  }
  const until = sealedUntil(referral.facts.children, closed.at);
  if ((await sealed.sealFirst(draft.id, draft.council, referral.particulars, until, person)) === 'taken')
    return 'taken';
  const fingerprints = [
    ...fingerprintsUnder(
      await fingerprintKey.all(),
      identified(referral.particulars, referral.facts.children),
    ),
  ];
  const message: EventOf<'referral-received.v2'> = {
    id: `form:${draft.id}`,
    type: 'referral-received.v2',
    at: closed.at,
    actor: { kind: 'entry-authority', code: draft.council },
    data: {
      referralId: draft.id,
      channel: 'form',
      facts: referral.facts,
      ...(fingerprints.length === 0 ? {} : { fingerprints }),
    },
  };
  await referrals.publish([{ id: message.id, body: JSON.stringify(message) }]);
  await saveDraft(tools, { ...closed, version: closed.version + 1, state: 'sent' });
  return 'done';
}
