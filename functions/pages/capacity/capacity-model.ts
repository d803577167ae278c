import type { EventOf } from '../../../events/catalogue.ts';
import { predecessorsOf, successionOf } from '../../../shared/core/calendar/in-force.ts';
import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { closingThatStands } from '../../../shared/core/council/closing.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { declaredExemptions, isSpared } from '../../../shared/core/council/exemptions.ts';
import { caredForNow, headroom, isFull, threshold } from '../../../shared/core/council/headroom.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { closedWords } from '../../../shared/words/closing.ts';
import { capitalised, childrenWords, listWords, plural } from '../../../shared/words/counting.ts';
import { exemptedWords, exemptionWords } from '../../../shared/words/exemptions.ts';
import { needWords } from '../../../shared/words/facts.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { Row } from '../forms/answer-words.ts';
import type { PageModel, Section } from '../views/page-model.ts';
import { actorWords } from '../words/event-words.ts';
import { whatItDoes } from './what-it-does.ts';

/** What a council last declared, in rows; none when it never did. @param whose `your` to the council itself */
export function declarationRows({ declaration }: Council, whose: 'your' | 'its'): Row[] {
  if (declaration === undefined) return [];
  const { places, used, supports, pausedUntil, volunteersUpTo, declaredAt } = declaration;
  const place = (kind: keyof typeof places) =>
    used[kind] > 0
      ? `${plural(places[kind], 'place')}, of which the scheme has taken ${used[kind]}`
      : plural(places[kind], 'place');
  return [
    { label: 'Declared', value: momentWords(declaredAt) },
    { label: 'Foster care', value: place('fosterCare') },
    { label: 'Supported accommodation', value: place('supportedAccommodation') },
    {
      label: `Needs ${whose === 'your' ? 'you' : 'it'} can meet`,
      value:
        supports.length === 0
          ? 'None of those listed'
          : supports.map((need) => capitalised(needWords[need])).join('\n'),
    },
    ...(pausedUntil === undefined ? [] : [{ label: 'No offers before', value: dateWords(pausedUntil) }]),
    ...(volunteersUpTo === undefined
      ? []
      : [
          {
            label: `Above ${whose} threshold`,
            value: `Up to ${childrenWords(volunteersUpTo)} in ${whose} care`,
          },
        ]),
  ];
}

/** What a council declares to be spared of, as far as the policy has somebody decide on it. */
export const exemptionSection = (
  council: Council,
  policy: Policy,
  now: string,
  whose: 'you' | 'it',
): readonly Section[] => {
  const declared = declaredExemptions(council, londonDate(now), policy);
  return declared.length === 0
    ? []
    : [
        {
          heading: `What ${whose === 'you' ? 'you ask' : 'it asks'} to be spared of`,
          rows: declared.map((one) => ({
            label: capitalised(exemptedWords[one.what]),
            value: exemptionWords(one),
          })),
        },
      ];
};

/** Who counted: a council that took over from another begins with its share of what was published for that one. */
function countedBy({ code, caredFor }: Council): string {
  if (caredFor.source === 'declared') return 'as you declared';
  // Once a figure of its own was published, it is no share any more.
  const before = predecessorsOf(code).filter((one) => (successionOf(one)?.lastDay ?? '') >= caredFor.asAt);
  return before.length === 0
    ? 'as published'
    : `your share of what was published for ${listWords(before.map(authorityName))}`;
}

function countRows(council: Council, policy: Policy, now: string): Row[] {
  const inCare = caredForNow(council);
  const { caredFor } = council;
  return [
    { label: 'Threshold', value: childrenWords(threshold(council, policy)) },
    {
      label: 'In your care',
      value: inCare.known
        ? `${childrenWords(inCare.children)} (${countedBy(council)} for ${dateWords(caredFor.asAt)}, and what the scheme moved since)`
        : 'No figure is published for your council',
    },
    { label: 'On the way to you', value: childrenWords(council.incoming) },
    { label: 'Held by open offers', value: childrenWords(council.held) },
    {
      label: 'Room',
      value: `${childrenWords(Math.max(0, headroom(council, policy, londonDate(now))))}: your threshold, less all of these. The places you declare are not in it.`,
    },
  ];
}

