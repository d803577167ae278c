/** Walks every way into the scheme as whom it is for, as somebody else, and as nobody. */
import { describe, expect, test } from 'vitest';
import { routes as pageRoutes } from '../../functions/pages/routes.ts';
import type { Seen } from '../pages/site.ts';
import { resources, synthesize } from '../template/synthesis.ts';
import { CANARY, type Stage, stageAt, stageNames } from './stages.ts';
import { type Attempt, pagesWaysIn, saysItself } from './ways-in.ts';

const { pipeline } = synthesize();
const routes = resources(pipeline, 'AWS::ApiGatewayV2::Route').map(({ properties }) =>
  String(properties.RouteKey),
);
const API = 'ANY /api/{path+}';

/** Counting how often somebody comes, and keeping for them what they are answered, is no change to anything that belongs to anybody. */
const counts = new Set(['signIns.countRequest', 'replies.keep']);

const answerOf = ({ status, headers }: Seen): string =>
  // A link that leads to its own page again.
  `${status} ${headers.location?.replace(/^\/[a-z-]+\/[\w-]+\.[\w-]+\.[\w-]+/, 'self') ?? ''}`.trim();
const said = ({ headers, body, cookies }: Seen): string => JSON.stringify([headers, body, cookies]);
const isAt = ({ at }: Attempt, { name }: Stage): boolean => at === undefined || at.includes(name);
const startsAs = (answer: string, wanted: string): boolean =>
  wanted.includes(' ') ? answer.startsWith(wanted) : answer === wanted;

describe('over HTTP', () => {
  test('every route of the template has a row, and every row a route', () => {
    const walked = routes.filter((route) => route !== API && !route.startsWith('HEAD '));
    expect(Object.keys(pagesWaysIn).toSorted()).toEqual(walked.toSorted());
    for (const route of routes.filter((one) => one.startsWith('HEAD ')))
      expect(routes, route).toContain(route.replace('HEAD', 'GET'));
  });

  test.each(stageNames)(
    'whoever it is not for gets nothing and changes nothing, when the case is %s',
    async (name) => {
      const stage = await stageAt(name);
      const { site, watch, theCase } = stage;
      const wrong: string[] = [];
      for (const [route, { foreign, nobody }] of Object.entries(pagesWaysIn))
        for (const attempt of [...foreign, ...nobody].filter((one) => isAt(one, stage))) {
          const visit = await attempt.visit(stage);
          const methods = visit.method === 'POST' ? ['POST'] : ['GET', 'HEAD'];
          for (const method of methods) {
            watch.taken();
            const seen = await site.visit({ ...visit, method });
            const tried = watch.taken().filter((one) => !counts.has(one));
            const what = `${route} as ${method} by ${attempt.who}`;
            const answer = answerOf(seen);
            if (!startsAs(answer, attempt.answer)) wrong.push(`${what}: ${answer}, not ${attempt.answer}`);
            if (tried.length > 0) wrong.push(`${what}: ${tried.join()}`);
            const told = said(seen);
            if (CANARY.test(told) || told.includes(theCase.referralId))
              wrong.push(`${what}: tells what is sealed`);
            // Cookies aside: in one a browser keeps for itself where it wanted to go.
            if (
              !saysItself(visit, stage) &&
              `${JSON.stringify(seen.headers)}${seen.body}`.includes(theCase.id)
            )
              wrong.push(`${what}: tells of the case`);
          }
        }
      expect(wrong).toEqual([]);
    },
  );

  test.each(stageNames)('whom it is for it works for, when the case is %s', async (name) => {
    const wrong: string[] = [];
    let stage = await stageAt(name);
    for (const [route, { own }] of Object.entries(pagesWaysIn))
      for (const attempt of own.filter((one) => isAt(one, stage))) {
        const visit = await attempt.visit(stage);
        stage.watch.taken();
        const seen = await stage.site.visit(visit);
        const tried = stage.watch.taken();
        const answer = answerOf(seen);
        if (!startsAs(answer, attempt.answer))
          wrong.push(`${route} by ${attempt.who}: ${answer}, not ${attempt.answer}`);
        const shown = attempt.shows?.(stage);
        if (shown !== undefined && !said(seen).includes(shown))
          wrong.push(`${route}: does not show ${shown}`);
        if (attempt.does !== undefined && !tried.includes(attempt.does))
          wrong.push(`${route} by ${attempt.who}: ${tried.join()}, not ${attempt.does}`);
        // What was done may close the next way.
        if (visit.method === 'POST') stage = await stageAt(name);
      }
    expect(wrong).toEqual([]);
  });

  /** What is typed there may name a child: it is posted so that it stands in no address, and nothing is changed. */
  const onlyLook = ['POST /find', 'POST /cases', 'POST /turn'];

  const needs = new Map(
    pageRoutes.flatMap((route) =>
      route.methods.map((method): [string, string] => [`${method} ${route.path}`, route.needs.kind]),
    ),
  );

  test('each row is walked for all three, and each is done by somebody at some stage', () => {
    for (const [route, { own, foreign, nobody }] of Object.entries(pagesWaysIn)) {
      // Who is signed in as something else, or as nothing, the walk of the access table brings to each page of a session.
      const walked = needs.get(route) === 'session' ? [own] : [own, foreign, nobody];
      expect(
        walked.every(({ length }) => length > 0),
        route,
      ).toBe(true);
      if (route.startsWith('POST '))
        expect(
          own.some(({ does }) => does !== undefined),
          route,
        ).toBe(!onlyLook.includes(route));
    }
  });
});
