import { CfnOutput, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { methodsOf } from '../../functions/pages/http/route.ts';
import { routes } from '../../functions/pages/routes.ts';
import { PAGES_TARGET_OUTPUT } from '../deploy/pages-address.ts';
import type { PipelineFunction } from './pipeline-function.ts';

export interface PublicPagesProps {
  /** The function that renders every page. */
  readonly pages: PipelineFunction;
  /**
   * A name of our own, which outlives the stack.
   *
   * @default the address that AWS gives alone
   */
  readonly domain?: PagesDomain;
}

export interface PagesDomain {
  readonly name: string;
  /** ARN of its certificate, in the stack's region. */
  readonly certificate: string;
  /** Links lead to it: its DNS points here. Before that they lead to the address that AWS gives, which stays open after it too. */
  readonly linked: boolean;
}

/** What people open from an e-mail or once signed in, over HTTPS only (an HTTP API answers nothing else). */
export class PublicPages extends Construct {
  readonly api: HttpApi;
  /** Root of the pages, without a slash at its end. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: PublicPagesProps) {
    super(scope, id);
    const integration = new HttpLambdaIntegration('Pages', props.pages.function, {
      // One permission for the whole API rather than one for each route.
      scopePermissionToRoute: false,
    });
    this.api = new HttpApi(this, 'Api', {
      description: 'Pages of the National Transfer Scheme, opened from links in e-mails',
      createDefaultStage: false,
      // Whatever no route knows gets our own page that says so.
      defaultIntegration: integration,
    });
    // The integration's own permission is for stage, method and path; what no route knows comes as stage and `$default` only.
    props.pages.function.addPermission('PathsThatNoRouteKnows', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.api.apiId,
        resourceName: '*/$default',
      }),
    });
    for (const route of routes)
      this.api.addRoutes({
        path: route.path,
        methods: methodsOf(route).map((method) => HttpMethod[method]),
        integration,
      });

    const accessLog = new LogGroup(this, 'AccessLog', {
      // Groups of this name share one statement of the account's policy for logs, which has 5,120 characters: with others it fills up,
      // and no stage can be made any more (docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html).
      logGroupName: `/aws/vendedlogs/${Stack.of(this).stackName}/access`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      // A duty manager opens a few pages a day. This is room for a thousand of them, and a lid on a flood, which
      // would otherwise eat the account's concurrency that the queues need.
      throttle: { rateLimit: 50, burstLimit: 100 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        // The route, never the path: a path carries the token that is the key to a case. Nor the caller's address.
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            routeKey: '$context.routeKey',
            status: '$context.status',
            latency: '$context.responseLatency',
          }),
        ),
      },
    });
    this.url = props.domain?.linked ? `https://${props.domain.name}` : this.api.apiEndpoint;
    if (props.domain !== undefined) this.#take(props.domain, stage);
    Validations.of(this.api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'The signed, expiring token in the link is the authorisation: scoped to one council, one case and one version, and checked by the function before anything is read. Signed-in pages check the session cookie in the same function. Systems of councils bring their council’s key, checked likewise.',
    });
  }

  #take({ name, certificate }: PagesDomain, stage: HttpStage): void {
    const domainName = new DomainName(this, 'Domain', {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificate),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new ApiMapping(this, 'Mapping', { api: this.api, domainName, stage });
    new CfnOutput(Stack.of(this), PAGES_TARGET_OUTPUT, {
      description: 'What the CNAME of the pages’ domain points at',
      value: domainName.regionalDomainName,
    });
  }
}
