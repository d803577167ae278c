import type { Acted } from '../../../../functions/pages/http/opened-page.ts';
import type { Reply } from '../../../../functions/pages/http/reply.ts';
import { routeOf } from '../../../../functions/pages/http/route.ts';
import { refer } from '../../../../functions/pages/refer/refer.ts';
import { routes } from '../../../../functions/pages/routes.ts';
import { openAskSignIn } from '../../../../functions/pages/sign-in/ask-sign-in.ts';
import { openSignIn } from '../../../../functions/pages/sign-in/open-sign-in.ts';
import type { PagesTools } from '../../../../functions/pages/tools.ts';
import { defined } from '../../../../shared/core/defined.ts';
import type { PageRequest } from '../../../../shared/runtime/http-middleware.ts';
import { verifyLink } from '../../../../shared/runtime/links.ts';
import type { End } from '../kernel/invocation.ts';
import { Violation } from '../watch/violation.ts';
import type { Functions } from '../world/functions.ts';
import { deskAddress } from '../world/scheme.ts';
import type { Story } from '../world/stories.ts';
import { formOf } from './form-of.ts';
import type { Office } from './office.ts';
import type { Link } from './open-link.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** How often a link is pressed that shows nothing. */
const TRIES = 4;
/** After this long without a mail a link is asked for once more. */
const PATIENCE = 20 * MINUTE;

/** Somebody's browser at a council's duty desk. */
interface Browser {
  cookie?: string;
  /** What shows that a form is from a page of this session. */
  token?: string;
  asks: number;
  awaiting: boolean;
}

/** A child that somebody is referring, from page to page, in a window of its own. */
interface Task {
  readonly window: number;
  readonly council: string;
  readonly caseId: string;
  readonly draft: string;
  readonly fields: Readonly<Record<string, readonly string[]>>;
  at: string;
  steps: number;
  /** The page of the check that is read next, by its query, until the form at its end is seen. */
  reads?: Readonly<Record<string, string>>;
  /** Which answers the check has shown; undefined until it was read to its end. */
  shown?: string;
}

/** Who sits at the desk of whoever refers. */
const WHO = { name: 'Jo Officer', role: 'social worker' };

type Body = Readonly<Record<string, string | readonly string[]>>;

/** Whether a check was shown that has more pages, or whose form may be sent now; or one that is to be read again, since its answers have changed. */
function readsOn(task: Task, { view, model }: Extract<Reply, { view: unknown }>): boolean {
  if (view !== 'refer-check') return false;
  const { form, problems, rowsPage } = model as {
    form?: { carried: readonly { name: string; value: string }[] };
    problems: readonly { text: string }[];
    rowsPage: { pagination?: { next?: { href: string } } };
  };
  const isChanged = problems.some(({ text }) => text.includes('Nothing was sent'));
  if (problems.length > 0 && !isChanged) return false;
  const shown = isChanged ? undefined : form?.carried.find(({ name }) => name === 'shown')?.value;
  const next = isChanged ? undefined : rowsPage.pagination?.next?.href;
  if (shown === undefined) delete task.shown;
  else task.shown = shown;
  task.reads = Object.fromEntries(new URLSearchParams(next?.slice(1) ?? ''));
  return true;
}

/**
 * Officers who sign in and refer on the pages: they press a button until they see the page after it. What became of a request that
 * was cut off they cannot know; when their session is over, or its cookie never came, they ask for another link.
 */
export class Officers {
  /** Referrals that have not been sent yet, as far as their officer knows. */
  waiting = 0;
  readonly #office: Office;
  readonly #functions: Pick<Functions, 'page'>;
  readonly #browsers = new Map<string, Browser>();
  #windows = 0;
  readonly #resting = new Map<string, (() => void)[]>();

  constructor(office: Office, functions: Pick<Functions, 'page'>) {
    this.#office = office;
    this.#functions = functions;
  }

  refer(caseId: string, story: Story): void {
    this.waiting += 1;
    const { entryAuthority: council } = story.message.data.facts;
    this.#windows += 1;
    const window = this.#windows;
    const fields = formOf(story);
    this.#turn({ window, council, caseId, draft: story.key, fields, at: '/refer', steps: 0 }, 1);
  }

  /** A link to sign in came to a desk. */
  read(address: string, link: Link): void {
    for (const [council, browser] of this.#browsers)
      if (deskAddress(`council:${council}`) === address && browser.awaiting) this.#open(council, link, 1);
  }

  #browser(council: string): Browser {
    const known = this.#browsers.get(council) ?? { asks: 0, awaiting: false };
    this.#browsers.set(council, known);
    return known;
  }

