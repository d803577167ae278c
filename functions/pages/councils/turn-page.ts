import { turnsToday } from '../../../shared/core/allocation/allocation.ts';
import type { SchemeView } from '../../../shared/core/allocation/scheme.ts';
import { type Placed, regionsInTurn } from '../../../shared/core/allocation/turn-order.ts';
import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import { typedReference } from '../../../shared/core/case/reference.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName, regionOf } from '../../../shared/words/authority-names.ts';
import { capitalised, childrenWords } from '../../../shared/words/counting.ts';
import { explain, shareWords } from '../../../shared/words/verdicts.ts';
import { fieldValue } from '../forms/form-post.ts';
import { isTheirs, notYours } from '../home/own-case.ts';
import { formOf } from '../http/form-request.ts';
import { formTooOld, notFound } from '../http/messages.ts';
import { page, type Reply, seeOther } from '../http/reply.ts';
import { asSought } from '../http/sought.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { isFromSession, type OfficerSession, sessionOf, tokenField } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import type { PageModel, Section } from '../views/page-model.ts';
import { ownTurnWords } from '../words/own-turn-words.ts';
import { whyHere } from '../words/turn-words.ts';

/** To a council itself nothing is said of another; coordinators read who stands before it. */
type Reader = 'itself' | 'coordinators';

/** Which number its region is among those that could be asked, and which it is in its region; nothing of one that could not be. */
function placesOf(order: readonly Placed[], code: string): { inNation?: string; inRegion?: string } {
  const own = order.find(({ council }) => council === code);
  if (own === undefined) return {};
  const regions = regionsInTurn(order);
  const at = regions.findIndex(({ region }) => region === own.region);
  const home = regions[at]?.councils ?? [];
  const number = (one: number, of: number) => `Number ${one + 1} of ${of}`;
  return {
    inNation: number(at, regions.length),
    inRegion: number(home.indexOf(own), home.length),
  };
}

function standing(
  { verdicts, order }: ReturnType<typeof turnsToday>,
  code: string,
  reader: Reader,
): Pick<PageModel, 'lead' | 'sections'> {
  const at = order.findIndex(({ council }) => council === code);
  const verdict = order[at] ?? verdicts.find(({ council }) => council === code);
  if (verdict === undefined) return { lead: ['It is not on the list of the scheme today.'] };
  const { numbers } = verdict;
  const row = (label: string, value: string | undefined) => (value === undefined ? [] : [{ label, value }]);
  const { inNation, inRegion } = placesOf(order, code);
  const figures: Section = {
    heading: 'The numbers that count',
    rows: [
      ...row(
        `${regionOf(code)} in the nation`,
        inNation === undefined || numbers.regionLag === undefined
          ? undefined
          : `${inNation} regions. ${capitalised(shareWords(numbers.regionLag))}`,
      ),
      ...row(
        'In its region',
        inRegion === undefined || numbers.lag === undefined
          ? undefined
          : `${inRegion}. ${capitalised(shareWords(numbers.lag))}`,
      ),
      ...row('Room', childrenWords(Math.max(0, numbers.headroom))),
      ...row('Threshold', childrenWords(numbers.threshold)),
      ...row('In its care', numbers.caredFor === null ? 'Not known' : childrenWords(numbers.caredFor)),
      ...row('On the way to it', childrenWords(numbers.incoming)),
      ...row('Held by open offers', childrenWords(numbers.held)),
    ],
  };
  const lead =
    at === -1
      ? ['It would not be asked today.', capitalised(explain(verdict).replace(/^Passed over: /, ''))]
      : [
          `It would be number ${at + 1} in turn, of ${order.length} councils that could be asked.`,
          reader === 'itself' ? ownTurnWords(order, at) : whyHere(order, at),
        ];
  return { lead, sections: [figures] };
}

const howItIsCounted: Section = {
  heading: 'How turns are counted',
  points: [
    'This is how it stands at this moment, for a child of no special needs, who needs foster care. The council that refers a child is never asked to take it.',
    'Regions take turns, and in each region its councils. As a rule, whoever is furthest behind its share is asked first.',
    'The order counts that child in everybody’s share; the numbers above do not yet.',
    'A child’s family, needs and areas to avoid change who is asked. So do offers that are open: each counts as taken until it ends.',
  ],
};

/** How a council stands in the present turns, without any case. */
export function turnModel(
  view: SchemeView,
  policy: Policy,
  now: string,
  code: string,
  reader: Reader,
): PageModel {
  const name = authorityName(code);
  const { lead = [], sections = [] } = standing(turnsToday(view, policy, londonDate(now)), code, reader);
  return {
    title: `Where ${name} stands in turn`,
    caption: regionOf(code),
    lead: ['If a child were referred today:', ...lead],
    sections: [...sections, howItIsCounted],
    links:
      reader === 'itself'
        ? [{ text: 'Go to your list', href: '/home' }]
        : [{ text: `The page of ${name}`, href: `/councils/${code}` }],
  };
}

/** Why a council was asked for a child of which it typed the reference. Any name of eight letters reads as one: what finds nothing makes no address. */
async function turnSought(tools: PagesTools, session: OfficerSession, request: PageRequest): Promise<Reply> {
  const read = formOf(request);
  if (read.kind === 'refused') return read.response;
  if (!isFromSession(session, read.form)) return formTooOld();
  const reference = typedReference(asSought(fieldValue(read.form, 'reference')));
  return reference === undefined || !(await isTheirs(tools, session.council, reference))
    ? notYours(session)
    : seeOther(`/turn/${reference}`);
}

/** `/turn`: why a council is, or is not, asked now: its own officers see its own numbers and nobody else's. */
export async function ownTurnPage(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'officer') return elsewhere(session, request);
  if (request.requestContext.http.method === 'POST') return turnSought(tools, session, request);
  const { policy, clock, councils } = tools;
  const now = clock.now();
  return page('turn', {
    ...signedIn(session),
    fields: [tokenField(session)],
    ...turnModel(await councils.view(), policy, now, session.council, 'itself'),
  });
}

/** `/councils/<council>/turn`: the same for coordinators, who read which council stands before it. */
export async function turnPage(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator') return elsewhere(session, request);
  const { policy, clock, councils } = tools;
  const [council, view] = await Promise.all([councils.read(parameter('council')), councils.view()]);
  if (council === undefined) return notFound();
  return page('page', {
    ...signedIn(session),
    ...turnModel(view, policy, clock.now(), council.code, 'coordinators'),
  });
}
