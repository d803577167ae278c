import type { EventOf } from '../../../events/catalogue.ts';
import type { Actor } from '../../../events/envelope.ts';
import { saysTheSame } from '../../../shared/core/council/commands/declare.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { type LinkClaims, NOTHING_CHANGED } from '../../../shared/runtime/links.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { whoConfirmed } from '../forms/confirm-step.ts';
import type { OpenedPage, Refused } from '../http/opened-page.ts';
import type { PagesTools } from '../tools.ts';
import { capacityModel } from './capacity-model.ts';
import { declaredIn, nextCapacityStep, nothingChanged, standingDeclaration } from './capacity-steps.ts';
import { declareCapacity } from './declare-capacity.ts';

/** A form that was filled in at one go, or begun before the council had ever declared: it is not asked first whether anything has changed. */
const isWhole = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'fosterCare' in body && !('changed' in body);

type Declaration = EventOf<'capacity-declared.v1'>;

const lastDeclared = async ({ councils }: PagesTools, { code }: Council): Promise<Declaration | undefined> =>
  (await councils.trail(code)).findLast(
    (event): event is Declaration => event.type === 'capacity-declared.v1',
  );

/** To whoever sends a form that was opened before the last declaration. */
const declaredMeanwhile = ({ at, actor }: Declaration, name: string): Refused => ({
  kind: 'refused',
  words: `${'name' in actor && actor.name !== undefined ? `${actor.name} declared places for ${name}` : `Places were declared for ${name}`} at ${momentWords(at)}, after you opened this page.`,
  next: 'What you sent was not recorded. Open the page again. It starts from what was declared then.',
});

/** Opens the page behind a reminder's link; undefined when there is no such council. */
export async function openCapacity(
  tools: PagesTools,
  claims: Extract<LinkClaims, { for: 'capacity' }>,
  request: PageRequest,
): Promise<OpenedPage | undefined> {
  const { councils, clock, policy } = tools;
  const council = await councils.read(claims.council);
  if (council === undefined) return undefined;
  const now = clock.now();
  const { method } = request.requestContext.http;
  const { event: asked, ...query } = request.queryStringParameters ?? {};
  const last = council.declaration && (await lastDeclared(tools, council));
  const number = last?.trail?.number ?? 0;
  // A receipt asks for nothing; a form that is posted again from an earlier page is still read.
  const receipt = asked !== undefined && asked === String(number) ? last : undefined;
  const nextStep = nextCapacityStep(council, policy, now, !isWhole(request.body));
  return {
    caption: council.name,
    shows: () => ({ page: capacityModel(council, policy, now, receipt) }),
    ...(receipt !== undefined && method !== 'POST' ? {} : { nextStep }),
    ...(NOTHING_CHANGED in query && last !== undefined && receipt === undefined
      ? { begun: nothingChanged }
      : {}),
    lookedAt: number,
    standing: standingDeclaration(council, policy, now),
    ...(last === undefined ? {} : { becomes: (answered) => ({ ...declaredIn(answered) }) }),
    act: async (answered, lookedAt) => {
      const actor: Actor = { kind: 'council', code: council.code, ...whoConfirmed(answered) };
      const declared = declaredIn(answered);
      // What a colleague declared meanwhile is not overwritten by somebody who has not seen it.
      if (last !== undefined && lookedAt !== number && !saysTheSame(council, declared, now))
        return declaredMeanwhile(last, council.name);
      return declareCapacity(tools, council, declared, actor, number);
    },
  };
}
