import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import type { PipelineFunction } from './pipeline-function.ts';
import type { PublicPages } from './public-pages.ts';

export interface CouncilApiProps {
  /** Whose HTTP API it is a part of. */
  readonly publicPages: PublicPages;
  /** The function that answers. */
  readonly function: PipelineFunction;
}

/** What councils' own systems call. Everything below /api goes to its function, so that every refusal is in its words. */
export class CouncilApi extends Construct {
  constructor(scope: Construct, id: string, props: CouncilApiProps) {
    super(scope, id);
    props.publicPages.addRoutes({
      path: '/api/{path+}',
      methods: [HttpMethod.ANY],
      integration: new HttpLambdaIntegration('Api', props.function.function, {
        scopePermissionToRoute: false,
      }),
    });
  }
}
