import { londonDate } from '../../shared/core/calendar/working-days.ts';
import { sealedUntil } from '../../shared/core/referral/particulars.ts';
import type { Message } from '../../shared/runtime/each-record.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import { PermanentFailure, SetAside } from '../../shared/runtime/permanent-failure.ts';
import { sealAmendment } from '../../shared/runtime/seal-amendment.ts';
import { countAnswer } from './answer-lid.ts';
import type { Draft } from './draft.ts';
import { withSuccessorsTold } from './ended-councils.ts';
import { hashOf } from './hash-of.ts';
import { referencesIn } from './labels.ts';
import { type MailHead, readHead } from './mail-head.ts';
import { mailIdOf } from './mail-id.ts';
import { MOST_MAIL_BYTES, openMail } from './open-mail.ts';
import { livingCase, type Placed, placeDraft } from './place-draft.ts';
import { readMail } from './read-mail.ts';
import type { Problem } from './said.ts';
import { setAside } from './set-aside.ts';
import { noticeOfMail, type StoredMail } from './stored-mail.ts';
import { tellCouncil, toldBefore } from './tell-council.ts';
import type { ReceiveTools } from './tools.ts';

/** An event holds no more than these; the rest is counted in words. */
const MOST_PROBLEMS = 99;

/** The councils whose domain a mail comes from: one, unless councils share a domain and the address is not known as one's own. */
async function councilsOf(
  { sealed, ownDomain }: ReceiveTools,
  { from }: MailHead,
): Promise<readonly string[]> {
  const domain = from.split('@')[1] ?? '';
  if (domain === '' || domain === ownDomain) return [];
  const codes = await sealed.councilsAt(domain);
  if (codes.length < 2) return codes;
  const desks = await Promise.all(codes.map((code) => sealed.contacts(`council:${code}`)));
  const own = codes.filter((_, at) =>
    [desks[at]?.dutyDesk, desks[at]?.second].some((address) => address?.toLowerCase() === from),
  );
  return own.length === 1 ? own : codes;
}

/** Whose address it is among the council's own. Any of its domain is taken; who answers for it is the desk. */
async function sentFromOf({ sealed }: ReceiveTools, council: string, { from }: MailHead) {
  const own = await sealed.contacts(`council:${council}`);
  const is = (address: string | undefined) => address?.toLowerCase() === from;
  return is(own?.dutyDesk) ? 'duty-desk' : is(own?.second) ? 'second-contact' : 'other-address';
}

const isProved = ({ verdicts }: MailHead): boolean => Object.values(verdicts).every(Boolean);

const isOurs = ({ from }: MailHead, ownDomain: string): boolean => from.endsWith(`@${ownDomain}`);

/** Tells the desk, once a day at most, that somebody wrote in its name; the mail itself is for a coordinator. */
async function refuse(
  tools: ReceiveTools,
  council: string,
  head: MailHead,
  where: StoredMail,
): Promise<never> {
  const today = londonDate(tools.clock.now());
  if (!head.automatic)
    await tellCouncil(tools, {
      council,
      mailId: hashOf(council, 'not-accepted', today),
      outcome: 'not-accepted',
      answer: 'desk',
      referrals: [],
      problems: [],
    });
  const failed = Object.entries(head.verdicts).flatMap(([name, passed]) => (passed ? [] : [name]));
  return setAside(tools, {
    ...where,
    reason: 'mail-not-proved',
    councils: [council],
    proved: undefined,
    words: `It came in the name of ${council}, and these checks did not pass: ${failed.join(', ')}. Call the council's duty desk and ask whether they sent it.`,
  });
}

/** Tells the desks of councils that share a domain, once a day at most each; the mail itself is for a coordinator. */
async function askWhose(
  tools: ReceiveTools,
  codes: readonly string[],
  head: MailHead,
  where: StoredMail,
  raw: Uint8Array,
): Promise<never> {
  const today = londonDate(tools.clock.now());
  if (isProved(head) && !head.automatic)
    for (const council of codes)
      await tellCouncil(tools, {
        council,
        mailId: hashOf(council, 'shared-domain', today),
        outcome: 'shared-domain',
        answer: 'desk',
        referrals: [],
        problems: [],
      });
  return setAside(tools, {
    ...where,
    reason: 'shared-domain',
    councils: codes,
    proved: isProved(head) && !head.automatic && head.messageId !== '' ? mailIdOf('', head, raw) : undefined,
    words: `More than one council has this domain (${codes.join(', ')}). Ask the sender which of them refers, and enter the referral for them.`,
  });
}

