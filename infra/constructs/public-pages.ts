import { CfnOutput, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type AddRoutesOptions,
  ApiMapping,
  type CfnRoute,
  type CfnStage,
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
import { Construct, type IConstruct } from 'constructs';
import { methodsOf } from '../../functions/pages/http/route.ts';
import { routes } from '../../functions/pages/routes.ts';
import { PAGES_TARGET_OUTPUT } from '../deploy/pages-address.ts';
import type { PipelineFunction } from './pipeline-function.ts';

/** Requests a second of one route, and how many may come at once. */
interface Throttle {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/**
 * Of each route by itself: a flood on one leaves the others (AWS keeps a bucket a route, docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html).
 * A duty manager opens a few pages a day; this is room for hundreds of them.
 */
const USUAL: Throttle = { rateLimit: 20, burstLimit: 60 };
/** What every page brings with it: styles, script, fonts. */
const MANY: Throttle = { rateLimit: 100, burstLimit: 200 };
/** What anybody can ask for who has no link and no session, and what costs e-mails, or is no page at all. */
const FEW: Throttle = { rateLimit: 5, burstLimit: 20 };

/** @param key of the route, as API Gateway writes it: `GET /home` */
const throttleOf = (key: string): Throttle =>
  key === '$default' || key === 'POST /sign-in' ? FEW : key.endsWith(' /assets/{file}') ? MANY : USUAL;

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
  readonly #stage: HttpStage;

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
    const accessLog = new LogGroup(this, 'AccessLog', {
      // Groups of this name share one statement of the account's policy for logs, which has 5,120 characters: with others it fills up,
      // and no stage can be made any more (docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html).
      logGroupName: `/aws/vendedlogs/${Stack.of(this).stackName}/access`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: USUAL,
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
    this.#throttle('$default', this.api.node.findChild('DefaultRoute'));
    for (const route of routes)
      this.addRoutes({
        path: route.path,
        methods: methodsOf(route).map((method) => HttpMethod[method]),
        integration,
      });
    this.url = props.domain?.linked ? `https://${props.domain.name}` : this.api.apiEndpoint;
    if (props.domain !== undefined) this.#take(props.domain, this.#stage);
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

  /** Routes of this API, also of functions beside the pages. */
  addRoutes(options: AddRoutesOptions): void {
    for (const route of this.api.addRoutes(options))
      this.#throttle((route.node.defaultChild as CfnRoute).routeKey, route);
  }

  /** The stage comes after its routes: AWS refuses it for the key of one that is not there. */
  #throttle(key: string, route: IConstruct): void {
    const throttle = throttleOf(key);
    if (throttle === USUAL) return;
    const stage = this.#stage.node.defaultChild as CfnStage;
    stage.routeSettings = {
      ...stage.routeSettings,
      [key]: { ThrottlingRateLimit: throttle.rateLimit, ThrottlingBurstLimit: throttle.burstLimit },
    };
    this.#stage.node.addDependency(route);
  }
}
