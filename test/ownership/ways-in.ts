/**
 * Every way in over HTTP, and what it answers to whom it is for, to somebody else who may come in elsewhere, and to nobody. The routes
 * are the template's; `ownership.test.ts` walks the rows and fails for a route without one.
 */

import { assetNames } from '../../functions/pages/generated/asset-names.ts';
import { everyCouncil } from '../../shared/core/council/published-councils.ts';
import { defined } from '../../shared/core/defined.ts';
import { type LinkClaims, type LinkPurpose, linkPaths } from '../../shared/runtime/links.ts';
import { sessionOf } from '../pages/forms.ts';
import type { Visit } from '../pages/site.ts';
import { DRAFT, KENT, type Stage, type StageName } from './stages.ts';

/** One attempt. `answer`: the status, and where it leads to. */
export interface Attempt {
  readonly who: string;
  readonly visit: (stage: Stage) => Visit | Promise<Visit>;
  readonly answer: string;
  /** Only where the case has come so far. */
  readonly at?: readonly StageName[];
}

/** Of somebody for whom it works: what shows that it does. */
interface OwnAttempt extends Attempt {
  /** What stands in the answer. */
  readonly shows?: (stage: Stage) => string;
  /** A store's method that is called. */
  readonly does?: string;
}

export interface WayIn {
  readonly own: readonly OwnAttempt[];
  /** Another council, session, key or link: somebody known, to whom this does not belong. */
  readonly foreign: readonly Attempt[];
  /** Without a session, link or key, or with one that was made up. */
  readonly nobody: readonly Attempt[];
}

type Form = NonNullable<Visit['form']>;
type Person = keyof Stage['cookies'];
type Path = string | ((stage: Stage) => string);

const at = (path: Path, stage: Stage): string => (typeof path === 'string' ? path : path(stage));
const as = (person: Person | undefined, path: Path, form?: Form) => (stage: Stage) => ({
  path: at(path, stage),
  ...(person === undefined ? {} : { cookies: [stage.cookies[person]] }),
  ...(form === undefined
    ? {}
    : {
        method: 'POST',
        form: person === undefined ? form : { session: stage.formTokens[person], ...form },
      }),
});
/** With a form of somebody else's session, as one who saw their page would have it. */
const withFormOf =
  (whose: Person, person: Person | undefined, path: Path, form: Form) =>
  (stage: Stage): Visit => ({
    ...as(person, path)(stage),
    method: 'POST',
    form: { session: stage.formTokens[whose], ...form },
  });

export const cookieMadeUp =
  (path: Path, form?: Form) =>
  (stage: Stage): Visit => ({
    ...as(undefined, path, form)(stage),
    cookies: [`${stage.cookies.entry.slice(0, -4)}AAAA`],
  });

/** What another site makes a browser send that is signed in: it knows no token of the session, at best its own. */
const ofAnotherSite = (whose: Person, path: Path, form: Form): Attempt[] => [
  {
    who: 'another site, in the browser of whom it is for',
    visit: (stage) => ({ ...as(whose, path)(stage), method: 'POST', form }),
    answer: '403',
  },
  {
    who: 'another council’s form, in the browser of whom it is for',
    visit: withFormOf('stranger', whose, path, form),
    answer: '403',
  },
];

/** Open to everybody; nothing of any case is behind it. */
const forAnybody = (path: string, answer = '200', form?: Form): WayIn => {
  const visits = (who: string, visit: Attempt['visit']): Attempt[] => [{ who, visit, answer }];
  return {
    own: visits('a council', as('entry', path, form)),
    foreign: visits('another council', as('stranger', path, form)),
    nobody: visits('nobody', as(undefined, path, form)),
  };
};

const caseOf = ({ theCase }: Stage): string => theCase.id;
const regionalOf = ({ regional }: Stage): string => regional.id;
const SIGN_IN = '303 /sign-in';
const LIST = '303 /home';

/** A page of a session: whoever has none is asked to sign in, as the walk of the access table finds; also with a form of somebody else. */
const nobodyAt = (path: Path, form?: Form): Attempt[] => [
  ...(form === undefined
    ? []
    : [
        {
          who: 'nobody, with a form of the council',
          visit: withFormOf('entry', undefined, path, form),
          answer: SIGN_IN,
        },
      ]),
];

