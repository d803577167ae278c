import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import type { PipelineFunction } from './pipeline-function.ts';

export interface CouncilApiProps {
  /** The HTTP API that it is a part of. */
  readonly api: HttpApi;
  /** The function that answers. */
  readonly function: PipelineFunction;
}

/** What councils' own systems call. Everything below /api goes to its function, so that every refusal is in its words. */
export class CouncilApi extends Construct {
  constructor(scope: Construct, id: string, props: CouncilApiProps) {
    super(scope, id);
    props.api.addRoutes({
      path: '/api/{path+}',
      methods: [HttpMethod.ANY],
      integration: new HttpLambdaIntegration('Api', props.function.function, {
        scopePermissionToRoute: false,
      }),
    });
  }
}