interface Reading {
  readonly placed: readonly Placed[];
  readonly problems: readonly Problem[];
  /** Whether it says thank you, and nothing else. */
  readonly thanks?: boolean;
  /** Whether a part of it is for a person to look at. */
  readonly held?: boolean;
}

async function readAll(
  tools: ReceiveTools,
  raw: Uint8Array,
  head: MailHead,
  from: Pick<Parameters<typeof placeDraft>[2], 'council' | 'mailId' | 'sentFrom'>,
): Promise<Reading | { readonly tooBig: Problem }> {
  const opening = await openMail(raw);
  if (opening.kind === 'refused') return { tooBig: { where: 'Your email', words: opening.words } };
  const today = londonDate(tools.clock.now());
  const { council } = from;
  const named = await addressed(tools, head, council);
  const about = { subject: head.subject, today };
  let reading = await readMail(opening.mail, { ...about, reply: named.reference !== undefined });
  let { reference } = named;
  // A number of the council's own may look like ours: what says by itself who the child is needs no reference.
  if (reference !== undefined && !named.known) {
    const alone = await readMail(opening.mail, { ...about, reply: false });
    if (alone.drafts.some(({ particulars }) => particulars.some(saysWho))) {
      reading = alone;
      reference = undefined;
    }
  }
  const { drafts, problems, thanks } = reading;
  const placed: Placed[] = [];
  const all: Problem[] = [...problems];
  let held = false;
  for (const given of drafts) {
    const draft = withSuccessorsTold(
      named.relative && given.reference === undefined ? relatedTo(given) : given,
      today,
    );
    const fate = await placeDraft(tools, draft, {
      ...from,
      today,
      reference: drafts.length === 1 && given.ofMany !== true ? reference : undefined,
    });
    all.push(...draft.problems);
    if (fate.kind === 'placed') {
      placed.push(fate.placed);
      all.push(...fate.problems);
    } else {
      all.push(fate.problem);
      held ||= fate.held === true;
    }
  }
  return { placed, problems: all, held, ...(thanks === true ? { thanks } : {}) };
}

const saysWho = ({ name, dateOfBirth }: Placed['particulars'][number]): boolean =>
  name !== undefined || dateOfBirth !== undefined;

/** Words by which a subject says that the case it names is another child's. */
const RELATIVE =
  /\b(?:siblings?|brothers?|sisters?|twins?|cousins?|relatives?|related|linked|links?|family)\b/i;

/** Numbers that councils give: NTS-2026-0042, NTS-KENT-0042. Hardly one of ours looks so. */
const OWN_NUMBER = /^NTS-(?:\d{4}|[A-Z]{4})-\d{4}$/;

/**
 * The case that a mail means: the only one that its subject names, unless it says that this is a brother's or a sister's. A subject that
 * names none leaves it to the thread, as far as that is of the council's own case and the mail itself does not say who the child is:
 * people also write of the next child by answering the last e-mail they find.
 */
async function addressed(
  tools: ReceiveTools,
  { subject, answers }: Pick<MailHead, 'subject' | 'answers'>,
  council: string,
): Promise<{ readonly reference: string | undefined; readonly known: boolean; readonly relative: boolean }> {
  const [reference, ...others] = referencesIn(subject);
  const [threaded, ...more] = reference === undefined ? referencesIn(answers) : [];
  const relative = (reference ?? threaded) !== undefined && RELATIVE.test(subject);
  if (others.length > 0 || more.length > 0 || relative)
    return { reference: undefined, known: false, relative };
  if (reference === undefined) {
    const own = threaded !== undefined && (await livingCase(tools, threaded, council)) !== undefined;
    return { reference: own ? threaded : undefined, known: false, relative };
  }
  const isTheirs = OWN_NUMBER.test(reference) && (await livingCase(tools, reference, council)) === undefined;
  return { reference, known: !isTheirs, relative };
}

