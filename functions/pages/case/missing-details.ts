import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { instantAt, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { Command, SealedOfMissing } from '../../../shared/core/case/command.ts';
import { missingChildren, sealedUnder } from '../../../shared/core/case/responsible.ts';
import { defined } from '../../../shared/core/defined.ts';
import { canonicalJson } from '../../../shared/core/hash.ts';
import { type MissingDetails, missingFields } from '../../../shared/core/referral/missing-details.ts';
import { sealedUntil } from '../../../shared/core/referral/particulars.ts';
import { SealedOfAnother } from '../../../shared/ports/sealed-store.ts';
import { maybeDate, maybeText, maybeTime } from '../forms/answers.ts';
import { dateExample } from '../forms/date-example.ts';
import { type Question, timeQuestion } from '../forms/question.ts';
import type { Answered } from '../forms/walk.ts';
import type { PagesTools } from '../tools.ts';
import { type Action, action } from './case-actions.ts';
import type { Prepared } from './open-for-council.ts';
import { whichChildren } from './which-children.ts';

/** What is asked for the search, all of it if it is known, and kept sealed. */
export function detailsAsked(now: string) {
  const today = londonDate(now);
  const questions: readonly Question[] = [
    {
      kind: 'text',
      name: 'policeReference',
      label: 'Police reference (optional)',
      hint: 'This and the answers below are kept sealed and never emailed. Leave empty what is not known yet: you can give it later.',
    },
    {
      kind: 'date',
      name: 'lastSeenOn',
      label: 'Day last seen (optional)',
      hint: `For example, ${dateExample(today)}`,
    },
    timeQuestion('lastSeenTime', 'Time last seen (optional)'),
    { kind: 'text', name: 'lastSeenWhere', label: 'Where last seen (optional)' },
  ];
  const schema = z
    .object({
      policeReference: maybeText('Police reference', 60),
      lastSeenOn: maybeDate('Day last seen', {
        to: { day: today, message: 'Day last seen must be today or in the past' },
      }),
      lastSeenTime: maybeTime(),
      lastSeenWhere: maybeText('Where last seen', 200),
    })
    .check(({ value: { lastSeenOn, lastSeenTime }, issues }) => {
      if (lastSeenTime === undefined) return;
      const wrong = (path: string, message: string) =>
        issues.push({ code: 'custom', input: lastSeenTime, path: [path], message });
      if (lastSeenOn === undefined) wrong('lastSeenOn', 'Enter the day last seen, or leave out the time');
      else if (instantAt(lastSeenOn, lastSeenTime) > now)
        wrong('lastSeenTime', 'Time last seen must not be in the future');
    });
  return { questions, schema };
}

type Given = z.output<ReturnType<typeof detailsAsked>['schema']>;

const saidIn = ({ policeReference, lastSeenOn, lastSeenTime, lastSeenWhere }: Given): MissingDetails =>
  defined({
    policeReference,
    lastSeenAt:
      lastSeenOn === undefined || lastSeenTime === undefined
        ? lastSeenOn
        : instantAt(lastSeenOn, lastSeenTime),
    lastSeenWhere,
  });

/** Makes the mark of what is said: one that the case has, where it has it. */
export type DetailsMark = (said: MissingDetails) => string;

/** Tells what is said of missing children in one case apart, and says nothing of it to whoever has no key. */
const markUnder = (key: Uint8Array, caseId: string, said: MissingDetails): string =>
  createHmac('sha256', key)
    .update(`missing:${caseId}:${canonicalJson(said)}`)
    .digest('base64url')
    .slice(0, 22);

/** What was said before the key was rotated keeps the mark that the case has. */
export const detailsMark =
  (keys: readonly Uint8Array[], { id, missingDetails = [] }: Case): DetailsMark =>
  (said) => {
    const [newest = '', ...before] = keys.map((key) => markUnder(key, id, said));
    return before.find((mark) => missingDetails.some((one) => one.mark === mark)) ?? newest;
  };

/** What a form's answers give, for the command; nothing where nothing is known yet. */
export function givenDetails(given: object, mark: DetailsMark): { readonly details?: SealedOfMissing } {
  // The schema of `detailsAsked` has read them.
  const said = saidIn(given as Given);
  const fields = missingFields.filter((field) => said[field] !== undefined);
  return fields.length === 0 ? {} : { details: { given: fields, mark: mark(said) } };
}

/** While a child is missing: more for the search, or what was wrong before. */
export function detailsAction(theCase: Case, now: string, mark: DetailsMark): Action {
  const which = whichChildren('searchedChildren', missingChildren(theCase));
  const asked = detailsAsked(now);
  const something = asked.schema.check(({ value, issues }) => {
    if (Object.keys(saidIn(value)).length === 0)
      issues.push({
        code: 'custom',
        input: value,
        path: ['policeReference'],
        message: 'Enter at least one answer',
      });
  });
  return action({
    value: 'missing-details',
    text: 'Give the police reference, or where [the child was|they were] last seen',
    hint: 'Kept sealed. What you give takes the place of what was said before',
    asks: {
      title: 'What is known about [the missing child|whoever is missing]?',
      questions: [...which.questions, ...asked.questions],
      schema: z.intersection(something, which.schema),
    },
    means: ['The case shows that it was given, and never what it says.'],
    command: (given) => {
      const { details } = givenDetails(given, mark);
      // The form lets nobody through who gives nothing.
      if (details === undefined) throw new Error('Nothing was given of a missing child.');
      return { kind: 'give-missing-details', details, ...which.command(given) };
    },
  });
}

/**
 * Before a command that gives details: they are kept sealed, and count once the case has them. Should it break off between the two,
 * whoever opens the sealed details next brings them to where they belong: they are kept as long as those.
 */
export async function sealedForSearch(
  { sealed, clock }: Pick<PagesTools, 'sealed' | 'clock'>,
  theCase: Case,
  answered: Answered,
  command: Command,
  page: string,
): Promise<Prepared> {
  if (command.kind !== 'child-missing' && command.kind !== 'give-missing-details') return { command };
  const step = Object.values(answered).find((answers) => 'policeReference' in answers);
  if (command.details === undefined || step === undefined) return { command };
  const { referralId, facts } = theCase;
  const [owner, now] = [sealedUnder(theCase), clock.now()];
  const until = sealedUntil(facts.children, now);
  const cause = `${page}:${command.details.mark}`;
  const said = saidIn(step as Given);
  const about = command.children ?? facts.children.map(({ number }) => number);
  const kept = await sealed.keepAmendment(
    referralId,
    cause,
    owner,
    about.map((number) => ({ number, ...said })),
    now,
    until,
  );
  if (kept === 'taken') throw new SealedOfAnother(referralId);
  return {
    command,
    cause,
    settle: async (stands) => {
      if (stands) await sealed.applyAmendment(referralId, cause, owner, until);
      else await sealed.setAmendmentAside(referralId, cause, owner);
    },
  };
}