/** What the numbers of a declaration do, by the policy in force. */
function whatTheyDo({
  participation,
  declarations,
  noneDeclaredPauseDays,
  forgiveClosedTime,
  threshold: { volunteersForDays },
}: Policy): Section {
  const forDays = declarations === undefined ? undefined : `for ${declarations.countForDays} days`;
  const places =
    participation === 'voluntary'
      ? 'You are asked only for places of a kind that you declare.'
      : forDays === undefined
        ? 'You may be asked for more children than you declare, up to your threshold.'
        : `You are not asked for more children of a kind than you declare, ${forDays}. After that, or once you declare again, you are asked up to your threshold.`;
  return {
    heading: 'What your numbers do',
    points: [
      places,
      ...(participation === 'voluntary'
        ? []
        : [
            `You get no offers of a kind of which you declare 0, for ${declarations?.countForDays ?? noneDeclaredPauseDays} days. With 0 of both kinds you have no turn for ${noneDeclaredPauseDays} days.`,
          ]),
      `You are not asked for children with a need that you leave out${forDays === undefined ? ', until you declare again' : `, ${forDays}`}.`,
      `If you name a day before which you want no offers, none come before it${forgiveClosedTime ? ', and you earn no turns meanwhile' : '. Your turns add up meanwhile'}.`,
      ...(declarations === undefined
        ? []
        : [
            `A pause, no places, or a need left out can last ${declarations.unseenDays} days, over one declaration or several. After that we ask a coordinator whether it counts. It counts until they decide. The turns that you do not take add up from then on, unless they agree.`,
          ]),
      ...(volunteersForDays === undefined
        ? []
        : [
            `You need not go above your threshold. If you offer to, you are asked up to the number you name, in your turn, for ${volunteersForDays} days.`,
          ]),
    ],
  };
}

/**
 * The page behind a reminder's link, as things stand now.
 *
 * @param sent the declaration the person has just sent: then the page is its receipt
 */
export function capacityModel(
  council: Council,
  policy: Policy,
  now: string,
  sent: EventOf<'capacity-declared.v1'> | undefined,
): PageModel {
  const declared = declarationRows(council, 'your');
  const last: readonly Section[] = [
    declared.length === 0
      ? { heading: 'Your last declaration', text: ['You have not declared any places yet.'] }
      : { heading: sent === undefined ? 'Your last declaration' : 'What we have recorded', rows: declared },
  ];
  const does = whatItDoes(council, policy, now);
  const count: Section = { heading: 'How we count', rows: countRows(council, policy, now) };
  if (sent !== undefined)
    return {
      title: 'Declaration received',
      caption: council.name,
      receipt: `${actorWords(sent.actor)}, ${momentWords(sent.at)}`,
      sections: [
        ...last,
        does,
        count,
        {
          heading: 'What happens next',
          text: ['When something changes, open this page again and declare anew.'],
        },
      ],
    };
  const closing = closingThatStands(council, londonDate(now));
  const paused = isSpared(council, 'pause', londonDate(now), policy)
    ? council.declaration?.pausedUntil
    : undefined;
  const details: readonly Section[] = [
    ...(declared.length === 0 ? [] : [{ ...does, heading: 'What your last declaration does' }]),
    ...exemptionSection(council, policy, now, 'you'),
    count,
    whatTheyDo(policy),
  ];
  return {
    title: 'Declare your places',
    caption: council.name,
    ...(paused !== undefined
      ? { status: { text: `No offers before ${dateWords(paused)}`, colour: 'yellow' as const } }
      : {}),
    lead: [
      isFull(council, policy, londonDate(now))
        ? `By our count ${council.name} has as many unaccompanied children as it is asked to care for. It is not asked in its turn now, and need not take more. Tell us if our count is wrong, or if you would take more all the same. What your numbers do is said below.`
        : `Tell us how many unaccompanied children ${council.name} could take, and whose needs it can meet. What your numbers do is said below.`,
    ],
    ...(closing === undefined
      ? {}
      : {
          warning: `${council.name} is recorded as closed ${closedWords(closing)}. It gets no offers while it is closed. If this is not right, tell the coordinators.`,
        }),
    // Whoever declares again is asked at once; how it is counted stands below.
    ...(declared.length > 0 ? { sections: last, after: details } : { sections: [...last, ...details] }),
    formHeading: 'Your places now',
    ...(declared.length > 0 ? {} : { formText: ['Count a place only once. If you have none, enter 0.'] }),
  };
}
