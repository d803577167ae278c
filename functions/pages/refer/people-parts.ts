import { dateWords } from '../../../shared/core/calendar/working-days.ts';
import { maybeDate, maybeText, someText } from '../forms/answers.ts';
import { exampleFrom } from '../forms/date-example.ts';
import {
  type About,
  answerTo,
  factsOfEach,
  KEPT_SEALED,
  ofEach,
  type Part,
  page,
  sharedBy,
  textOf,
  whichChild,
  yes,
  yesOrNo,
  yesOrNoOf,
} from './part.ts';

/** The page on which the children's own words are given. */
const SAYS = 'says';

/** What the child says about the move. */
const wishes = (about: About): Part => ({
  name: 'wishes',
  label: 'The child’s wishes',
  facts: ['wishesRecorded', ...factsOfEach(about.children, 'wishes')],
  steps: (answered) => [
    yesOrNo(
      'wishes',
      'Was the child asked about the move?',
      'The child’s wishes',
      'Select whether the child was asked',
      'Say yes once the child was asked and what they said is written down in your records.',
    ),
    ...(answerTo(answered, 'wishes') === 'yes'
      ? [
          page(
            SAYS,
            about.children.length === 1 ? 'What does the child say?' : 'What do the children say?',
            about.children.map((number) => [
              {
                kind: 'long-text',
                name: `wishes${number}`,
                label: `What ${whichChild(about, number)} says (optional)`,
                hint: `In the child’s own words, if you can. ${KEPT_SEALED}`,
              },
              () => maybeText('What you write', 1000),
            ]),
          ),
        ]
      : []),
  ],
  says: (answered) => ({
    referral: { wishesRecorded: yes(answerTo(answered, 'wishes')) },
    children: new Map(
      about.children.map((number) => [
        number,
        { wishes: textOf(answerTo(answered, SAYS, `wishes${number}`)) },
      ]),
    ),
  }),
  stands: ({ facts, particulars }) => ({
    wishes: yesOrNoOf(facts.wishesRecorded),
    ...Object.fromEntries(about.children.map((number) => [`wishes${number}`, particulars(number).wishes])),
  }),
});

/** Why the child should move, and when. */
const proposedMove = ({ today, children }: About): Part => ({
  name: 'proposedMoveOn',
  label: 'Best interests and proposed day of the move',
  facts: ['proposedMoveOn', ...factsOfEach(children, 'bestInterests')],
  steps: () => [
    page('proposedMoveOn', 'Why and when should the child move?', [
      [
        {
          kind: 'long-text',
          name: 'bestInterests',
          label: 'Why a move is in the child’s best interests (optional)',
          hint: KEPT_SEALED,
        },
        () => maybeText('What you write', 1000),
      ],
      [
        {
          kind: 'date',
          name: 'proposedMoveOn',
          label: 'Proposed day (optional)',
          hint: `Leave it empty if there is none. For example, ${exampleFrom(today)}.`,
        },
        () =>
          maybeDate('Proposed day', {
            from: { day: today, message: `Proposed day must be today, ${dateWords(today)}, or later` },
          }),
      ],
    ]),
  ],
  says: (answered) => ({
    referral: { proposedMoveOn: textOf(answerTo(answered, 'proposedMoveOn')) },
    children: ofEach(children, {
      bestInterests: textOf(answerTo(answered, 'proposedMoveOn', 'bestInterests')),
    }),
  }),
  stands: (held) => ({
    proposedMoveOn: held.facts.proposedMoveOn,
    ...sharedBy(children, held, ['bestInterests']),
  }),
});

/** Who can be asked about the child. */
const contacts = ({ children }: About): Part => ({
  name: 'people',
  label: 'Who to ring',
  facts: [...factsOfEach(children, 'socialWorker'), ...factsOfEach(children, 'entryContact')],
  steps: () => [
    page('people', 'Who can be asked about the child?', [
      [
        {
          kind: 'text',
          name: 'entryContact',
          label: 'Contact at your council',
          hint: `A name and a telephone number. ${KEPT_SEALED}`,
        },
        () => someText('Enter who to ring at your council', 'Contact', 200),
      ],
      [
        {
          kind: 'text',
          name: 'socialWorker',
          label: 'The child’s social worker (optional)',
          hint: `A name and a telephone number. ${KEPT_SEALED}`,
        },
        () => maybeText('Social worker', 200),
      ],
    ]),
  ],
  says: (answered) => ({
    children: ofEach(children, {
      entryContact: textOf(answerTo(answered, 'people', 'entryContact')),
      socialWorker: textOf(answerTo(answered, 'people', 'socialWorker')),
    }),
  }),
  stands: (held) => sharedBy(children, held, ['entryContact', 'socialWorker']),
});

/** Fields that stay the same from one referral of a council to the next. */
export const DUTY = ['dutyTelephone', 'dutyHours'] as const;

/** How a council that is asked reaches the desk that referred, before it answers. */
const duty = ({ children }: About): Part => ({
  name: 'duty',
  label: 'Who to ring before an answer',
  facts: DUTY.flatMap((field) => factsOfEach(children, field)),
  steps: () => [
    page('duty', 'Who can a council ring before it answers?', [
      [
        {
          kind: 'text',
          name: 'dutyTelephone',
          label: 'Your desk’s phone number (optional)',
          key: 'Duty telephone',
          hint: 'A council that is asked to take the child sees it on its page, with the name of who refers. It is in no email.',
        },
        () => maybeText('Telephone', 100),
      ],
      [
        {
          kind: 'text',
          name: 'dutyHours',
          label: 'Hours in which it is answered (optional)',
          key: 'Duty hours',
          hint: 'For example, Monday to Friday, 9am to 5pm.',
        },
        () => maybeText('Hours', 100),
      ],
    ]),
  ],
  says: (answered) => ({
    children: ofEach(
      children,
      Object.fromEntries(DUTY.map((field) => [field, textOf(answerTo(answered, 'duty', field))])),
    ),
  }),
  stands: (held) => sharedBy(children, held, DUTY),
});

/** What the child wants, when the child could move, and who can be asked about it. */
export const peopleParts = (about: About) => ({
  wishes: wishes(about),
  proposedMove: proposedMove(about),
  people: contacts(about),
  duty: duty(about),
});
