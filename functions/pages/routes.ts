import { type LinkPurpose, linkPaths } from '../../shared/runtime/links.ts';
import type { Open } from './http/behind-link.ts';
import type { Answer, Method, Needs, Route } from './http/route.ts';

const nothing: Needs = { kind: 'nothing' };
const officer: Needs = { kind: 'session', of: ['officer'] };
const coordinator: Needs = { kind: 'session', of: ['coordinator'] };
const either: Needs = { kind: 'session', of: ['officer', 'coordinator'] };
/** Those who act for a desk, or look on at cases. */
const ofCases: Needs = { kind: 'session', of: ['officer', 'coordinator', 'lead'] };
/** Those who answer for a council's money: its officers, and whom it let in for that alone. */
const ofMoney: Needs = { kind: 'session', of: ['officer', 'finance'] };
const ofFigures: Needs = { kind: 'session', of: ['coordinator', 'reader'] };
const anybodySignedIn: Needs = {
  kind: 'session',
  of: ['officer', 'coordinator', 'lead', 'finance', 'reader'],
};
const looks = ['GET'] as const;
const takesForms = ['GET', 'POST'] as const;

const route = (
  path: string,
  methods: readonly Method[],
  needs: Needs,
  read: () => Promise<Answer>,
): Route => ({ path, methods, needs, read });

/** A page about the one case that its address names, however the reference is typed. */
const ofCase = (path: string, methods: readonly Method[], needs: Needs, read: () => Promise<Answer>): Route =>
  route(path, methods, needs, async () =>
    (await import('./http/named-case.ts')).namedCase(path, await read()),
  );

const link = <Purpose extends LinkPurpose>(of: Purpose, read: () => Promise<Open<Purpose>>): Route =>
  route(`${linkPaths[of]}/{token}`, takesForms, { kind: 'link', of }, async () =>
    (await import('./http/behind-link.ts')).behindLink(of, read),
  );

/**
 * Every page: where it is, what it needs, and what answers. API Gateway's routes are made from this table, the dispatcher looks up in it, and
 * test/ownership walks it, and infra/access.md tells it. (`@middy/http-router` keeps nothing of a route but method, path and handler, and does not say which methods a
 * path has: 405 with Allow, what a page needs and the template's routes would each be another map.)
 */