const RELATIVE_WORDS =
  'The subject names the case of a relative. We referred this child in a case of its own. Say under "Links" in which council’s area the relative is or may go, or tell the coordinators that they should stay together.';

const relatedTo = (draft: Draft): Draft => ({
  ...draft,
  unclear: [...new Set([...(draft.unclear ?? []), 'links'])].toSorted(),
  problems: [...draft.problems, { where: 'The subject', words: RELATIVE_WORDS }],
});

/** Whether a mail says anything of a child, or holds what could not be read and may. */
const mayRefer = async (raw: Uint8Array, subject: string, today: string): Promise<boolean> => {
  const opening = await openMail(raw);
  if (opening.kind === 'refused') return true;
  const { drafts, problems } = await readMail(opening.mail, { subject, today, reply: false });
  return drafts.length > 0 || problems.length > 0;
};

/** Mail from nobody whom we know. A program's that says nothing of a child, as reports of delivery do, is passed over. */
async function ofStranger(
  tools: ReceiveTools,
  raw: Uint8Array,
  head: MailHead,
  where: StoredMail,
): Promise<void> {
  if (head.automatic && !(await mayRefer(raw, head.subject, londonDate(tools.clock.now()))))
    return tools.log.info(logMessages.mailAutomatic, { key: where.key });
  return setAside(tools, {
    ...where,
    reason: 'unknown-sender',
    councils: [],
    proved: undefined,
    words:
      'It does not come from a registered council. Look whether it refers a child; if it does, call the council.',
  });
}

/** Seals first, then refers: a referral without its particulars could not be told from one that never had any. */
async function hand(
  tools: ReceiveTools,
  owner: string,
  placed: readonly Placed[],
): Promise<{ readonly handed: readonly Placed[]; readonly problems: readonly Problem[] }> {
  const handed: Placed[] = [];
  const problems: Problem[] = [];
  for (const one of placed) {
    const message = await sealedFor(tools, owner, one);
    if (message === 'taken') problems.push({ where: one.where, words: SOMETHING_ELSE_SEALED });
    else handed.push({ ...one, message });
  }
  const { failed } = await tools.referrals.publish(
    handed.map(({ message }) => ({ id: message.id, body: JSON.stringify(message) })),
  );
  if (failed.length > 0)
    throw new Error(`${failed.length} referrals of an email could not be passed on yet.`);
  return { handed, problems };
}

const SOMETHING_ELSE_SEALED =
  'Something else is kept under this email already, so nothing of this was taken. Send it again as a new email.';

/** Seals what names the children. @returns what is to be passed on; 'taken' when something else is there: nothing is changed then */
async function sealedFor(
  tools: ReceiveTools,
  owner: string,
  { message, referralId, particulars, children, sealedUnder = owner }: Placed,
): Promise<Placed['message'] | 'taken'> {
  const now = tools.clock.now();
  if (message.type === 'referral-amended.v2') {
    const { id: amendmentId } = message;
    const sealed = await sealAmendment(tools, {
      referralId,
      amendmentId,
      owner: sealedUnder,
      particulars,
      children,
      now,
    });
    return sealed === 'taken' ? sealed : { ...message, data: { ...sealed.said, ...message.data } };
  }
  if (particulars.length === 0) return message;
  const sealed = await tools.sealed.sealFirst(referralId, owner, particulars, sealedUntil(children, now));
  return sealed === 'taken' ? sealed : message;
}

/** @returns what ends the reading of a mail that a coordinator was told of. @throws Error when they could not be told */
const tellOfMerger = (
  tools: ReceiveTools,
  notice: StoredMail,
  council: string,
  mailId: string,
): Promise<unknown> =>
  setAside(tools, {
    ...notice,
    reason: 'about-a-merger',
    councils: [council],
    proved: mailId,
    words: `It names a referral of ${council} that was merged into a case. No case was changed by that part of it. Look whether the two are one child.`,
  }).catch((error: unknown) => {
    if (error instanceof SetAside) return error;
    throw error;
  });