  #request(
    council: string,
    method: 'GET' | 'POST',
    path: string,
    body?: Body,
    queryStringParameters: Readonly<Record<string, string>> = {},
  ): PageRequest {
    const { cookie } = this.#browser(council);
    return {
      rawPath: path,
      headers: {},
      cookies: cookie === undefined ? [] : [cookie],
      body,
      queryStringParameters,
      requestContext: { http: { method, path, sourceIp: `at ${council}` } },
    } as unknown as PageRequest;
  }

  /** Sends the page that the task is at, or first signs in. */
  #turn(task: Task, tried: number): void {
    const { council, caseId, window } = task;
    const browser = this.#browser(council);
    if (browser.cookie === undefined) {
      this.#rest(task);
      return;
    }
    task.steps += 1;
    const name = `${council} refers ${caseId} in window ${window} page ${task.steps}`;
    const parameter = routeOf(routes, task.at)?.parameter ?? (() => '');
    // The list of drafts, from which a referral is begun, says what shows that a form is of this session.
    const first = task.at === '/refer' && browser.token === undefined;
    const reads = task.at.endsWith('/check') && task.shown === undefined;
    const session = browser.token ?? '';
    const body =
      first || reads
        ? undefined
        : { ...task.fields, ...defined({ shown: task.shown }), session, draft: task.draft, confirm: 'yes' };
    const method = first || reads ? 'GET' : 'POST';
    const request = this.#request(council, method, task.at, body, reads ? task.reads : {});
    this.#functions.page<Reply>(
      name,
      (tools) => refer(tools, request, parameter),
      (end) => this.#heard(task, tried, name, end),
    );
  }

  #heard(task: Task, tried: number, name: string, end: End<Reply>): void {
    const { council, caseId } = task;
    const { kernel } = this.#office;
    const again = (tries: number, pause: number) => this.#office.later(pause, () => this.#turn(task, tries));
    if (end.kind !== 'returned') {
      again(tried + 1, Math.min(tried, 10) * MINUTE);
      return;
    }
    const reply = end.value;
    if ('view' in reply) {
      if (readsOn(task, reply)) {
        again(1, 20 * SECOND);
        return;
      }
      const { fields } = reply.model as { fields?: readonly { name: string; value: string }[] };
      const token = fields?.find(({ name: field }) => field === 'session')?.value;
      if (token === undefined) {
        kernel.fail(
          new Violation(
            'no referral lost',
            `${name}: ${task.at} shows ${reply.view} (${reply.status}) ${JSON.stringify(reply.model).slice(0, 600)}`,
            caseId,
          ),
        );
        return;
      }
      this.#browser(council).token = token;
      again(1, 5 * SECOND);
      return;
    }
    const to = String(reply.headers?.Location);
    kernel.trace.tell(kernel.timeline.now, caseId, () => `${council} on ${task.at}: goes to ${to}`);
    if (to.endsWith('/sent')) {
      this.waiting -= 1;
      return;
    }
    if (to === '/sign-in') {
      const browser = this.#browser(council);
      delete browser.cookie;
      delete browser.token;
      // What the draft holds is kept; the next session begins at its own list.
      task.at = '/refer';
    } else task.at = to;
    delete task.shown;
    again(1, kernel.draw.between(`${name} types`, 5, 90) * SECOND);
  }

  /** Waits until somebody at the desk has signed in. */
  #rest(task: Task): void {
    const { council } = task;
    this.#resting.set(council, [...(this.#resting.get(council) ?? []), () => this.#turn(task, 1)]);
    if (!this.#browser(council).awaiting) this.#ask(council);
  }

  #ask(council: string): void {
    const browser = this.#browser(council);
    browser.awaiting = true;
    browser.asks += 1;
    const { asks } = browser;
    const request = this.#request(council, 'POST', '/sign-in');
    const address = deskAddress(`council:${council}`);
    const unlessSignedIn = () => {
      if (browser.awaiting && browser.asks === asks) this.#ask(council);
    };
    this.#functions.page<Acted | undefined>(
      `${council} asks for a link #${asks}`,
      async (tools) => openAskSignIn(tools, request).act?.({ ask: { council, address } }, undefined),
      () => this.#office.later(PATIENCE, unlessSignedIn),
    );
  }

  #open(council: string, link: Link, tried: number): void {
    const browser = this.#browser(council);
    const request = this.#request(council, 'POST', '/sign-in');
    const opened = async (tools: PagesTools): Promise<Acted | undefined> => {
      const verified = await verifyLink(tools.key, link.token, 'sign-in', tools.clock.now());
      if (verified.kind !== 'valid') return undefined;
      return (await openSignIn(tools, verified.claims, request)).act?.({ sign: WHO }, undefined);
    };
    this.#functions.page(`${council} signs in ${link.token.slice(-20)} ${tried}`, opened, (end) => {
      if (!browser.awaiting) return;
      if (end.kind !== 'returned') {
        if (tried < TRIES) this.#office.later(tried * MINUTE, () => this.#open(council, link, tried + 1));
        return;
      }
      const [cookie] = end.value?.kind === 'done' ? (end.value.cookies ?? []) : [];
      // The link was used by a request whose answer never came, or its time was over: they ask for another.
      if (cookie === undefined) return;
      browser.cookie = cookie.split(';')[0] ?? '';
      browser.awaiting = false;
      const waiting = this.#resting.get(council) ?? [];
      this.#resting.delete(council);
      for (const goOn of waiting) goOn();
    });
  }
}