const confirmed = { confirm: 'yes', name: 'Sam Okafor' };
/** Somebody who asks is let in. */
const decidesOn = ({ asker }: Stage): Form => ({
  step: 'confirm',
  decision: `let-in.2.${asker.id}`,
  role: 'duty manager',
  ...confirmed,
});
/** For each kind of link a form that does something, where that is open. */
const acts: Readonly<
  Record<
    LinkPurpose,
    { form: Form | ((stage: Stage) => Form); does: string; answer: string; at?: readonly StageName[] }
  >
> = {
  offer: {
    form: { step: 'confirm', answer: 'accept', ...confirmed },
    does: 'cases.commit',
    answer: '303 self',
    at: ['asked'],
  },
  region: {
    form: ({ regional }) => ({
      step: 'confirm',
      first: regional.regionAsked?.councils[0] ?? '',
      ...confirmed,
    }),
    does: 'cases.commit',
    answer: '303 self',
  },
  capacity: {
    form: {
      step: 'confirm',
      fosterCare: '2',
      supportedAccommodation: '3',
      supports: ['medical-care'],
      ...confirmed,
    },
    does: 'councils.commit',
    answer: '303 self',
  },
  coordinator: {
    form: ({ formTokens }) => ({
      step: 'confirm',
      action: 'stays',
      stayReason: 'settled',
      stayNote: 'n',
      session: formTokens.coordinator,
      ...confirmed,
    }),
    does: 'cases.commit',
    answer: '303 self',
    at: ['asked', 'accepted'],
  },
  transfer: {
    form: {
      step: 'confirm',
      action: 'arrange',
      'moveOn-day': '30',
      'moveOn-month': '11',
      'moveOn-year': '2026',
      socialWorker: 'Canary Worker',
      socialWorkerPhone: '01632 960 001',
      ...confirmed,
    },
    does: 'cases.commit',
    answer: '303 self',
    at: ['accepted'],
  },
  entry: {
    form: { step: 'confirm', action: 'withdraw', withdrawal: 'made-in-error', ...confirmed },
    does: 'cases.commit',
    answer: '303 self',
    at: ['asked', 'accepted'],
  },
  people: {
    form: decidesOn,
    does: 'people.change',
    answer: '303 self?done=let-in',
  },
  'sign-in': {
    form: { step: 'sign', confirm: 'yes' },
    does: 'signIns.open',
    answer: LIST,
  },
  'lead-sign-in': {
    form: { step: 'sign', confirm: 'yes' },
    does: 'signIns.open',
    answer: LIST,
  },
  'reader-sign-in': {
    form: { step: 'sign', role: 'inspector', confirm: 'yes' },
    does: 'signIns.open',
    answer: LIST,
  },
  'coordinator-sign-in': {
    form: ({ secondStep }) => ({ step: 'second-step', ...secondStep }),
    does: 'signIns.open',
    answer: LIST,
  },
};

const purposes = Object.keys(linkPaths) as LinkPurpose[];
const tokenOf = (link: string): string => link.split('/').at(-1) ?? '';
const signsIn = (purpose: LinkPurpose): boolean => purpose.endsWith('sign-in');

/** What the link of somebody who reads along says: all that the link itself does, and that it only looks. */
const readingAlong = (link: string): LinkClaims => ({
  ...JSON.parse(Buffer.from(tokenOf(link).split('.')[1] ?? '', 'base64url').toString()),
  seeOnly: true,
});

