import { fromShare } from '../../../shared/core/allocation/rota.ts';
import type { VersionedRota } from '../../../shared/core/allocation/scheme.ts';
import { turnsOn } from '../../../shared/core/allocation/turns-left.ts';
import { successionOf } from '../../../shared/core/calendar/in-force.ts';
import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { closingThatStands, isClosed } from '../../../shared/core/council/closing.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { declaredExemptions } from '../../../shared/core/council/exemptions.ts';
import type { PersonAtDesk } from '../../../shared/core/people-at-desk.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import type { KeyState } from '../../../shared/ports/api-store.ts';
import type { Contacts } from '../../../shared/ports/sealed-store.ts';
import { capitalised, plural } from '../../../shared/words/counting.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { shareWords } from '../../../shared/words/verdicts.ts';
import { declarationRows, exemptionSection } from '../capacity/capacity-model.ts';
import type { Row } from '../forms/answer-words.ts';
import { councilsAddress } from '../home/find-cases.ts';
import { keyRows } from '../keys/key-words.ts';
import type { PageModel, Section } from '../views/page-model.ts';
import { actorWords } from '../words/event-words.ts';
import { contactRows } from './contact-rows.ts';
import { figureRows } from './council-figures.ts';
import type { LastEvents } from './last-events.ts';

/** What is read of a council beside its own item. */
export interface AboutCouncil {
  readonly contacts?: Contacts | undefined;
  readonly turns?: { readonly national: VersionedRota; readonly region: VersionedRota } | undefined;
  readonly people?: readonly Pick<PersonAtDesk, 'state'>[];
  readonly key?: KeyState | undefined;
  readonly last?: LastEvents;
}

/** The bound holds of fixed shares: who closes, or is not asked in its turn, may be further from its share. */
const boundWords = (each: string, bound: number): string =>
  `Where each ${each} can always be asked in its turn and no share changes, each stays within ${bound.toFixed(1)} children of its share, either way.`;

/** How far it and its region are from their shares, in the words of the explanation of a decision. */
function turnsSection(
  { code, region, regionName }: Council,
  turns: AboutCouncil['turns'],
  today: string,
): readonly Section[] {
  if (turns === undefined) return [];
  const own = fromShare(turnsOn(turns.region.state, today), code);
  const ofRegion = fromShare(turns.national.state, region);
  return [
    {
      heading: 'Its turns',
      rows: [
        {
          label: 'In its region',
          value: `${capitalised(shareWords(own.lag))}\n${boundWords('council', own.bound)}`,
        },
        {
          label: `${regionName} in the nation`,
          value: `${capitalised(shareWords(ofRegion.lag))}\n${boundWords('region', ofRegion.bound)}`,
        },
      ],
      text: [
        'Children count here once they are accepted. An offer that is open counts when somebody is asked.',
      ],
    },
  ];
}

/** Who declared stands in its trail; the day stands with the declaration itself. */
function declaredSection(council: Council, declaredBy: LastEvents['declared']): Section {
  const rows = declarationRows(council, 'its');
  const { source, asAt, count } = council.caredFor;
  return rows.length === 0
    ? { heading: 'Its last declaration', text: ['It has not declared any places yet.'] }
    : {
        heading: 'Its last declaration',
        rows: [
          ...rows.slice(0, 1),
          ...(declaredBy === undefined
            ? []
            : [{ label: 'By', value: capitalised(actorWords(declaredBy.actor)) }]),
          ...(source === 'declared' && count !== null
            ? [{ label: 'Children in its care', value: `${count} on ${dateWords(asAt)}` }]
            : []),
          ...rows.slice(1),
        ],
      };
}

/** Who signs in by an own address: how many, and nobody's name. */
const peopleRow = (people: AboutCouncil['people']): readonly Row[] => {
  if (people === undefined) return [];
  const [letIn, asking] = (['let-in', 'asked'] as const).map(
    (state) => people.filter((one) => one.state === state).length,
  );
  return [
    {
      label: 'People at its desk',
      value: `${plural(letIn ?? 0, 'person signs', 'people sign')} in by an own address${asking ? `\n${plural(asking, 'more asks', 'more ask')} to` : ''}`,
    },
  ];
};

const lastSection = (last: LastEvents | undefined): readonly Section[] =>
  last === undefined || last.events.length === 0
    ? []
    : [
        {
          heading: 'What happened last',
          rows: last.events.map(({ title, at }) => ({ label: momentWords(at), value: title })),
        },
      ];

const whatClosingDoes = ({ forgiveClosedTime }: Policy): Section => ({
  heading: 'What closing does',
  points: [
    'It gets no offers and no reminders while it is closed. “Place directly” asks why it is placed there all the same.',
    'Offers that it has not accepted end within minutes, and the search goes on at once.',
    'Children it has accepted stay its own. Look at their cases if it cannot take them.',
    forgiveClosedTime
      ? 'It earns no turns meanwhile.'
      : 'Its turns add up meanwhile, and it catches up once it is open.',
    'Its desk, its second contact and the lead of its region are told by email.',
  ],
});

const linksOf = ({ code }: Council): NonNullable<PageModel['links']> => [
  { text: 'Where it stands in turn today, and why', href: `/councils/${code}/turn` },
  { text: 'Its children, and its room in the next months', href: `/councils/${code}/children` },
  {
    text: 'Its own referrals, and cases in which it is asked',
    href: councilsAddress([code]),
  },
  { text: 'Its figures for requests for information', href: `/councils/${code}/sheet` },
  { text: 'All that is recorded of it', href: `/councils/${code}/history` },
  { text: 'Change where its email goes', href: `/councils/${code}/contacts` },
  { text: 'The key of its system', href: `/keys/${code}` },
  ...(successionOf(code) === undefined
    ? []
    : [{ text: 'What it leaves, and who takes over', href: `/councils/${code}/succession` }]),
  { text: 'All councils', href: '/councils' },
];

/** What a coordinator sees of a council before anything is decided about it. */
export function councilModel(
  council: Council,
  policy: Policy,
  now: string,
  { contacts, turns, people, key, last }: AboutCouncil,
): PageModel {
  const today = londonDate(now);
  const closing = closingThatStands(council, today);
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
      { heading: 'How it stands', rows: figureRows(council, policy, now) },
      ...turnsSection(council, turns, today),
      declaredSection(council, last?.declared),
      ...exemptionSection(council, policy, now, 'it'),
      {
        heading: 'Its contacts',
        rows: [
          ...contactRows(contacts),
          ...peopleRow(people),
          ...(people === undefined ? [] : keyRows(key, now)),
        ],
      },
      ...lastSection(last),
    ],
    links: linksOf(council),
    formHeading:
      closing !== undefined
        ? 'Open it again, or change its closing'
        : declaredExemptions(council, today, policy).length > 0
          ? 'Decide on what it asks to be spared of, or close it'
          : 'Close this council',
    formText: ['Your decision is recorded with your name and your note.'],
    after: [whatClosingDoes(policy)],
  };
}
