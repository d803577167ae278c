/** The template's HTTP API with its functions behind it, as far as their permissions let it call them. */
import type { Server } from 'node:http';
import type { Clock } from '../clock.ts';
import type { Judge } from '../iam/denials.ts';
import { ACCOUNT, PARTITION, REGION } from '../template/physical-names.ts';
import type { Plan, RoutePlan } from '../template/plan.ts';
import type { FunctionRunner } from './function-runner.ts';
import { type HttpApiOptions, httpApi } from './http-api.ts';

export function apiServer(
  plan: Plan,
  clock: Clock,
  judge: Judge,
  runner: FunctionRunner,
  onAnswered?: HttpApiOptions['onAnswered'],
): Server {
  return httpApi({
    ...(onAnswered ? { onAnswered } : {}),
    routes: plan.routes,
    clock,
    invoke: async (route, event) => {
      const target = plan.functions.find((one) => one.arn === route.functionArn);
      if (!target || judge.service('the HTTP API', 'apigateway.amazonaws.com', invocationBy(route)))
        return undefined;
      return runner.invoke(target.name, event, `route ${route.routeKey}`);
    },
  });
}

const invocationBy = (route: RoutePlan) => ({
  action: 'lambda:InvokeFunction',
  resource: route.functionArn,
  context: {
    'aws:SourceArn': [
      `arn:${PARTITION}:execute-api:${REGION}:${ACCOUNT}:${route.apiId}/$default/${route.routeKey.replace(' ', '')}`,
    ],
    'aws:SourceAccount': [ACCOUNT],
  },
});
