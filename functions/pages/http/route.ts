import type { Part } from '../../../shared/core/case/who-may.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import type { LinkPurpose } from '../../../shared/runtime/links.ts';
import type { Session } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import type { Reply } from './reply.ts';

/** What somebody can be signed in as. */
export type Role = Session['kind'];

/** What somebody has to bring so that a page opens to them; whose it is, is for the page to see. */
export type Needs =
  | { readonly kind: 'nothing' }
  /** A link that was signed for this and nothing else. */
  | { readonly kind: 'link'; readonly of: LinkPurpose }
  /** Whoever is signed in as anything else is led to their own list: `answer-request.ts` sees to it, for every page. */
  | {
      readonly kind: 'session';
      readonly of: readonly Role[];
      /** Of a page about one case: the parts in it of which a council has one. To any other the case is not there. */
      readonly parts?: readonly Exclude<Part, 'coordinator' | 'asked-lead'>[];
    };

/** Answers a request for a page. `parameter`: gives what stands in a place of the path, empty where nothing does. */
export type Answer = (
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
) => Promise<Reply>;

export type Method = 'GET' | 'POST';

export interface Route {
  /** As API Gateway writes it. */
  readonly path: string;
  /** HEAD goes with GET. */
  readonly methods: readonly Method[];
  readonly needs: Needs;
  /** Reads the page's code when it is first asked for: a function that starts serves one kind of page. */
  readonly read: () => Promise<Answer>;
}

/** Methods that a path takes, as HTTP names them. */
export const methodsOf = ({ methods }: Route): readonly ('GET' | 'HEAD' | 'POST')[] =>
  methods.flatMap((method) => (method === 'GET' ? (['GET', 'HEAD'] as const) : [method]));

/** The route of a path, and what stands in its places; undefined when no page is there. A slash at the end says nothing. */
export function routeOf(
  routes: readonly Route[],
  rawPath: string,
): { readonly route: Route; readonly parameter: (name: string) => string } | undefined {
  const given = rawPath.replace(/(?<=.)\/$/, '').split('/');
  for (const route of routes) {
    const places = route.path.split('/');
    const isPlace = (at: number) => places[at]?.startsWith('{') === true;
    const fits =
      places.length === given.length &&
      given.every((part, at) => (isPlace(at) ? part !== '' : part === places[at]));
    if (fits) return { route, parameter: (name) => given[places.indexOf(`{${name}}`)] ?? '' };
  }
  return undefined;
}
