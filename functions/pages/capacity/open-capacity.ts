import type { Actor } from '../../../events/envelope.ts';
import { declarationVersion } from '../../../shared/core/council/declared.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { type LinkClaims, NOTHING_CHANGED } from '../../../shared/runtime/links.ts';
import { whoConfirmed } from '../forms/confirm-step.ts';
import type { OpenedPage } from '../http/opened-page.ts';
import type { PagesTools } from '../tools.ts';
import { capacityModel } from './capacity-model.ts';
import { declaredIn, nextCapacityStep, nothingChanged, standingDeclaration } from './capacity-steps.ts';
import { declareCapacity, lastDeclared } from './declare-capacity.ts';

/** A form that was filled in at one go, or begun before the council had ever declared: it is not asked first whether anything has changed. */
const isWhole = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'fosterCare' in body && !('changed' in body);

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
  const last = asked === undefined ? undefined : await lastDeclared(councils, council.code);
  // A receipt asks for nothing; a form that is posted again from an earlier page is still read.
  const receipt = asked !== undefined && asked === String(last?.trail?.number) ? last : undefined;
  const hasDeclared = council.declaration !== undefined;
  const nextStep = nextCapacityStep(council, policy, now, !isWhole(request.body));
  return {
    caption: council.name,
    shows: () => ({ page: capacityModel(council, policy, now, receipt) }),
    ...(receipt !== undefined && method !== 'POST' ? {} : { nextStep }),
    ...(NOTHING_CHANGED in query && hasDeclared && receipt === undefined ? { begun: nothingChanged } : {}),
    lookedAt: declarationVersion(council),
    standing: standingDeclaration(council, policy, now),
    ...(hasDeclared ? { becomes: (answered) => ({ ...declaredIn(answered) }) } : {}),
    act: (answered, lookedAt) => {
      const actor: Actor = { kind: 'council', code: council.code, ...whoConfirmed(answered) };
      return declareCapacity(tools, council, declaredIn(answered), actor, lookedAt);
    },
  };
}
