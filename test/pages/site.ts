/** A scheme in memory with the pages in front of it: cases are brought about by the core, as the functions would. */

import { randomBytes, randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { EventOf } from '../../events/catalogue.ts';
import type { Actor } from '../../events/envelope.ts';
import type { ReferralFacts } from '../../events/referral.ts';
import { keepFigures } from '../../functions/keep-figures/keep-figures.ts';
import { answerFailure, answerRequest } from '../../functions/pages/http/answer-request.ts';
import type { PagesTools } from '../../functions/pages/tools.ts';
import { checkAllocationUnder, decisionHash, inputsFor } from '../../shared/core/allocation/allocation.ts';
import { fairnessOf } from '../../shared/core/allocation/fairness.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import type { Case } from '../../shared/core/case/case.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { decide } from '../../shared/core/case/commands/decide.ts';
import { keyFrom } from '../../shared/core/council/council-keys.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { defined } from '../../shared/core/defined.ts';
import { READERS } from '../../shared/core/desks.ts';
import { canonicalJson } from '../../shared/core/hash.ts';
import type { PersonAtDesk } from '../../shared/core/people-at-desk.ts';
import { defaultPolicyId, policyNamed } from '../../shared/core/policies.ts';
import type { Policy } from '../../shared/core/policy.ts';
import { FixedSigningKey } from '../../shared/memory/fixed-signing-key.ts';
import { MemoryAnchorStore } from '../../shared/memory/memory-anchor-store.ts';
import { MemoryApiStore } from '../../shared/memory/memory-api-store.ts';
import { MemoryCaseStore } from '../../shared/memory/memory-case-store.ts';
import { MemoryCouncilStore } from '../../shared/memory/memory-council-store.ts';
import { MemoryDocumentStore } from '../../shared/memory/memory-document-store.ts';
import { MemoryDraftStore } from '../../shared/memory/memory-draft-store.ts';
import { MemoryFigureStore } from '../../shared/memory/memory-figure-store.ts';
import { MemoryPersonStore } from '../../shared/memory/memory-person-store.ts';
import { MemoryPublisher } from '../../shared/memory/memory-queue.ts';
import { MemoryReplyStore } from '../../shared/memory/memory-reply-store.ts';
import { MemoryRosterStore } from '../../shared/memory/memory-roster-store.ts';
import { MemorySealedStore } from '../../shared/memory/memory-sealed-store.ts';
import { MemorySignInStore } from '../../shared/memory/memory-sign-in-store.ts';
import { SetClock } from '../../shared/memory/set-clock.ts';
import { httpMiddleware, type PageResponse } from '../../shared/runtime/http-middleware.ts';
import { type LinkClaims, linkPaths, signLink } from '../../shared/runtime/links.ts';
import { powertoolsLogger } from '../../shared/runtime/log.ts';
import { powertoolsMetrics } from '../../shared/runtime/meter.ts';
import { regionCodes } from '../../shared/words/regions.ts';
import { aReferral, NOW } from '../builders.ts';
import { RecordingLog, RecordingMeter } from '../functions/recorders.ts';
import { asItStands, sessionOf, signed } from './forms.ts';
import { namesOn, Phones, secretOn } from './second-step.ts';

process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED = 'true';

const system: Actor = { kind: 'system', name: 'test' };

/** A page as a test looks at it. */
export interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The same as it came. */
  readonly bytes: Buffer;
  readonly cookies: readonly string[];
}

export interface Visit {
  readonly method?: string;
  /** Where on the internet it comes from. */
  readonly sourceIp?: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string | readonly string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly cookies?: readonly string[];
  /** `as-said`: a post says of its origin what `headers` say, and nothing else. */
  readonly origin?: 'own' | 'as-said';
}

/** Fields as a browser sends them. */
export function urlencoded(form: NonNullable<Visit['form']>): string {
  const fields = new URLSearchParams();
  for (const [name, values] of Object.entries(form))
    for (const value of [values].flat()) fields.append(name, value);
  return fields.toString();
}

