import {
  type AboutPerson,
  decided,
  decisionOn,
  knownUntil,
  type PersonAtDesk,
  registeredDomains,
} from '../../../shared/core/people-at-desk.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import type { LinkClaims } from '../../../shared/runtime/links.ts';
import { logMessages } from '../../../shared/runtime/log-messages.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { listWords } from '../../../shared/words/counting.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { Row } from '../forms/answer-words.ts';
import { knowing, type Person, whoConfirmed } from '../forms/confirm-step.ts';
import { type Acted, type OpenedPage, serve } from '../http/opened-page.ts';
import type { Reply } from '../http/reply.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { inSeconds, personOf, type Session, sessionOf } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import { type ListPage, listPage } from '../views/list-pages.ts';
import type { Section } from '../views/page-model.ts';
import { personWords } from '../words/person-words.ts';
import { type Chosen, chosenIn, nextPeopleStep } from './people-steps.ts';
import { carryOut } from './person-changed.ts';

const outcomes: Readonly<Record<AboutPerson, string>> = {
  'let-in': 'Let in',
  'let-in-finance': 'Let in for money and nights only',
  refused: 'Refused',
  'taken-away': 'Taken away',
};

/** What a desk decided on somebody, who did and when; undefined where nobody has. */
function decisionWords(person: PersonAtDesk, reader: string): string | undefined {
  const { decidedAt, decidedBy } = person;
  const decision = decisionOn(person);
  return decision !== undefined && decidedAt !== undefined
    ? `${outcomes[decision]} at ${momentWords(decidedAt)} by ${personWords(decidedBy ?? {}, reader)}`
    : undefined;
}

const rowOf = (person: PersonAtDesk, reader: string, self: string | undefined): Row => {
  const { id, name = '', role, address, state, askedAt, lastSignedInAt } = person;
  const lines = [
    role,
    address,
    state === 'asked' ? `Asked at ${momentWords(askedAt)}` : decisionWords(person, reader),
    lastSignedInAt && `Last signed in at ${momentWords(lastSignedInAt)}`,
    id === self ? 'You' : undefined,
  ];
  return { label: name, value: lines.filter((line) => line !== undefined && line !== '').join('\n') };
};

/** Those who ask stand first, then those who may sign in, then those who may not; by name. */
const order = ['asked', 'let-in', 'refused', 'taken-away'];
export const inOrder = (people: readonly PersonAtDesk[]): readonly PersonAtDesk[] =>
  people
    .filter(({ state }) => order.includes(state))
    .toSorted(
      (a, b) =>
        order.indexOf(a.state) - order.indexOf(b.state) ||
        (a.name ?? '').localeCompare(b.name ?? '', 'en-GB') ||
        (a.id < b.id ? -1 : 1),
    );

const headings = {
  asked: 'Waiting for your answer',
  'let-in': 'May sign in',
  out: 'May not sign in',
} as const;

/** The people of one page of the list, under a heading for each state; the last says which page it is. */
export function sectionsOf(
  shown: readonly PersonAtDesk[],
  page: ListPage,
  reader: string,
  self: string | undefined,
): readonly Section[] {
  const groups = [
    { heading: headings.asked, those: shown.filter(({ state }) => state === 'asked') },
    { heading: headings['let-in'], those: shown.filter(({ state }) => state === 'let-in') },
    {
      heading: headings.out,
      those: shown.filter(({ state }) => state === 'refused' || state === 'taken-away'),
      text: ['They are forgotten 30 days after that.'],
    },
  ].filter(({ those }) => those.length > 0);
  return groups.map(({ heading, those, text }, at) => ({
    heading,
    ...(text === undefined ? {} : { text }),
    rows: those.map((person) => rowOf(person, reader, self)),
    ...(at === groups.length - 1 && page.pagination !== undefined ? { page } : {}),
  }));
}

/** How somebody comes to be on the list. */
function howWords(reader: string, domains: readonly string[]): readonly string[] {
  if (domains.length === 0)
    return [
      `The address of ${reader} is at a mail provider where anybody can have one.`,
      'So nobody can ask to sign in by their own address. Links go to the shared mailbox alone.',
    ];
  return [
    `People who work for ${reader} can ask: they enter their own email address on the sign-in page.`,
    `It has to end in ${listWords(
      domains.map((domain) => `@${domain}`),
      'or',
    )}. The shared mailbox goes on working.`,
    'You can let in a finance officer for money and nights only.',
  ];
}

