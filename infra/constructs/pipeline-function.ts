import { type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ZodObject } from 'zod';
import { namespaceOf, stageOf } from '../stage.ts';
import { bundledCode } from './bundled-code.ts';
import { nameResource } from './name-tag.ts';

/** A value for every key of a function's settings, and for nothing else. */
type EnvironmentOf<Settings extends ZodObject> = { readonly [Key in keyof Settings['shape']]: string };

export interface PipelineFunctionProps<Settings extends ZodObject> {
  /** Short name and folder under functions/. */
  readonly name: string;
  /** What it does, in a sentence for the console. */
  readonly description: string;
  /** The function's settings; the compiler asks for a value for each of its keys. */
  readonly settings: Settings;
  /** One value for each key of `settings`. */
  readonly environment: EnvironmentOf<Settings>;
  readonly timeout: Duration;
  /**
   * Memory, and with it processor time, in MB.
   *
   * @default 512
   */
  readonly memorySize?: number;
  /**
   * How many of it may run side by side, and are kept free for it: both, says AWS.
   *
   * @default what the account has left
   */
  readonly setApart?: number | undefined;
  /** What the function may do, statement by statement; each `sid` names the purpose. */
  readonly may: readonly PolicyStatement[];
}

/** One function with a role and a log group of its own. It may do what its statements say, and nothing else. */
export class PipelineFunction<Settings extends ZodObject = ZodObject> extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly name: string;
  readonly timeout: Duration;
  readonly memoryMegabytes: number;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: PipelineFunctionProps<Settings>) {
    super(scope, id);
    this.name = props.name;
    this.timeout = props.timeout;
    this.memoryMegabytes = props.memorySize ?? 512;

    // Half a year looks back over any case from end to end. Logs carry codes and references only, and the audit trail
    // is the events in the table: nothing is lost with the log.
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.SIX_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `${props.name} of the National Transfer Scheme`,
    });
    this.allow(
      new PolicyStatement({
        sid: 'WriteOwnLog',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [this.logGroup.logGroupArn],
      }),
      ...props.may,
    );

    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: bundledCode(props.name),
      handler: 'handler.handler',
      role: this.role,
      logGroup: this.logGroup,
      timeout: props.timeout,
      memorySize: this.memoryMegabytes,
      ...(props.setApart === undefined ? {} : { reservedConcurrentExecutions: props.setApart }),
      tracing: Tracing.ACTIVE,
      environment: {
        ...props.environment,
        POWERTOOLS_SERVICE_NAME: props.name,
        POWERTOOLS_METRICS_NAMESPACE: namespaceOf(stageOf(this)),
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
    });
    nameResource(this.function, props.name, 'AWS::Lambda::Function');
    // After the function, whose tracing makes the policy if nothing else has.
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'X-Ray has no resources to name (xray:PutTraceSegments and PutTelemetryRecords take only "*"), nor have dynamodb:ListStreams and SES for its active set of rules.',
    });
  }

  /** Adds statements to the function's role. */
  allow(...statements: PolicyStatement[]): void {
    for (const statement of statements) this.role.addToPolicy(statement);
  }
}
