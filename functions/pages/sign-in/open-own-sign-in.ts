import * as z from 'zod';
import {
  asking,
  knownUntil,
  type PersonAtDesk,
  type SignsInAs,
  signsInAs,
} from '../../../shared/core/people-at-desk.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { logMessages } from '../../../shared/runtime/log-messages.ts';
import { ticked } from '../forms/answers.ts';
import { asksWho, personIn } from '../forms/confirm-step.ts';
import { CONFIRM } from '../forms/question.ts';
import type { Answered, NextStep } from '../forms/walk.ts';
import type { Acted, OpenedPage } from '../http/opened-page.ts';
import { tellDesk } from '../people/person-changed.ts';
import type { PagesTools } from '../tools.ts';
import { enter } from './enter.ts';
import { inSeconds, type SessionFor } from './session.ts';

export interface OwnSignIn {
  readonly signInId: string;
  /** Where they are known. */
  readonly desk: string;
  /** What they are signed in as, once they are let in as it. */
  readonly whose: (as: SignsInAs) => SessionFor;
  /** What they sign in for, in words. */
  readonly reader: string;
  /** What is declared by ticking the box: "I am Jo Smith, and …". */
  readonly declares: string;
  /** Whose own address the link went to. */
  readonly personId: string;
  readonly to?: string | undefined;
}

const CAPTION = 'Transfer an unaccompanied child';

const only =
  (step: ReturnType<NextStep>): NextStep =>
  (answered) =>
    step === undefined || answered[step.name] !== undefined ? undefined : step;

const page = (title: string, lead: readonly string[], formHeading?: string) => ({
  signsIn: true as const,
  caption: CAPTION,
  shows: () => ({
    page: { title, caption: CAPTION, lead, ...(formHeading === undefined ? {} : { formHeading }) },
  }),
});

/** Whoever has not asked before says who they are: the link has shown that the address is theirs. */
function asks(tools: PagesTools, person: PersonAtDesk, { reader }: OwnSignIn): OpenedPage {
  const who = asksWho['at-a-desk'];
  const act = async ({ ask }: Answered): Promise<Acted> => {
    const { name = '', role } = personIn(ask);
    const at = tools.clock.now();
    const asked = asking(person, { name, ...(role === undefined ? {} : { role }) }, at);
    // Asked in another window meanwhile: the page says how they stand.
    if (asked === undefined || (await tools.people.change(asked, knownUntil(asked))) === 'overtaken')
      return { kind: 'done' };
    tools.log.info(logMessages.personAsks, { desk: person.desk });
    await tellDesk(tools, asked);
    return { kind: 'done' };
  };
  return {
    ...page(
      `Ask to sign in for ${reader}`,
      [
        'Nobody has signed in by this email address before.',
        `Say who you are. Somebody at ${reader} then lets you in, or does not. We tell you by email.`,
        'Is it urgent? Ask your duty desk for a link: it goes to the shared mailbox.',
      ],
      'Who are you?',
    ),
    nextStep: only({
      name: 'ask',
      title: 'Who are you?',
      questions: [
        ...who.questions,
        {
          kind: 'confirm',
          name: CONFIRM,
          label: 'Who do you work for?',
          choice: `This is my own email address, and I work for ${reader}`,
        },
      ],
      schema: z.object({
        ...who.schema,
        [CONFIRM]: ticked(`Tick the box to say that you work for ${reader}`),
      }),
      button: 'Ask to be let in',
    }),
    act,
  };
}

/** Whoever waits may have the desk told once more a day, should its email have been missed. */
const waits = (tools: PagesTools, person: PersonAtDesk, { reader }: OwnSignIn): OpenedPage => ({
  ...page(
    'You have asked to sign in',
    [
      `Somebody at ${reader} can let you in. We tell you by email what they say.`,
      'Is it urgent? Ask your duty desk for a link: it goes to the shared mailbox.',
    ],
    'Nobody has answered?',
  ),
  nextStep: only({
    name: 'again',
    title: 'Nobody has answered?',
    questions: [
      { kind: 'confirm', name: CONFIRM, label: 'Tell them again', choice: 'Tell them again that I wait' },
    ],
    schema: z.object({ [CONFIRM]: ticked('Tick the box to have them told again') }),
    button: 'Tell them again',
  }),
  act: async () => {
    await tellDesk(tools, person);
    return { kind: 'done' };
  },
});

/** Whoever is let in signs in under the name that the desk knows them by. What they are may have changed. */
function signsIn(
  tools: PagesTools,
  request: PageRequest,
  person: PersonAtDesk,
  { signInId, whose, reader, declares, to }: OwnSignIn,
): OpenedPage {
  const { id, name = '', role } = person;
  const roleQuestion = asksWho['at-a-desk'].questions[1];
  return {
    ...page(
      `Sign in for ${reader}`,
      [
        `You are ${name}. Not you? Then ask for a link with your own email address.`,
        'You stay signed in on this device for 8 hours, or until you sign out.',
      ],
      'Before you go on',
    ),
    ...(role === undefined ? {} : { filled: new Map([['role', [role]]]) }),
    nextStep: only({
      name: 'sign',
      title: 'Sign in',
      questions: [
        roleQuestion,
        {
          kind: 'confirm',
          name: CONFIRM,
          label: 'Who are you?',
          choice: `I am ${name}, and ${declares}`,
        },
      ],
      schema: z.object({
        role: asksWho['at-a-desk'].schema.role,
        [CONFIRM]: ticked(`Tick the box to say that you are ${name}`),
      }),
      button: 'Sign in',
    }),
    act: ({ sign }) =>
      enter(tools, request, {
        signInId,
        whose: whose(signsInAs(person)),
        person: { name, ...personIn({ role: sign?.role }) },
        personId: id,
        to,
      }),
  };
}

const notLetIn = (reader: string): OpenedPage =>
  page('You cannot sign in by this email address', [
    `Somebody at ${reader} decided that. Was it a mistake? Talk to whoever looks after referrals there: they can let you in.`,
  ]);

const unknown = (): OpenedPage =>
  page('This link does not sign you in', [
    'Too much time has passed. Ask for a new link on the sign-in page.',
  ]);

/** Opens the page behind a link to sign in that went to somebody's own address: what it is depends on how they stand at the desk. */
export async function openOwnSignIn(
  tools: PagesTools,
  request: PageRequest,
  own: OwnSignIn,
): Promise<OpenedPage> {
  const person = await tools.people.read(own.desk, own.personId, inSeconds(tools.clock.now()));
  switch (person?.state) {
    case undefined:
      return unknown();
    case 'new':
      return asks(tools, person, own);
    case 'asked':
      return waits(tools, person, own);
    case 'let-in':
      return signsIn(tools, request, person, own);
    default:
      return notLetIn(own.reader);
  }
}