const notices: Readonly<Record<string, string>> = {
  'let-in': 'They can sign in by their own email address. We tell them by email.',
  'let-in-finance':
    'They can sign in for money and nights only, by their own email address. We tell them by email.',
  refused: 'They cannot sign in. We tell them by email.',
  'taken-away':
    'They are signed out, and can no longer sign in by their own email address. We tell them by email.',
};

/** Says to whoever came second how somebody stands, and who said it. */
export const standsAlready = (person: PersonAtDesk, reader: string): string =>
  `Somebody was quicker. ${person.name}: ${decisionWords(person, reader) ?? 'waiting for your answer'}.`;

/**
 * Decides on somebody as they were seen. Of two windows the first decides, and the other is told what stands, and who said it.
 *
 * @param reader the desk in words, for whom whoever decides stands in the list
 */
export async function decideOn(
  tools: PagesTools,
  { desk, reader }: { readonly desk: string; readonly reader: string },
  { to, seen, id }: Chosen,
  { name, role }: Person,
  self: string,
): Promise<Acted> {
  const { people, clock, log } = tools;
  const now = clock.now();
  const read = () => people.read(desk, id, inSeconds(now));
  const before = await read();
  const after =
    before?.version === seen && name !== undefined
      ? decided(before, to, { name, ...(role === undefined ? {} : { role }) }, now)
      : undefined;
  const isChanged = after !== undefined && (await people.change(after, knownUntil(after))) === 'changed';
  const stands = isChanged ? after : await read();
  // What was broken off half-way is brought to its end by whoever asks for the same.
  if (stands !== undefined && decisionOn(stands) === to) await carryOut(tools, stands);
  if (isChanged) {
    log.info(logMessages.personDecided, { desk, decision: to });
    return { kind: 'done', to: `${self}?done=${to}` };
  }
  return {
    kind: 'refused',
    words: stands === undefined ? 'This person is not on the list any more.' : standsAlready(stands, reader),
  };
}

interface Opens {
  readonly council: string;
  readonly session: Session | undefined;
  readonly request: PageRequest;
}

/** The page on which a desk sees who signs in for it by an own address, lets in who asks, and takes away who leaves. */
async function openFor(tools: PagesTools, { council, session, request }: Opens): Promise<OpenedPage> {
  const [desk, reader] = [`council:${council}`, authorityName(council)];
  const all = inOrder(await tools.people.people(desk, inSeconds(tools.clock.now())));
  const page = listPage(request, 'page', all.length, 'people');
  const shown = all.slice(page.from, page.to);
  const nextStep = nextPeopleStep(shown, reader);
  const done = notices[request.queryStringParameters?.done ?? ''];
  const caption = reader;
  return {
    caption,
    shows: async () => {
      const domains = registeredDomains(await tools.sealed.contacts(desk));
      return {
        page: {
          title: 'People who may sign in',
          caption,
          ...(done === undefined ? {} : { notice: { title: 'Done', text: done, good: true } }),
          lead: [
            all.length === 0
              ? `Nobody signs in for ${reader} by their own email address, or asks to.`
              : `These people sign in for ${reader} by their own email address, or ask to.`,
          ],
          sections: [
            ...sectionsOf(shown, page, reader, session?.person),
            { heading: 'How people come here', text: howWords(reader, domains) },
          ],
          formHeading: 'Change who may sign in',
        },
      };
    },
    nextStep: (answered) => {
      const step = nextStep(answered);
      return step && session === undefined ? step : step && knowing(step, personOf(session as Session));
    },
    act: async (answered) => {
      const chosen = chosenIn(answered.person?.decision);
      return chosen === undefined
        ? { kind: 'refused', words: 'Choose what you want to do.' }
        : decideOn(tools, { desk, reader }, chosen, whoConfirmed(answered), request.rawPath);
    },
  };
}

/** Opens it behind the link in an email that somebody asks. */
export const openPeople = (
  tools: PagesTools,
  { council }: Extract<LinkClaims, { for: 'people' }>,
  request: PageRequest,
  session: Session | undefined,
): Promise<OpenedPage> => openFor(tools, { council, session, request });

/** `/people`, of a council that is signed in. Coordinators have a list of their own. */
export async function peoplePage(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'officer') return elsewhere(session, request);
  const { council } = session;
  return serve({ ...(await openFor(tools, { council, session, request })), session }, request);
}