const bounded = (problems: readonly Problem[]): Problem[] =>
  problems.length <= MOST_PROBLEMS
    ? [...problems]
    : [
        ...problems.slice(0, MOST_PROBLEMS),
        { where: 'Your email', words: `There are ${problems.length - MOST_PROBLEMS} more like these.` },
      ];

/**
 * Reads one e-mail of a council, refers the children in it, and answers. Only mail that SES vouches for is acted on; a
 * program's mail is never answered. The same mail again changes nothing.
 *
 * @throws SetAside when a coordinator has to look at the mail
 * @throws PermanentFailure when there is nothing to look at: no notice, or no mail where it says
 */
export const receiveEmail =
  (tools: ReceiveTools) =>
  async ({ body }: Message): Promise<void> => {
    const { mails, log, clock } = tools;
    const notice = noticeOfMail(body);
    if (notice === undefined) return;
    const { key } = notice;
    const stored = await mails.read(key, MOST_MAIL_BYTES + 1);
    if (stored === undefined)
      throw new PermanentFailure('mail-gone', 'The email is no longer in its bucket.');
    // Before anything is made of it: from here on it is read, tried again, or waits for a person.
    await mails.noteHeard(key);
    const head = readHead(stored.raw);
    if (isOurs(head, tools.ownDomain) && head.automatic) return log.info(logMessages.mailAutomatic, { key });
    const [council, ...others] = await councilsOf(tools, head);
    if (council === undefined) return ofStranger(tools, stored.raw, head, notice);
    if (others.length > 0) return askWhose(tools, [council, ...others], head, notice, stored.raw);
    if (!isProved(head)) return refuse(tools, council, head, notice);
    const mailId = mailIdOf(council, head, stored.raw);
    if (await toldBefore(tools, council, mailId)) return log.info(logMessages.mailKnown, { key, mailId });
    const reading = await readAll(tools, stored.raw, head, {
      council,
      mailId,
      sentFrom: await sentFromOf(tools, council, head),
    });
    const tooBig = 'tooBig' in reading ? [reading.tooBig] : undefined;
    const { placed, problems } = 'tooBig' in reading ? { placed: [], problems: [] } : reading;
    const thanks = 'thanks' in reading && reading.thanks === true;
    if (head.automatic) {
      if (placed.length === 0 && problems.length === 0 && tooBig === undefined)
        return log.info(logMessages.mailAutomatic, { key });
      return setAside(tools, {
        ...notice,
        reason: 'automatic-referral',
        councils: [council],
        proved: undefined,
        words: `A program of ${council} sent it, and it seems to refer a child. Nothing was done and nobody answered. Call the council.`,
      });
    }
    const counted = await countAnswer(tools, { council, mailId, head, placed, thanks });
    if (counted.kind === 'too-many')
      return setAside(tools, {
        ...notice,
        reason: 'too-many-answers',
        councils: [council],
        proved: undefined,
        like: counted.like,
        words: `Its sender was answered five times today in this thread: a program of ${council} may be answering our answers. Nothing was done and nobody answered. Call the council.`,
      });
    // Told first: once the sender is answered, the mail is not read again.
    const aside =
      'held' in reading && reading.held ? await tellOfMerger(tools, notice, council, mailId) : undefined;
    const { handed, problems: unsealed } = await hand(tools, council, placed);
    await tools.sealed.putSender(mailId, head.from, sealedUntil([], clock.now()));
    await tellCouncil(tools, {
      council,
      mailId,
      outcome: tooBig ? 'too-big' : handed.length > 0 ? 'read' : 'nothing-read',
      answer: 'sender',
      ...(thanks ? { thanks } : {}),
      referrals: handed.map(({ told }) => told),
      problems: tooBig ?? bounded([...unsealed, ...problems]),
    });
    log.info(logMessages.mailRead, {
      key,
      mailId,
      council,
      referrals: handed.length,
      problems: problems.length + unsealed.length,
    });
    if (aside !== undefined) throw aside;
  };