/** An event as an HTTP API sends it. */
export function httpEvent({
  method = 'GET',
  path,
  query = {},
  form,
  headers = {},
  body,
  cookies = [],
  origin = 'own',
  sourceIp = '127.0.0.1',
}: Visit): APIGatewayProxyEventV2 {
  const text = body ?? (form === undefined ? undefined : urlencoded(signed(form)));
  const folder = path.split('/')[1] ?? '';
  return {
    version: '2.0',
    routeKey: `${method} /${folder}/{token}`,
    rawPath: path,
    ...(cookies.length === 0 ? {} : { cookies: [...cookies] }),
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      host: 'pages.test',
      ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      // As a browser says it of a form on our own page, unless the test says where it comes from.
      ...(method === 'POST' && origin === 'own' ? { 'sec-fetch-site': 'same-origin' } : {}),
      ...headers,
    },
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: { ...query } }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'test',
      domainName: 'pages.test',
      domainPrefix: 'pages',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: 'test' },
      requestId: 'request-1',
      routeKey: `${method} /${folder}/{token}`,
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    ...(text === undefined ? {} : { body: Buffer.from(text).toString('base64') }),
    isBase64Encoded: text !== undefined,
  } as APIGatewayProxyEventV2;
}

const bytesOf = ({ body = '', isBase64Encoded, headers }: PageResponse): Buffer => {
  const bytes = isBase64Encoded ? Buffer.from(body, 'base64') : Buffer.from(body);
  return headers?.['Content-Encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
};

const addressOf = (location: string): Pick<Visit, 'path' | 'query'> & { readonly path: string } => {
  const [path = '', search = ''] = location.split('?');
  return { path, query: Object.fromEntries(new URLSearchParams(search)) };
};

/** Whether an address is the link of a page that coordinators act on; that of who reads along is not. */
export function actsAsCoordinator(path: string): boolean {
  const [, claims] = /^\/cases\/[\w-]+\.([\w-]+)\./.exec(path) ?? [];
  if (claims === undefined) return false;
  try {
    return JSON.parse(Buffer.from(claims, 'base64url').toString()).seeOnly !== true;
  } catch {
    return false;
  }
}

/** A scheme with the published 212 councils, at nine on a Monday morning. */
export class Site {
  readonly councils: MemoryCouncilStore;
  readonly cases: MemoryCaseStore;
  readonly clock: SetClock;
  readonly key = new FixedSigningKey('a key for tests that is quite long enough');
  readonly fingerprintKey = new FixedSigningKey('another key for tests, quite long enough');
  readonly sealed: MemorySealedStore;
  readonly signIns = new MemorySignInStore();
  readonly rosters = new MemoryRosterStore();
  readonly phones = new Phones(this);
  readonly apiKeys = new MemoryApiStore();
  readonly documents = new MemoryDocumentStore(() => this.clock.now());
  readonly anchors = new MemoryAnchorStore();
  readonly people = new MemoryPersonStore();
  readonly drafts = new MemoryDraftStore();
  readonly figures = new MemoryFigureStore();
  readonly replies = new MemoryReplyStore();
  readonly referrals: MemoryPublisher;
  readonly notifications: MemoryPublisher;
  readonly log = new RecordingLog();
  readonly meter = new RecordingMeter();
  readonly policy: Policy;
  readonly handle: (event: APIGatewayProxyEventV2) => Promise<PageResponse>;
  #count = 0;
  /** Cases of which something was recorded. */
  readonly #grown = new Set<string>();
  /** Of the coordinator who opens the pages that only one may. */
  #deciding: { readonly cookie: string; readonly token: string; readonly until: string } | undefined;

  /** @param over stores and queues to share with other functions */
  constructor(
    over: Partial<
      Pick<Site, 'councils' | 'cases' | 'clock' | 'sealed' | 'referrals' | 'notifications' | 'policy'>
    > = {},
  ) {
    this.policy = over.policy ?? policyNamed(defaultPolicyId);
    this.councils = over.councils ?? new MemoryCouncilStore();
    this.cases = over.cases ?? new MemoryCaseStore(this.councils);
    this.clock = over.clock ?? new SetClock(NOW);
    this.sealed = over.sealed ?? new MemorySealedStore();
    this.referrals = over.referrals ?? new MemoryPublisher();
    this.notifications = over.notifications ?? new MemoryPublisher();
    // Behind a bench stands a store that tells nobody.
    if ('onCommit' in this.cases)
      this.cases.onCommit((events) => {
        for (const { trail } of events) if (trail !== undefined) this.#grown.add(trail.subject);
      });
    const tools: PagesTools = {
      cases: this.cases,
      councils: this.councils,
      sealed: this.sealed,
      documents: this.documents,
      anchors: this.anchors,
      signIns: this.signIns,
      rosters: this.rosters,
      apiKeys: this.apiKeys,
      people: this.people,
      drafts: this.drafts,
      figures: this.figures,
      replies: this.replies,
      referrals: this.referrals,
      notifications: this.notifications,
      key: this.key,
      fingerprintKey: this.fingerprintKey,
      clock: this.clock,
      policy: this.policy,
      log: this.log,
      meter: this.meter,
      pause: async () => {},
      inbox: 'referrals@nts.example',
      newId: randomUUID,
      newKey: () => keyFrom(randomBytes(32)),
    };
    const worn = httpMiddleware(
      powertoolsLogger(),
      powertoolsMetrics(),
      answerRequest(tools),
      answerFailure(tools),
    );
    this.handle = (event) => worn(event, { awsRequestId: 'request-1' } as Context);
  }

  static async seeded(over: Partial<Pick<Site, 'policy'>> = {}): Promise<Site> {
    const site = new Site(over);
    await site.councils.seed(publishedCouncils(), site.policy);
    return site;
  }

  /** Keeps how fair the scheme is now, as is done each night. */
  async keepFairness() {
    const { policy, clock, councils, figures } = this;
    await figures.putFairness(fairnessOf(await councils.view(), policy, clock.now()));
  }

  /** Counts the figures of everything that was recorded, as is done each hour. */
  async count(): Promise<void> {
    const { clock, figures, log, meter } = this;
    const today = clock.now().slice(0, 10);
    const trails = {
      trail: (subject: string) => this.cases.trail(subject),
      grownOn: async (day: string) => (day === today ? [...this.#grown] : []),
    };
    await keepFigures({ trails, figures, clock, log, meter });
  }

  /** Does what a command asks; fails the test when the core refuses. */
  async tell(
    caseId: string | undefined,
    command: Command,
    actor: Actor = system,
    cause = 'test',
  ): Promise<Case> {
    const current = caseId === undefined ? undefined : await this.cases.read(caseId);
    const view = await this.councils.view();
    const context = { now: this.clock.now(), actor, cause };
    const outcome = decide(current, command, context, { policy: this.policy, view });
    if (outcome.kind !== 'changed') throw new Error(`${command.kind} is ${outcome.kind}: ${outcome.words}`);
    const committed = await this.cases.commit(outcome.change);
    if (committed.kind !== 'committed')
      throw new Error(`${command.kind} was not committed: ${committed.kind}`);
    return outcome.change.case;
  }

  /** A referral received and put through the allocation check. */
  async referred(facts: Partial<ReferralFacts> = {}, policy = this.policy): Promise<Case> {
    this.#count += 1;
    const referralId = `5f0c7e1a-3b1d-4f6e-9a2c-${String(this.#count).padStart(12, '0')}`;
    const received = await this.tell(undefined, {
      kind: 'receive',
      data: { referralId, channel: 'queue', facts: aReferral(facts) },
    });
    return this.allocated(received.id, policy);
  }

  /** A case about which the lead of the region is asked whose turn has come, whichever that is. */
  async withTheRegion(facts: Partial<ReferralFacts> = {}): Promise<Case> {
    const everyLead: Policy = { ...this.policy, leadNames: { regions: regionCodes } };
    return this.referred(facts, everyLead);
  }

  /** The allocation check, on a case that waits for it. */
  async allocated(caseId: string, policy = this.policy): Promise<Case> {
    const current = await this.current(caseId);
    const inputs = inputsFor(await this.councils.view(), current, policy, londonDate(this.clock.now()), []);
    const hash = decisionHash(inputs);
    await this.cases.keepDecision(caseId, hash, canonicalJson(inputs));
    return this.tell(caseId, {
      kind: 'allocate',
      decision: checkAllocationUnder(policy, inputs),
      decisionHash: hash,
    });
  }

  async current(caseId: string): Promise<Case> {
    const found = await this.cases.read(caseId);
    if (found === undefined) throw new Error(`There is no case ${caseId}.`);
    return found;
  }

  /** Path of the page behind a link. */
  async link(claims: LinkClaims, signedAt = this.clock.now()): Promise<string> {
    return `${linkPaths[claims.for]}/${await signLink(this.key, claims, signedAt)}`;
  }

  async offerLink(theCase: Case, at = 0): Promise<string> {
    const offer = theCase.offers[at];
    if (offer === undefined) throw new Error('The case has no such offer.');
    return this.link({
      for: 'offer',
      council: offer.council,
      caseId: theCase.id,
      offerId: offer.id,
      version: theCase.version,
    });
  }

  caseLink(theCase: Case): Promise<string> {
    return this.link({ for: 'coordinator', caseId: theCase.id, version: theCase.version });
  }

  entryLink(theCase: Case): Promise<string> {
    const { entryAuthority } = theCase.facts;
    return this.link({
      for: 'entry',
      authority: entryAuthority,
      caseId: theCase.id,
      version: theCase.version,
    });
  }

  transferLink(theCase: Case): Promise<string> {
    const council = theCase.placement?.council ?? '';
    return this.link({ for: 'transfer', council, caseId: theCase.id, version: theCase.version });
  }

  /** Where the link leads that a registered address asked for: what the e-mail would carry. */
  async askedLink(council: string, address: string): Promise<string> {
    await this.visit({ method: 'POST', path: '/sign-in', form: { step: 'ask', council, address } });
    type Asked =
      | EventOf<'sign-in-requested.v1'>
      | EventOf<'coordinator-sign-in-requested.v1'>
      | EventOf<'lead-sign-in-requested.v1'>
      | EventOf<'reader-sign-in-requested.v1'>;
    const sent = this.notifications.snapshot().map(({ body }) => JSON.parse(body) as Asked);
    const last = sent.findLast(({ type }) => /sign-in-requested/.test(type)) as Asked;
    if (last.type === 'reader-sign-in-requested.v1')
      return this.link({ for: 'reader-sign-in', ...last.data }, last.at);
    const { signInId, to } = last.data;
    if (last.type === 'lead-sign-in-requested.v1') {
      const { region } = last.data;
      return this.link({ for: 'lead-sign-in', region, signInId, ...defined({ to }) }, last.at);
    }
    return last.type === 'sign-in-requested.v1'
      ? this.link(
          { for: 'sign-in', council: last.data.council, signInId, ...defined({ person: last.data.person }) },
          last.at,
        )
      : this.link({ for: 'coordinator-sign-in', signInId, ...defined({ to }) }, last.at);
  }

  /** Signs in for a council. @returns the cookie as a browser sends it back */
  async signedIn(council: string): Promise<string> {
    const address = `duty@${council.toLowerCase()}.example`;
    await this.sealed.putContacts(`council:${council}`, { dutyDesk: address });
    const path = await this.askedLink(council, address);
    const { cookies } = await this.visit({ method: 'POST', path, form: { step: 'sign', confirm: 'yes' } });
    return cookies[0]?.split(';')[0] ?? '';
  }

  /** Signs the lead of a region in. @returns the cookie as a browser sends it back */
  async leadSignedIn(region: string): Promise<string> {
    const [desk, address] = [`smp-lead:${region}`, `lead@${region.toLowerCase()}.example`];
    await this.sealed.putContacts(desk, { dutyDesk: address });
    const path = await this.askedLink(desk, address);
    const { cookies } = await this.visit({ method: 'POST', path, form: { step: 'sign', confirm: 'yes' } });
    return cookies[0]?.split(';')[0] ?? '';
  }

  /** Somebody with an own address whom a desk has let in, as one of its officers unless it is said as what else. */
  async letIn(desk: string, address: string, name: string, access?: 'finance'): Promise<PersonAtDesk> {
    const [at, until] = [this.clock.now(), Number.MAX_SAFE_INTEGER];
    const added = await this.people.add(desk, address, randomUUID(), at, until);
    const decided = { decidedAt: at, decidedBy: { name: 'Jo Smith', role: 'duty manager' } };
    const who = { name, role: 'accountant', state: 'let-in', ...defined({ access }), ...decided } as const;
    const person = { ...added, ...who, version: added.version + 1 };
    await this.people.change(person, until);
    return person;
  }

  /** Signs in whoever a desk has let in, by their own address. @returns the cookie as a browser sends it back */
  async ownSignedIn({ desk, address }: PersonAtDesk): Promise<string> {
    const path = await this.askedLink(desk.replace(/^council:/, ''), address);
    const form = { step: 'sign', role: 'accountant', confirm: 'yes' };
    const { cookies } = await this.visit({ method: 'POST', path, form });
    return cookies[0]?.split(';')[0] ?? '';
  }

  /** Signs in somebody whom a council let in for its money alone. @returns the cookie as a browser sends it back */
  async financeSignedIn(council: string, name = 'Morgan Lee'): Promise<string> {
    const domain = `${council.toLowerCase()}.example`;
    await this.sealed.putContacts(`council:${council}`, { dutyDesk: `duty@${domain}` });
    return this.ownSignedIn(await this.letIn(`council:${council}`, `finance@${domain}`, name, 'finance'));
  }

  /** Signs in somebody whom coordinators let in to read the figures. @returns the cookie as a browser sends it back */
  async readerSignedIn(name = 'Alex Reed'): Promise<string> {
    return this.ownSignedIn(await this.letIn(READERS, 'alex.reed@inspectors.example', name));
  }

  /** Signs a coordinator in, with a code of their own phone; whoever is new is let in by one who is not. @returns the cookie as a browser sends it back */
  async coordinatorSignedIn(name = 'Robin Hale'): Promise<string> {
    const address = 'desk@coordinators.example';
    await this.sealed.putContacts('coordinators', { dutyDesk: address });
    const { roster } = await this.rosters.read('coordinators');
    if (roster.people.length > 0 && roster.people.every((one) => one.name !== name)) await this.#letIn(name);
    return this.coordinatorEnters(await this.askedLink('coordinators', address), name);
  }

  /** A coordinator's way from their link to their session. */
  async coordinatorEnters(path: string, name: string): Promise<string> {
    const { cookies } = await this.coordinatorComesIn(path, name);
    return cookies[0]?.split(';')[0] ?? '';
  }

  /** The same, on a device that has cookies already: the answer to the code. */
  async coordinatorComesIn(path: string, name: string, device: readonly string[] = []): Promise<Seen> {
    const { phones } = this;
    const { roster } = await this.rosters.read('coordinators');
    const { body } = await this.visit({ path });
    const who = roster.people.length === 0 ? { name } : { person: namesOn(body).get(name) ?? '' };
    const asked = await this.visit({ method: 'POST', path, form: { step: 'sign', ...who } });
    const secret = secretOn(asked.body);
    if (secret !== '') phones.take(name, secret);
    const form = { ...asItStands(asked.body), code: phones.code(name) };
    return this.visit({ method: 'POST', path, form, cookies: device });
  }

  async #letIn(newName: string): Promise<void> {
    const cookies = [await this.coordinatorSignedIn(this.phones.names[0])];
    const { body } = await this.visit({ path: '/coordinators', cookies });
    const session = sessionOf(body);
    const form = { session, access: 'let-in', newName, confirm: 'yes', step: 'confirm' };
    await this.visit({ method: 'POST', path: '/coordinators', cookies, form });
  }

  /** What a browser shows: a form's answer is looked at where it leads, unless something was done and its own page says so. */
  async visit(visit: Visit): Promise<Seen> {
    const answered = await this.request(visit);
    const { location = '' } = answered.headers;
    if (visit.method !== 'POST' || !/[?&]shown=/.test(location)) return answered;
    const { form: _, body: __, ...looks } = visit;
    const shown = answered.cookies.flatMap((cookie) => /^[\w-]*nts-shown=[^;]+/.exec(cookie) ?? []);
    const cookies = shown.length === 0 ? {} : { cookies: [...(visit.cookies ?? []), ...shown] };
    const seen = await this.request({ ...looks, ...cookies, method: 'GET', ...addressOf(location) });
    return { ...seen, cookies: [...answered.cookies, ...seen.cookies] };
  }

  /** One request, and its own answer. A coordinator's page is opened by one who is signed in, unless the visit says which cookies come with it. */
  async request(visit: Visit): Promise<Seen> {
    const response = await this.handle(httpEvent(await this.#inSession(visit)));
    const headers = Object.fromEntries(
      Object.entries(response.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    const cookies = response.cookies ?? [];
    const bytes = bytesOf(response);
    return { status: response.statusCode ?? 0, headers, body: bytes.toString(), bytes, cookies };
  }

  async #inSession(visit: Visit): Promise<Visit> {
    if (visit.cookies !== undefined || !actsAsCoordinator(visit.path)) return visit;
    const now = this.clock.now();
    if (this.#deciding === undefined || this.#deciding.until <= now) {
      const cookie = await this.coordinatorSignedIn();
      const token = sessionOf((await this.request({ path: '/home', cookies: [cookie] })).body);
      this.#deciding = { cookie, token, until: new Date(Date.parse(now) + 7 * 3_600_000).toISOString() };
    }
    const { cookie, token } = this.#deciding;
    const form = visit.form && { session: token, ...visit.form };
    return { ...visit, cookies: [cookie], ...(form === undefined ? {} : { form }) };
  }

  get(path: string, query: Readonly<Record<string, string>> = {}): Promise<Seen> {
    return this.visit({ path, query });
  }

  /** Posts a form; follows where it leads when it was acted on. */
  async post(path: string, form: NonNullable<Visit['form']>): Promise<Seen> {
    const posted = await this.visit({ method: 'POST', path, form });
    const location = posted.headers.location;
    if (posted.status !== 303 || location === undefined) return posted;
    return this.request(addressOf(location));
  }
}
