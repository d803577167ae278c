import { successionOf } from '../../../shared/core/calendar/in-force.ts';
import { dateWords, londonDate, monthWords } from '../../../shared/core/calendar/working-days.ts';
import { closingThatStands, isClosed } from '../../../shared/core/council/closing.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { declaredExemptions } from '../../../shared/core/council/exemptions.ts';
import { fundingBand } from '../../../shared/core/council/funding.ts';
import { caredForNow, headroom, threshold } from '../../../shared/core/council/headroom.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import type { Contacts } from '../../../shared/ports/sealed-store.ts';
import { closedWords, closingWords } from '../../../shared/words/closing.ts';
import { capitalised, childrenWords } from '../../../shared/words/counting.ts';
import { leftUnansweredWords } from '../../../shared/words/verdicts.ts';
import { declarationRows, exemptionSection } from '../capacity/capacity-model.ts';
import type { PageModel } from '../views/page-model.ts';
import { contactRows } from './contact-rows.ts';

/** Funding has a threshold of its own, by what is known of the council's count today. */
const bandWords = (council: Council): string => {
  const band = fundingBand(council);
  return band === undefined
    ? 'No count is known to say which rate'
    : `The rate ${band.atOrOver ? 'at or over' : 'below'} ${band.perMillion / 10_000} % of its children (${childrenWords(band.from)}): £${band.pounds} a child, by the figures of ${monthWords(band.asAt)}`;
};

/** Its figure, with who came and who left since. */
const inCareWords = (council: Council): string => {
  const { children, known } = caredForNow(council);
  const { count, asAt, source } = council.caredFor;
  if (!known || count === null)
    return `Not known: no figure is published. The scheme knows of ${childrenWords(children)}`;
  const since = children - count;
  const change = since === 0 ? 'as many' : `${Math.abs(since)} ${since > 0 ? 'more' : 'fewer'}`;
  return `${childrenWords(children)}: ${change} since the ${count} of ${dateWords(asAt)}, ${source === 'declared' ? 'which it declared' : 'which are published'}`;
};

/** What a coordinator sees of a council before anything is decided about it. */
export function councilModel(
  council: Council,
  policy: Policy,
  now: string,
  contacts: Contacts | undefined,
): PageModel {
  const today = londonDate(now);
  const closing = closingThatStands(council, today);
  const declared = declarationRows(council, 'its');
  return {
    title: council.name,
    caption: council.regionName,
    ...(closing === undefined
      ? {}
      : {
          status: isClosed(council, today)
            ? { text: 'Closed', colour: 'red' as const }
            : { text: `Closed from ${dateWords(closing.from)}`, colour: 'orange' as const },
        }),
    sections: [
      {
        heading: 'How it stands',
        rows: [
          ...(closing === undefined
            ? []
            : [
                { label: 'Closed', value: capitalised(closedWords(closing)) },
                { label: 'Reason', value: closingWords[closing.because] },
              ]),
          { label: 'Asked below', value: `${childrenWords(threshold(council, policy))} in its care` },
          { label: 'In its care now', value: inCareWords(council) },
          { label: 'Nightly funding', value: bandWords(council) },
          { label: 'Room', value: childrenWords(Math.max(0, headroom(council, policy, today))) },
          { label: 'On the way to it', value: childrenWords(council.incoming) },
          { label: 'Held by open offers', value: childrenWords(council.held) },
          ...(council.unanswered === undefined
            ? []
            : [{ label: 'Answers', value: `It ${leftUnansweredWords(council.unanswered)}` }]),
        ],
      },
      declared.length === 0
        ? { heading: 'Its last declaration', text: ['It has not declared any places yet.'] }
        : { heading: 'Its last declaration', rows: declared },
      ...exemptionSection(council, policy, now, 'it'),
      { heading: 'Its contacts', rows: contactRows(contacts) },
      {
        heading: 'What closing does',
        points: [
          'It gets no offers and no reminders while it is closed. “Place directly” asks why it is placed there all the same.',
          'Offers that it has not accepted end within minutes, and the search goes on at once.',
          'Children it has accepted stay its own. Look at their cases if it cannot take them.',
          policy.forgiveClosedTime
            ? 'It earns no turns meanwhile.'
            : 'Its turns add up meanwhile, and it catches up once it is open.',
          'Its desk, its second contact and the lead of its region are told by email.',
        ],
      },
    ],
    links: [
      { text: 'Change where its email goes', href: `/councils/${council.code}/contacts` },
      ...(successionOf(council.code) === undefined
        ? []
        : [{ text: 'What it leaves, and who takes over', href: `/councils/${council.code}/succession` }]),
      { text: 'All councils', href: '/councils' },
    ],
    formHeading:
      closing !== undefined
        ? 'Open it again, or change its closing'
        : declaredExemptions(council, today, policy).length > 0
          ? 'Decide on what it asks to be spared of, or close it'
          : 'Close this council',
    formText: ['Your decision is recorded with your name and your note.'],
  };
}
