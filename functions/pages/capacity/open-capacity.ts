import type { Actor } from '../../../events/envelope.ts';
import { defined } from '../../../shared/core/defined.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import type { LinkClaims } from '../../../shared/runtime/links.ts';
import { nameIn } from '../forms/confirm-step.ts';
import type { OpenedPage } from '../http/opened-page.ts';
import type { PagesTools } from '../tools.ts';
import { capacityModel } from './capacity-model.ts';
import { declaredIn, nextCapacityStep } from './capacity-steps.ts';
import { declareCapacity } from './declare-capacity.ts';

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
  const asked = request.queryStringParameters?.event;
  const event =
    asked === undefined
      ? undefined
      : (await councils.trail(council.code)).find(({ trail }) => String(trail?.number) === asked);
  const sent =
    event?.type === 'capacity-declared.v1' && event.at === council.declaration?.declaredAt
      ? event
      : undefined;
  return {
    caption: council.name,
    shows: () => ({ page: capacityModel(council, policy, now, sent) }),
    // A receipt asks for nothing; a form that is posted again from an earlier page is still read.
    ...(sent !== undefined && request.requestContext.http.method !== 'POST'
      ? {}
      : { nextStep: nextCapacityStep(council, policy, now) }),
    act: (answered) => {
      const name = nameIn(answered);
      const actor: Actor = { kind: 'council', code: council.code, ...defined({ name }) };
      return declareCapacity(tools, council, declaredIn(answered), actor);
    },
  };
}
