import * as z from 'zod';
import { moveDeadline } from '../../../shared/core/case/standing.ts';
import type { Draft } from '../../../shared/ports/draft-store.ts';
import { findCase } from '../../../shared/runtime/find-case.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { momentWords, moveByWords } from '../../../shared/words/times.ts';
import { ownReferences } from '../home/own-references.ts';
import { notFound } from '../http/messages.ts';
import { page, type Reply } from '../http/reply.ts';
import { listPage } from '../views/list-pages.ts';
import type { Section } from '../views/page-model.ts';
import { actorWords } from '../words/event-words.ts';
import {
  ANSWERS_A_PAGE,
  frame,
  pathOf,
  type ReferContext,
  rowsOf,
  underHeadings,
  walked,
} from './refer-context.ts';

export const RECORD = 'record';

const workingDays = (count: number): string => `${count} working day${count === 1 ? '' : 's'}`;

function whatHappensNext({ tools }: ReferContext): Section {
  const { answerOffer, moveInCare, moveNotInCare } = tools.policy.workingDays;
  return {
    heading: 'What happens next',
    points: [
      'Within minutes we look for a council. If a fact is missing, we email you what it is and by when we need it.',
      `The council that is asked first has ${workingDays(answerOffer)} to answer. Others stand by as back-ups.`,
      `The child should move within ${workingDays(moveInCare)} of the referral. When you do not look after the child, it is ${workingDays(moveNotInCare)}.`,
      'You stay responsible for the child until the handover. Tell us at once if the child goes missing: your list has the page for it.',
    ],
  };
}

/** Said once a referral has been sent. */
export async function sent(context: ReferContext, draft: Draft): Promise<Reply> {
  const { caseId } = await findCase(context.tools.cases, draft.id);
  return page('page', {
    ...frame(context),
    title: 'Referral sent',
    caption: 'Refer a child',
    receipt: `Your reference is ${caseId}`,
    lead: [
      'We have emailed nobody a name or a date of birth. Quote the reference when you ask us something.',
    ],
    sections: [whatHappensNext(context)],
    links: [{ text: 'See a record to print or save', href: pathOf(draft, RECORD) }],
  });
}

/**
 * What was sent, for the officer's own file. Answers are in it as long as the draft is kept; after that, references only, the council's own among them.
 *
 * @param draft undefined once it was forgotten
 */
export async function record(
  context: ReferContext,
  draftId: string,
  draft: Draft | undefined,
): Promise<Reply> {
  if (!z.uuid().safeParse(draftId).success) return notFound();
  const { caseId, current } = await findCase(context.tools.cases, draftId);
  if (draft === undefined && current?.facts.entryAuthority !== context.session.council) return notFound();
  const at = draft === undefined ? undefined : walked(context, draft);
  const first = current && (await context.tools.cases.event(caseId, 1));
  // The answers say it as long as they are kept, as it was given first.
  const own =
    at?.kind === 'done' || current === undefined
      ? undefined
      : (await ownReferences(context.tools, [current], context.session.council)).get(caseId);
  const rows = at?.kind === 'done' ? rowsOf(at.before, at.answered) : [];
  const rowsPage = listPage(context.request, 'page', rows.length, 'what you told us', ANSWERS_A_PAGE);
  const sentAt = draft?.at ?? current?.openedAt;
  return page('page', {
    ...frame(context),
    title: 'Record of a referral',
    caption: `Reference ${caseId}`,
    lead: [
      at?.kind === 'done'
        ? `Print ${rowsPage.pagination === undefined ? 'this page or save it as a file, and keep it' : 'each page of this record or save it as a file, and keep them'} as safely as the child’s own file.`
        : 'The answers are no longer kept here. The reference finds the case.',
    ],
    sections: [
      {
        heading: 'The referral',
        rows: [
          { label: 'Reference', value: caseId },
          {
            label: 'Referred by',
            value:
              first?.actor.kind === 'entry-authority'
                ? actorWords(first.actor)
                : authorityName(context.session.council),
          },
          ...(own === undefined ? [] : [{ label: 'Your own reference', value: own }]),
          ...(sentAt === undefined ? [] : [{ label: 'Sent', value: momentWords(sentAt) }]),
          ...(current === undefined ? [] : [{ label: 'Move by', value: moveByWords(moveDeadline(current)) }]),
        ],
      },
      ...(at?.kind === 'done'
        ? underHeadings(context, at.answered, rows.slice(rowsPage.from, rowsPage.to)).map(
            (group, place, all) => ({
              heading: group.heading,
              rows: group.rows.map(({ label, value }) => ({ label, value })),
              ...(place === all.length - 1 ? { page: rowsPage } : {}),
            }),
          )
        : []),
      whatHappensNext(context),
    ],
  });
}
