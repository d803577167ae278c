import * as z from 'zod';
import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import {
  isFirst,
  maySignIn,
  type OnRoster,
  onRoster,
  type Roster,
  setUp,
  taken,
} from '../../../shared/core/roster.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import type { LinkClaims } from '../../../shared/runtime/links.ts';
import { asksWho } from '../forms/confirm-step.ts';
import { type FormPost, fieldValue } from '../forms/form-post.ts';
import type { NextStep, Step } from '../forms/walk.ts';
import { formOf, isSurelyFromOwnPage } from '../http/form-request.ts';
import type { Acted, OpenedPage } from '../http/opened-page.ts';
import type { PagesTools } from '../tools.ts';
import { changeRoster } from './change-roster.ts';
import { enter } from './enter.ts';
import { type OfferedSecret, secretFor } from './offered-secret.ts';
import { signInFor } from './open-sign-in.ts';
import { COORDINATORS, codeStep, type Stopped, setUpStep, stepIn, stoppedFor } from './second-step.ts';
import { tellOfAccess } from './tell-of-access.ts';

type Claims = Extract<LinkClaims, { for: 'coordinator-sign-in' }>;

/** The first of all coordinators: nobody could have let them in. */
const firstStep: Step = {
  name: 'sign',
  title: 'Sign in',
  questions: asksWho.coordinator.questions,
  schema: z.object(asksWho.coordinator.schema),
  button: 'Continue',
};

const whoStep = (people: readonly OnRoster[]): Step => ({
  name: 'sign',
  title: 'Sign in',
  questions: [
    {
      kind: 'radios',
      name: 'person',
      label: 'Who are you?',
      hint: 'Not in this list, or not any more? Somebody who is in it can let you in: they sign in, and choose “Coordinators who may sign in”. You then have a day to set up your second step.',
      choices: people.map(({ id, name, letInAt }) => ({
        value: id,
        text: name,
        hint: `On the list since ${dateWords(londonDate(letInAt))}`,
      })),
    },
  ],
  schema: z.object({
    person: z.string().refine((id) => people.some((one) => one.id === id), { error: 'Select your name' }),
  }),
  button: 'Continue',
});

/** What a post needs to be answered that only a store can say. */
interface Asked {
  readonly roster: Roster;
  /** Who says that they sign in. */
  readonly person: OnRoster | undefined;
  /** What is shown to be set up. */
  readonly offered: OfferedSecret | undefined;
  readonly stopped: Stopped | undefined;
}

/** Makes a secret to be set up, and counts a code that is to be compared: only for a form from our own page. */
async function asked(tools: PagesTools, { signInId }: Claims, form: FormPost | undefined): Promise<Asked> {
  const { roster } = await tools.rosters.read(COORDINATORS);
  const chosen = form && onRoster(roster, fieldValue(form, 'person'));
  const person = chosen && maySignIn(chosen, tools.clock.now()) ? chosen : undefined;
  if (form === undefined || (person === undefined && !isFirst(roster)))
    return { roster, person: undefined, offered: undefined, stopped: undefined };
  if (person?.secondStep !== undefined) {
    const tries = fieldValue(form, 'code') !== '';
    return {
      roster,
      person,
      offered: undefined,
      stopped: tries ? await stoppedFor(tools, person) : undefined,
    };
  }
  const offered = await secretFor(tools, form, { signInId, person: person?.id });
  return { roster, person, offered, stopped: undefined };
}

function nextStep({ roster, person, offered, stopped }: Asked, now: string): NextStep | undefined {
  const people = roster.people.filter((one) => maySignIn(one, now));
  if (people.length === 0 && !isFirst(roster)) return undefined;
  return ({ sign, ...answered }) => {
    if (sign === undefined) return isFirst(roster) ? firstStep : whoStep(people);
    if (answered['second-step'] !== undefined) return undefined;
    if (person?.secondStep !== undefined) return codeStep(person, { now, stopped });
    return setUpStep(offered?.secret ?? '', person?.name ?? String(sign.name), now);
  };
}

/** Every second step was reset, and none set up in time. */
const nobodyCan: Pick<OpenedPage, 'shows'> = {
  shows: () => ({
    page: {
      title: 'No coordinator can sign in now',
      caption: signInFor('the coordinators').caption,
      lead: [
        'None of you has a second step, and the time to set one up is over.',
        'Ask whoever runs this service. They call one of you, and let that one set up a second step.',
      ],
    },
  }),
};

const notYours: Acted = {
  kind: 'refused',
  words: 'You were not signed in: something changed while this page was open, or the code was used.',
  next: 'Open the link in your email again, or ask for a new one.',
  link: { text: 'Ask for a new link', href: '/sign-in' },
};

/**
 * Opens the page behind a coordinator's link to sign in. The link alone opens nothing: whoever has it says who they are, and proves it with a code
 * of their own app. Until that code is right there is no session, nor anything else that could open a page. Used, it shows nothing that was shown behind it.
 */
export async function openCoordinatorSignIn(
  tools: PagesTools,
  claims: Claims,
  request: PageRequest,
): Promise<OpenedPage | undefined> {
  const { signInId, contact, to } = claims;
  if (await tools.signIns.isUsed(COORDINATORS, signInId)) return undefined;
  const posted =
    request.requestContext.http.method === 'POST' ? formOf(request, isSurelyFromOwnPage) : undefined;
  const here = await asked(tools, claims, posted?.kind === 'form' ? posted.form : undefined);
  const now = tools.clock.now();
  const step = nextStep(here, now);
  return {
    signsIn: true,
    ...signInFor('the coordinators'),
    ...(step === undefined ? nobodyCan : { nextStep: step }),
    ...(here.offered === undefined ? {} : { carried: here.offered.carried }),
    act: async ({ sign, 'second-step': second }) => {
      const { person, offered } = here;
      const secret = offered?.secret ?? '';
      const id = person?.id ?? tools.newId();
      const proved = stepIn(second ?? {}, person?.secondStep?.secret ?? secret, now);
      const name = person?.name ?? String(sign?.name);
      const changed = await changeRoster(tools, COORDINATORS, (roster) =>
        person?.secondStep === undefined
          ? setUp(roster, person === undefined ? { id, name } : { id }, { secret, step: proved, now })
          : taken(roster, id, proved),
      );
      if (changed === undefined) return notYours;
      // Also of what somebody changed before, where the telling broke off.
      if (changed.untold !== undefined) await tellOfAccess(tools);
      return enter(tools, request, {
        signInId,
        whose: { kind: 'coordinator' },
        contact,
        person: { name },
        onRoster: id,
        to,
      });
    },
  };
}