export const routes: readonly Route[] = [
  route('/', looks, nothing, async () => (await import('./home/start.ts')).start),
  route('/health', looks, nothing, async () => (await import('./http/health.ts')).health),
  route('/assets/{file}', looks, nothing, async () => {
    const { asset } = await import('./http/assets.ts');
    return (_tools, _request, parameter) => asset(parameter('file'));
  }),
  route('/forms/{file}', looks, nothing, async () => {
    const { form } = await import('./http/forms.ts');
    return (_tools, _request, parameter) => form(parameter('file'));
  }),
  route(
    '/published',
    looks,
    nothing,
    async () => (await import('./figures/published-page.ts')).publishedPage,
  ),
  route(
    '/published/{file}',
    looks,
    nothing,
    async () => (await import('./figures/published-page.ts')).publishedFile,
  ),
  route('/about/{page}', looks, nothing, async () => (await import('./about/about.ts')).about),

  route('/sign-in', takesForms, nothing, async () => (await import('./sign-in/ask-sign-in.ts')).askSignIn),
  link('sign-in', async () => (await import('./sign-in/open-sign-in.ts')).openSignIn),
  link(
    'coordinator-sign-in',
    async () => (await import('./sign-in/open-coordinator-sign-in.ts')).openCoordinatorSignIn,
  ),
  link('lead-sign-in', async () => (await import('./sign-in/open-lead-sign-in.ts')).openLeadSignIn),
  link('reader-sign-in', async () => (await import('./sign-in/open-reader-sign-in.ts')).openReaderSignIn),
  route(
    '/coordinators',
    takesForms,
    coordinator,
    async () => (await import('./sessions/coordinators-page.ts')).coordinatorsPage,
  ),
  route(
    '/readers',
    takesForms,
    coordinator,
    async () => (await import('./people/readers-page.ts')).readersPage,
  ),
  // Ends the session that it comes with; whoever has none is signed out already.
  route('/sign-out', ['POST'], nothing, async () => (await import('./sign-in/sign-out.ts')).signOut),
  route(
    '/sessions',
    takesForms,
    anybodySignedIn,
    async () => (await import('./sessions/open-sessions.ts')).sessions,
  ),

  route('/people', takesForms, officer, async () => (await import('./people/open-people.ts')).peoplePage),
  link('people', async () => (await import('./people/open-people.ts')).openPeople),

  route('/home', looks, anybodySignedIn, async () => (await import('./home/own-list.ts')).ownList),
  route('/find', ['POST'], either, async () => (await import('./home/find.ts')).find),
  route('/cases', takesForms, coordinator, async () => (await import('./home/cases.ts')).casesPage),
  route('/moves', looks, coordinator, async () => (await import('./home/moves.ts')).moves),
  route('/figures', looks, ofFigures, async () => (await import('./figures/figures-page.ts')).figuresPage),
  route(
    '/figures/nts-01',
    looks,
    ofFigures,
    async () => (await import('./figures/figures-page.ts')).transfersPage,
  ),
  route(
    '/figures/fairness',
    looks,
    ofFigures,
    async () => (await import('./figures/fairness-page.ts')).fairnessPage,
  ),
  route(
    '/figures/fairness/{file}',
    looks,
    ofFigures,
    async () => (await import('./figures/fairness-page.ts')).fairnessFile,
  ),
  route(
    '/figures/{file}',
    looks,
    ofFigures,
    async () => (await import('./figures/figures-page.ts')).figuresFile,
  ),
  route('/money', looks, ofMoney, async () => (await import('./figures/money-page.ts')).moneyPage),
  route('/money/{file}', looks, ofMoney, async () => (await import('./figures/money-page.ts')).moneyFile),
  route('/calendar', looks, officer, async () => (await import('./home/calendar.ts')).calendarPage),
  route('/calendar/{file}', looks, officer, async () => (await import('./home/calendar.ts')).calendarFile),
  route('/received', looks, officer, async () => (await import('./home/received.ts')).received),
  ofCase(
    '/case/{reference}',
    looks,
    { ...ofCases, parts: ['entry-authority', 'asked-council', 'receiving-authority'] },
    async () => (await import('./home/own-case.ts')).ownCase,
  ),
  ofCase(
    '/case/{reference}/audit',
    looks,
    coordinator,
    async () => (await import('./coordinator/take-audit.ts')).takeAudit,
  ),
  route('/refer', takesForms, officer, async () => (await import('./refer/refer.ts')).refer),
  route('/refer/{draft}', looks, officer, async () => (await import('./refer/refer.ts')).refer),
  route('/refer/{draft}/{step}', takesForms, officer, async () => (await import('./refer/refer.ts')).refer),
  ofCase(
    '/documents/{reference}',
    takesForms,
    { ...officer, parts: ['entry-authority'] },
    async () => (await import('./documents/documents-page.ts')).documentsPage,
  ),
  ofCase(
    '/sealed/{reference}',
    takesForms,
    { ...either, parts: ['entry-authority', 'receiving-authority'] },
    async () => (await import('./sealed/sealed-details.ts')).sealedDetails,
  ),
  route('/keys', looks, coordinator, async () => (await import('./keys/keys-page.ts')).keysPage),
  route(
    '/keys/{council}',
    takesForms,
    coordinator,
    async () => (await import('./keys/keys-page.ts')).keyPage,
  ),

  route(
    '/councils',
    looks,
    coordinator,
    async () => (await import('./councils/councils-page.ts')).councilsPage,
  ),
  route(
    '/councils/{council}',
    takesForms,
    coordinator,
    async () => (await import('./councils/councils-page.ts')).councilPage,
  ),

  route(
    '/councils/{council}/contacts',
    takesForms,
    coordinator,
    async () => (await import('./councils/contacts-page.ts')).contactsPage,
  ),
  route(
    '/councils/{council}/succession',
    takesForms,
    coordinator,
    async () => (await import('./councils/succession-page.ts')).successionPage,
  ),

  route(
    '/councils/{council}/turn',
    looks,
    coordinator,
    async () => (await import('./councils/turn-page.ts')).turnPage,
  ),
  route(
    '/councils/{council}/children',
    looks,
    coordinator,
    async () => (await import('./councils/children-page.ts')).childrenPage,
  ),
  route(
    '/councils/{council}/answers',
    looks,
    coordinator,
    async () => (await import('./councils/answers-page.ts')).answersPage,
  ),
  route(
    '/councils/{council}/history',
    looks,
    coordinator,
    async () => (await import('./councils/history-page.ts')).historyPage,
  ),
  route(
    '/councils/{council}/sheet',
    looks,
    coordinator,
    async () => (await import('./figures/council-sheet-page.ts')).councilSheet,
  ),
  route(
    '/councils/{council}/sheet/{file}',
    looks,
    coordinator,
    async () => (await import('./figures/council-sheet-page.ts')).councilSheetFile,
  ),
  route('/sheet', looks, officer, async () => (await import('./figures/council-sheet-page.ts')).ownSheet),
  route(
    '/sheet/{file}',
    looks,
    officer,
    async () => (await import('./figures/council-sheet-page.ts')).ownSheetFile,
  ),
  route('/turn', takesForms, officer, async () => (await import('./councils/turn-page.ts')).ownTurnPage),
  ofCase(
    '/turn/{reference}',
    looks,
    { ...officer, parts: ['entry-authority', 'asked-council', 'receiving-authority'] },
    async () => (await import('./councils/turn-in-case.ts')).turnInCase,
  ),

  link('offer', async () => (await import('./offer/open-offer.ts')).openOffer),
  link('region', async () => (await import('./region/open-region.ts')).openRegion),
  link('capacity', async () => (await import('./capacity/open-capacity.ts')).openCapacity),
  link('coordinator', async () => (await import('./coordinator/open-case.ts')).openCase),
  link('transfer', async () => (await import('./transfer/open-transfer.ts')).openTransfer),
  link('entry', async () => (await import('./entry/open-entry.ts')).openEntry),
];