/** Tokens that nobody signed, or that were signed for something else. */
const madeUp: Readonly<Record<string, (token: string) => string>> = {
  'a word': () => 'not-a-token',
  'a token cut short': (token) => token.slice(0, -4),
  'a token without its signature': (token) => token.replace(/[^.]*$/, ''),
  'a token that says none signed it': (token) =>
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`,
  'a very long token': (token) => token + 'A'.repeat(3_000),
};

/** What is shown behind a link that is not about the one case. */
const shownBehind: Partial<Record<LinkPurpose, (stage: Stage) => string>> = {
  region: regionalOf,
  people: ({ asker }) => asker.address,
};

function behindLink(purpose: LinkPurpose, method: 'GET' | 'POST'): WayIn {
  const { form, does, answer, at: stages } = acts[purpose];
  const formAt = (stage: Stage): Form => (typeof form === 'function' ? form(stage) : form);
  const to = (stage: Stage, path: string): Visit => ({
    path,
    cookies: [],
    ...(method === 'POST' ? { method, form: formAt(stage) } : {}),
  });
  // The coordinators' own link only says which page: it opens for who is signed in.
  const inSession = (stage: Stage) => (purpose === 'coordinator' ? [stage.cookies.coordinator] : []);
  // A link that signs in says the same, whatever is wrong with it.
  const useless = signsIn(purpose) ? '410' : '404';
  const otherPurposes = purposes
    .filter((other) => other !== purpose)
    .map((other) => ({
      who: `a link for another page (${other})`,
      visit: (stage: Stage) => to(stage, `${linkPaths[purpose]}/${tokenOf(stage.links[other])}`),
      answer: useless,
    }));
  return {
    own: [
      {
        who: purpose === 'coordinator' ? 'a coordinator who is signed in' : 'whoever has the link',
        visit: (stage) => ({ ...to(stage, stage.links[purpose]), cookies: inSession(stage) }),
        ...(method === 'GET'
          ? {
              answer: '200',
              ...(signsIn(purpose) || purpose === 'capacity'
                ? {}
                : { shows: shownBehind[purpose] ?? caseOf }),
            }
          : { answer, does, ...defined({ at: stages }) }),
      },
    ],
    foreign: [...otherPurposes, ...foreignLinks(purpose, method, to)],
    nobody: [
      ...Object.entries(madeUp).map(([who, made]) => ({
        who,
        visit: (stage: Stage) => to(stage, `${linkPaths[purpose]}/${made(tokenOf(stage.links[purpose]))}`),
        answer: who.includes('long') ? '404' : useless,
      })),
      {
        who: 'a link whose time is over',
        visit: async (stage) =>
          to(
            stage,
            await stage.site
              .link(
                purpose === 'sign-in'
                  ? { for: purpose, council: KENT, signInId: DRAFT }
                  : purpose === 'coordinator-sign-in'
                    ? { for: purpose, signInId: DRAFT }
                    : purpose === 'lead-sign-in'
                      ? { for: purpose, region: 'E12000008', signInId: DRAFT }
                      : purpose === 'reader-sign-in'
                        ? { for: purpose, signInId: DRAFT, person: DRAFT }
                        : { for: 'coordinator', caseId: stage.theCase.id, version: 1 },
                '2026-01-05T09:00:00.000Z',
              )
              .then((link) => `${linkPaths[purpose]}/${tokenOf(link)}`),
          ),
        answer: '410',
      },
    ],
  };
}

/** Links of the right kind that are another's. */
function foreignLinks(
  purpose: LinkPurpose,
  method: 'GET' | 'POST',
  to: (stage: Stage, path: string) => Visit,
): Attempt[] {
  const attempts: Attempt[] = [];
  if (purpose === 'offer')
    attempts.push({
      who: 'a link that gives the offer of one council to another',
      visit: async (stage) =>
        to(
          stage,
          await stage.site.link({
            for: 'offer',
            council: stage.stranger,
            caseId: stage.theCase.id,
            offerId: stage.theCase.offers[0]?.id ?? '',
            version: 1,
          }),
        ),
      answer: '404',
    });
  if (purpose === 'entry')
    attempts.push({
      who: 'a link that names another entry authority',
      visit: async (stage) => {
        const { site, theCase, stranger } = stage;
        return to(
          stage,
          await site.link({ for: 'entry', authority: stranger, caseId: theCase.id, version: 1 }),
        );
      },
      answer: '404',
    });
  if (purpose === 'region')
    attempts.push({
      who: 'the lead of a region that was not asked',
      visit: async (stage) => {
        const { site, regional } = stage;
        return to(
          stage,
          await site.link({ for: 'region', region: 'nowhere', caseId: regional.id, version: 1 }),
        );
      },
      answer: '404',
    });
  if (!signsIn(purpose) && method === 'POST')
    attempts.push({
      who: 'somebody who reads along, and may only look',
      visit: async (stage) => to(stage, await stage.site.link(readingAlong(stage.links[purpose]))),
      answer: '409',
    });
  if (purpose === 'entry' && method === 'GET')
    attempts.push({
      who: 'the link of another case',
      visit: async (stage) => to(stage, await stage.site.entryLink(stage.another)),
      answer: '200',
    });
  return attempts;
}

const officerPage = (
  path: Path,
  own: Pick<OwnAttempt, 'answer' | 'shows' | 'does' | 'at'>,
  foreign: string,
  form?: Form,
): WayIn => ({
  own: [{ who: 'the council', visit: as('entry', path, form), ...own }],
  foreign: [
    { who: 'another council', visit: as('stranger', path, form), answer: foreign },
    ...(form === undefined
      ? []
      : [
          {
            who: 'another council, with a form of the council',
            visit: withFormOf('entry', 'stranger', path, form),
            answer: '403',
          },
          ...ofAnotherSite('entry', path, form),
        ]),
  ],
  nobody: nobodyAt(path, form),
});

/** Coordinators come in too, and see that nothing waits for them. */
const coordinatorToo = (way: WayIn, path: Path, form?: Form): WayIn => ({
  ...way,
  foreign: [...way.foreign, { who: 'a coordinator', visit: as('coordinator', path, form), answer: '403' }],
});

const coordinatorPage = (
  path: Path,
  own: Pick<OwnAttempt, 'answer' | 'shows' | 'does'>,
  form?: Form,
): WayIn => ({
  own: [{ who: 'a coordinator', visit: as('coordinator', path, form), ...own }],
  foreign: [
    ...(form === undefined
      ? []
      : [
          {
            who: 'a council, with a form of the coordinator',
            visit: withFormOf('coordinator', 'entry', path, form),
            answer: LIST,
          },
          ...ofAnotherSite('coordinator', path, form),
        ]),
  ],
  nobody: nobodyAt(path, form),
});

const caseAt: Path = ({ theCase }) => `/case/${theCase.id}`;
/** Coordinators come to their own page of the case. */
const coordinatorsCase = (way: WayIn): WayIn => ({
  ...way,
  own: [...way.own, { who: 'a coordinator', visit: as('coordinator', caseAt), answer: '303 self' }],
});

const sealedAt: Path = ({ theCase }) => `/sealed/${theCase.id}`;
const documentsAt: Path = ({ theCase }) => `/documents/${theCase.id}`;
/** What is sealed opens to both councils until the handover, and then to the one that has the child. */
function sealedPage(own: Pick<OwnAttempt, 'answer' | 'shows' | 'does'>, form?: Form): WayIn {
  const way = coordinatorToo(
    officerPage(sealedAt, { ...own, at: ['accepted'] }, '403', form),
    sealedAt,
    form,
  );
  const taker: OwnAttempt = {
    who: 'the council that has the child',
    visit: as('taker', sealedAt, form),
    ...own,
    at: ['accepted', 'after handover'],
  };
  const afterwards: Attempt = {
    who: 'the council that referred the child, after the handover',
    visit: as('entry', sealedAt, form),
    answer: '403',
    at: ['after handover'],
  };
  return { ...way, own: [...way.own, taker], foreign: [...way.foreign, afterwards] };
}

const CONTACTS = `/councils/${KENT}/contacts`;
const SUCCESSION = '/councils/E10000030/succession';
const allToEast = { todo: 'all-E06999901', successionNote: '', confirm: 'yes' } as const;

/** Gives on what Surrey left when it ended: a referral that it had begun. */
const onceSurreyHasEnded = async ({ site }: Stage): Promise<Visit> => {
  await site.councils.seed(everyCouncil(), site.policy);
  await site.drafts.save({
    id: DRAFT,
    council: 'E10000030',
    version: 1,
    form: {},
    state: 'open',
    at: site.clock.now(),
  });
  site.clock.set('2027-04-01T09:00:00.000Z');
  const cookies = [await site.coordinatorSignedIn()];
  const { body } = await site.visit({ path: SUCCESSION, cookies });
  const session = sessionOf(body);
  return { method: 'POST', path: SUCCESSION, cookies, form: { ...allToEast, session, step: 'confirm' } };
};

/** By route key; what is asked with HEAD is answered as with GET, without the page. */
export const pagesWaysIn: Readonly<Record<string, WayIn>> = {
  ...Object.fromEntries(
    purposes.flatMap((purpose) =>
      (['GET', 'POST'] as const).map((method) => [
        `${method} ${linkPaths[purpose]}/{token}`,
        behindLink(purpose, method),
      ]),
    ),
  ),
  'GET /': forAnybody('/'),
  'GET /health': forAnybody('/health'),
  'GET /assets/{file}': forAnybody(`/assets/${assetNames.stylesheet}`),
  'GET /forms/{file}': forAnybody('/forms/refer-a-child.docx'),
  'GET /about/{page}': forAnybody('/about/accessibility'),
  'GET /published': forAnybody('/published'),
  'GET /published/{file}': forAnybody('/published/regions.csv'),
  $default: forAnybody('/nowhere', '404'),
  'GET /sign-in': forAnybody('/sign-in'),
  'POST /sign-in': {
    own: [
      {
        who: 'an address of the council',
        visit: ({ backUp: council }) => ({
          path: '/sign-in',
          method: 'POST',
          form: { step: 'ask', council, address: 'duty@back-up.example' },
        }),
        answer: '303 /sign-in?asked=yes',
        does: 'notifications.publish',
      },
    ],
    foreign: [
      {
        who: 'an address of another council',
        visit: ({ taker }) =>
          as(undefined, '/sign-in', {
            step: 'ask',
            council: KENT,
            address: `duty@${taker.toLowerCase()}.example`,
          })({} as Stage),
        answer: '303 /sign-in?asked=yes',
      },
    ],
    nobody: [
      {
        who: 'an address that nobody knows',
        visit: as(undefined, '/sign-in', { step: 'ask', council: KENT, address: 'x@nowhere.example' }),
        answer: '303 /sign-in?asked=yes',
      },
    ],
  },
  'GET /coordinators': coordinatorPage(() => '/coordinators', { answer: '200', shows: () => 'Robin Hale' }),
  'POST /coordinators': coordinatorPage(
    () => '/coordinators',
    { answer: '303 /coordinators?done=let-in', does: 'rosters.write' },
    { step: 'confirm', access: 'let-in', newName: 'Canary Colleague', confirm: 'yes' },
  ),
  'GET /readers': coordinatorPage('/readers', { answer: '200', shows: () => 'Canary Reader' }),
  'POST /readers': coordinatorPage(
    '/readers',
    { answer: '303 /readers?done=let-in', does: 'people.change' },
    {
      step: 'confirm',
      what: 'new',
      newName: 'Sam Field',
      newRole: 'inspector',
      newAddress: 'sam.field@inspectors.example',
      confirm: 'yes',
    },
  ),
  'POST /sign-out': {
    own: [{ who: 'the council', visit: as('entry', '/sign-out', {}), answer: '303 /', does: 'signIns.end' }],
    foreign: [
      {
        who: 'another council, with a form of the council',
        visit: withFormOf('entry', 'stranger', '/sign-out', {}),
        answer: '403',
      },
      ...ofAnotherSite('entry', '/sign-out', {}),
    ],
    nobody: [
      {
        who: 'nobody, with a form of the council',
        visit: withFormOf('entry', undefined, '/sign-out', {}),
        answer: '303 /',
      },
    ],
  },
  'GET /sessions': {
    own: [{ who: 'the council', visit: as('entry', '/sessions'), answer: '200', shows: () => '3 sessions' }],
    foreign: [{ who: 'another council', visit: as('stranger', '/sessions'), answer: '200' }],
    nobody: nobodyAt('/sessions'),
  },
  'POST /sessions': {
    own: [
      {
        who: 'the council',
        visit: as('entry', '/sessions', { step: 'confirm', ending: 'links', confirm: 'yes' }),
        answer: '303 /sessions?done=links',
        does: 'signIns.voidLinks',
      },
    ],
    foreign: [
      {
        who: 'another council, that names a session of the council',
        visit: (stage) =>
          as('stranger', '/sessions', { step: 'confirm', ending: stage.session, confirm: 'yes' })(stage),
        answer: '303 /sessions?done=ended',
      },
      {
        who: 'another council, with a form of the council',
        visit: withFormOf('entry', 'stranger', '/sessions', {
          step: 'confirm',
          ending: 'links',
          confirm: 'yes',
        }),
        answer: '403',
      },
      ...ofAnotherSite('entry', '/sessions', { step: 'confirm', ending: 'links', confirm: 'yes' }),
    ],
    nobody: nobodyAt('/sessions', { step: 'confirm', ending: 'links', confirm: 'yes' }),
  },
  'GET /people': {
    own: [
      {
        who: 'the council',
        visit: as('entry', '/people'),
        answer: '200',
        shows: ({ asker }) => asker.address,
      },
    ],
    foreign: [{ who: 'another council', visit: as('stranger', '/people'), answer: '200' }],
    nobody: nobodyAt('/people'),
  },
  'POST /people': {
    own: [
      {
        who: 'the council',
        visit: (stage) => as('entry', '/people', decidesOn(stage))(stage),
        answer: '303 /people?done=let-in',
        does: 'people.change',
      },
    ],
    foreign: [
      {
        who: 'another council, that names who asks the council',
        visit: (stage) => as('stranger', '/people', decidesOn(stage))(stage),
        answer: '409',
      },
      {
        who: 'another council, with a form of the council',
        visit: (stage) => withFormOf('entry', 'stranger', '/people', decidesOn(stage))(stage),
        answer: '403',
      },
      ...ofAnotherSite('entry', '/people', { step: 'person', decision: 'let-in.2.x' }),
    ],
    nobody: nobodyAt('/people', { step: 'person', decision: 'let-in.2.x' }),
  },
  'GET /home': {
    own: [
      {
        who: 'the council that referred',
        visit: as('entry', '/home'),
        answer: '200',
        shows: caseOf,
        at: ['asked', 'accepted'],
      },
      { who: 'a coordinator', visit: as('coordinator', '/home'), answer: '200' },
    ],
    foreign: [{ who: 'another council', visit: as('stranger', '/home'), answer: '200' }],
    nobody: nobodyAt('/home'),
  },
  'POST /find': {
    own: [
      {
        who: 'the council that referred',
        visit: as('entry', '/find', { find: 'x' }),
        answer: '303 /home?cases=',
      },
      {
        who: 'a coordinator',
        visit: as('coordinator', '/find', { find: 'x' }),
        answer: '303 /home?councils=',
      },
    ],
    foreign: [
      {
        who: 'another council, with a form of the council',
        visit: withFormOf('entry', 'stranger', '/find', { find: 'x' }),
        answer: '403',
      },
      ...ofAnotherSite('entry', '/find', { find: 'x' }),
    ],
    nobody: [
      {
        who: 'nobody, with a form of the council',
        visit: withFormOf('entry', undefined, '/find', { find: 'x' }),
        answer: '303 /sign-in',
      },
    ],
  },
  'GET /calendar': officerPage('/calendar', { answer: '200', shows: () => 'Moves and places' }, '200'),
  'GET /calendar/{file}': officerPage(
    '/calendar/moves.ics',
    { answer: '200', shows: () => 'BEGIN:VCALENDAR' },
    '200',
  ),
  'GET /received': {
    own: [{ who: 'the council that referred', visit: as('entry', '/received'), answer: '200' }],
    foreign: [{ who: 'another council', visit: as('stranger', '/received'), answer: '200' }],
    nobody: nobodyAt('/received'),
  },
  'GET /money': {
    own: [
      { who: 'a council', visit: as('entry', '/money'), answer: '200', shows: () => '>Nights and moves, ' },
    ],
    foreign: [
      { who: 'another council', visit: as('stranger', '/money'), answer: '200' },
      { who: 'a coordinator', visit: as('coordinator', '/money'), answer: LIST },
    ],
    nobody: nobodyAt('/money'),
  },
  'GET /money/{file}': {
    own: [
      {
        who: 'a council',
        visit: as('entry', '/money/nights.csv'),
        answer: '200',
        shows: () => 'Missing nights',
      },
    ],
    foreign: [
      { who: 'another council', visit: as('stranger', '/money/nights.csv'), answer: '200' },
      { who: 'a coordinator', visit: as('coordinator', '/money/nights.csv'), answer: LIST },
    ],
    nobody: nobodyAt('/money/nights.csv'),
  },
  'GET /turn/{reference}': officerPage(
    ({ theCase }) => `/turn/${theCase.id}`,
    { answer: '200', shows: caseOf },
    '403',
  ),
  'GET /turn': {
    own: [{ who: 'a council', visit: as('entry', '/turn'), answer: '200', shows: () => 'Where Kent stands' }],
    foreign: [
      { who: 'another council', visit: as('stranger', '/turn'), answer: '200' },
      { who: 'a coordinator', visit: as('coordinator', '/turn'), answer: LIST },
    ],
    nobody: nobodyAt('/turn'),
  },
  'POST /turn': {
    own: [
      {
        who: 'the council that referred',
        visit: (stage) => as('entry', '/turn', { reference: stage.theCase.id })(stage),
        answer: '303 /turn/',
      },
    ],
    foreign: [
      {
        who: 'another council',
        visit: (stage) => as('stranger', '/turn', { reference: stage.theCase.id })(stage),
        answer: '403',
      },
      ...ofAnotherSite('entry', '/turn', { reference: 'x' }),
    ],
    nobody: nobodyAt('/turn', { reference: 'x' }),
  },
  'GET /sheet': {
    own: [{ who: 'a council', visit: as('entry', '/sheet'), answer: '200', shows: () => 'Figures of Kent' }],
    foreign: [
      { who: 'another council', visit: as('stranger', '/sheet'), answer: '200' },
      { who: 'a coordinator', visit: as('coordinator', '/sheet'), answer: LIST },
    ],
    nobody: nobodyAt('/sheet'),
  },
  'GET /sheet/{file}': officerPage('/sheet/sheet.csv', { answer: '200' }, '200'),
  'GET /refer': officerPage('/refer', { answer: '200', shows: () => DRAFT }, '200'),
  'POST /refer': {
    ...officerPage('/refer', { answer: '303 /refer/', does: 'drafts.save' }, '', {
      draft: '22222222-2222-4222-8222-222222222222',
    }),
    foreign: [
      {
        who: 'another council, with a form of the council',
        visit: withFormOf('entry', 'stranger', '/refer', { draft: DRAFT }),
        answer: '403',
      },
      ...ofAnotherSite('entry', '/refer', { draft: DRAFT }),
    ],
  },
  'GET /refer/{draft}': officerPage(`/refer/${DRAFT}`, { answer: '303 /refer/' }, '404'),
  'GET /refer/{draft}/{step}': {
    ...officerPage(`/refer/${DRAFT}/referredOn`, { answer: '200', shows: () => 'session' }, '404'),
  },
  'POST /refer/{draft}/{step}': officerPage(
    `/refer/${DRAFT}/referredOn`,
    { answer: '303 /refer/', does: 'drafts.save' },
    '404',
    { step: 'referredOn', 'referredOn-day': '23', 'referredOn-month': '11', 'referredOn-year': '2026' },
  ),
  'GET /case/{reference}': coordinatorsCase(officerPage(caseAt, { answer: '303 self' }, '403')),
  'GET /documents/{reference}': officerPage(
    documentsAt,
    { answer: '200', shows: () => 'canary-report.pdf', at: ['asked'] },
    '403',
  ),
  'POST /documents/{reference}': {
    ...officerPage(
      documentsAt,
      { answer: '303 /documents/', does: 'sealed.removeDocument', at: ['asked'] },
      '403',
      {
        step: 'remove',
        document: '5f0c7e1a-3b1d-8f6e-9a2c-000000000001',
        confirm: 'yes',
      },
    ),
  },
  'GET /sealed/{reference}': sealedPage({ answer: '200', shows: caseOf }),
  'POST /sealed/{reference}': sealedPage(
    { answer: '200', shows: () => 'Canary Child', does: 'cases.commit' },
    { step: 'open', confirm: 'yes', consultReason: 'safety', consultNote: 'n' },
  ),
  'GET /case/{reference}/audit': coordinatorPage(({ theCase }) => `/case/${theCase.id}/audit`, {
    answer: '200',
    shows: () => 'previousHash',
  }),
  'GET /cases': coordinatorPage('/cases', { answer: '200', shows: () => '>Cases</h1>' }),
  'POST /cases': coordinatorPage('/cases', { answer: '303 /cases?named=' }, { identity: 'H1234567' }),
  'GET /moves': coordinatorPage('/moves', { answer: '200', shows: () => '>Moves</h1>' }),
  'GET /figures': coordinatorPage('/figures', { answer: '200', shows: () => '>Figures, ' }),
  'GET /figures/nts-01': coordinatorPage('/figures/nts-01', {
    answer: '200',
    shows: () => '>Transfers (NTS_01), ',
  }),
  'GET /figures/fairness': coordinatorPage('/figures/fairness', {
    answer: '200',
    shows: () => '>Fairness</h1>',
  }),
  'GET /figures/fairness/{file}': coordinatorPage('/figures/fairness/moved.csv', {
    answer: '200',
    shows: () => 'Referred by its councils',
  }),
  'GET /figures/{file}': coordinatorPage('/figures/moves.csv', {
    answer: '200',
    shows: () => 'All who moved',
  }),
  'GET /councils': coordinatorPage('/councils', { answer: '200', shows: () => KENT }),
  'GET /councils/{council}': coordinatorPage(`/councils/${KENT}`, { answer: '200' }),
  'POST /councils/{council}': coordinatorPage(
    `/councils/${KENT}`,
    { answer: '303 /councils/', does: 'councils.commit' },
    {
      step: 'confirm',
      because: 'emergency',
      closeNote: 'n',
      'closedFrom-day': '1',
      'closedFrom-month': '12',
      'closedFrom-year': '2026',
      'closedUntil-day': '',
      'closedUntil-month': '',
      'closedUntil-year': '',
      confirm: 'yes',
    },
  ),
  'GET /councils/{council}/turn': coordinatorPage(`/councils/${KENT}/turn`, { answer: '200' }),
  'GET /councils/{council}/children': coordinatorPage(`/councils/${KENT}/children`, { answer: '200' }),
  'GET /councils/{council}/answers': coordinatorPage(`/councils/${KENT}/answers`, { answer: '200' }),
  'GET /councils/{council}/sheet': coordinatorPage(`/councils/${KENT}/sheet`, {
    answer: '200',
    shows: () => 'Figures of Kent',
  }),
  'GET /councils/{council}/sheet/{file}': coordinatorPage(`/councils/${KENT}/sheet/publication.csv`, {
    answer: '200',
  }),
  'GET /councils/{council}/history': coordinatorPage(`/councils/${KENT}/history`, { answer: '200' }),
  'GET /councils/{council}/contacts': coordinatorPage(CONTACTS, { answer: '200' }),
  'POST /councils/{council}/contacts': coordinatorPage(
    CONTACTS,
    { answer: `303 ${CONTACTS}`, does: 'sealed.changeContacts' },
    { step: 'confirm', todo: 'duty-desk', address: 'new@kent.example', domainIsIts: 'yes', confirm: 'yes' },
  ),
  'GET /councils/{council}/succession': coordinatorPage(SUCCESSION, { answer: '200' }),
  'POST /councils/{council}/succession': {
    ...coordinatorPage(SUCCESSION, { answer: '303' }, { ...allToEast, step: 'confirm' }),
    own: [
      {
        who: 'a coordinator',
        visit: onceSurreyHasEnded,
        answer: `303 ${SUCCESSION}`,
        does: 'councils.commit',
      },
    ],
  },
  'GET /keys': coordinatorPage('/keys', { answer: '200', shows: () => `/keys/${KENT}` }),
  'GET /keys/{council}': coordinatorPage(`/keys/${KENT}`, { answer: '200' }),
  'POST /keys/{council}': coordinatorPage(
    `/keys/${KENT}`,
    { answer: '200', does: 'apiKeys.replaceKey' },
    { step: 'confirm', todo: 'replace', days: '7', confirm: 'yes' },
  ),
};

/** Whether whoever asks says the reference or the draft themselves: hearing it again tells them nothing. */
export const saysItself = ({ path, query }: Visit, { theCase }: Stage): boolean =>
  `${path}${JSON.stringify(query ?? {})}`.includes(theCase.id);
