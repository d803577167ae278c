/** What the template asks for, as the local run plays it: tables, queues, functions and what sets them off. */
import type { Json, Resource } from './assembly.ts';

export interface TablePlan {
  readonly name: string;
  readonly shortName: string;
  readonly arn: string;
  readonly streamArn: string | undefined;
  readonly hashKey: string;
  readonly indexHashKeys: Readonly<Record<string, string>>;
  readonly ttlAttribute: string | undefined;
  readonly kmsKeyArn: string | undefined;
  /** The properties that DynamoDB's CreateTable takes. */
  readonly create: Json;
}

export interface QueuePlan {
  readonly name: string;
  readonly shortName: string;
  readonly arn: string;
  readonly url: string;
  readonly visibilitySeconds: number;
  readonly kmsKeyArn: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface FunctionPlan {
  readonly name: string;
  readonly shortName: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly codeFolder: string;
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly reservedConcurrency: number | undefined;
  readonly jsonLogs: boolean;
  readonly logGroup: string;
  readonly traced: boolean;
  readonly retryAttempts: number;
  readonly onFailureArn: string | undefined;
}

export interface MappingPlan {
  readonly path: string;
  readonly sourceArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly reportsItemFailures: boolean;
  readonly maximumConcurrency: number | undefined;
  readonly filters: readonly Json[];
  /** Streams: −1 for as often as it takes. */
  readonly maximumRetries: number;
  /** Streams: how long a record is tried; −1 for as long as it takes. */
  readonly maximumAgeSeconds: number;
  readonly bisect: boolean;
  /** Streams: from the oldest record that is kept, or from now on. */
  readonly fromOldest: boolean;
  readonly onFailureArn: string | undefined;
}

export interface SchedulePlan {
  readonly name: string;
  readonly groupArn: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly functionArn: string;
  readonly roleArn: string;
  readonly input: string | undefined;
  readonly retryAttempts: number;
  readonly deadLetterArn: string | undefined;
}

export interface RoutePlan {
  /** `$default`, or a method and a path such as `GET /things/{id}`. */
  readonly routeKey: string;
  readonly apiId: string;
  readonly functionArn: string;
  readonly timeoutMilliseconds: number;
}

export interface SecretPlan {
  readonly arn: string;
  readonly shortName: string;
  readonly name: string;
  readonly kmsKeyArn: string | undefined;
  readonly fixed: string | undefined;
  readonly generate: Json | undefined;
}

export interface BucketPlan {
  readonly name: string;
  readonly shortName: string;
  readonly arn: string;
  readonly kmsKeyArn: string | undefined;
  /** Whether what is put into it is locked: it takes nothing that does not say its own checksum. */
  readonly locked: boolean;
  /** Whether it keeps what is deleted from it, under a mark. */
  readonly versioned: boolean;
  /** Whether the event bus hears of each new object. */
  readonly tellsBus: boolean;
  /** The queues that hear of each new object, and for which keys. */
  readonly tells: readonly { readonly queueArn: string; readonly prefix: string }[];
}

export interface ReceiptRulePlan {
  /** Addresses or whole domains, in lower case. */
  readonly recipients: readonly string[];
  readonly scans: boolean;
  readonly stores: readonly { readonly bucketName: string; readonly prefix: string }[];
}

/** A bucket whose new objects GuardDuty scans. */
export interface MalwareScanPlan {
  readonly arn: string;
  readonly bucketName: string;
  readonly prefixes: readonly string[];
  readonly roleArn: string;
  readonly tags: boolean;
}

/** A rule of EventBridge's default bus, with the queues that it tells. */
export interface EventRulePlan {
  readonly name: string;
  readonly arn: string;
  readonly pattern: Json;
  readonly targets: readonly {
    readonly queueArn: string;
    readonly paths: Readonly<Record<string, string>>;
    readonly template: string;
  }[];
}

/** Which of SES's events go to the event bus, by its own names (`BOUNCE`, `COMPLAINT`, …). */
export interface MailEventsPlan {
  readonly configurationSet: string;
  readonly types: readonly string[];
}

export interface Plan {
  readonly resources: readonly Resource[];
  readonly tables: readonly TablePlan[];
  readonly queues: readonly QueuePlan[];
  readonly functions: readonly FunctionPlan[];
  readonly mappings: readonly MappingPlan[];
  readonly schedules: readonly SchedulePlan[];
  readonly routes: readonly RoutePlan[];
  readonly secrets: readonly SecretPlan[];
  readonly buckets: readonly BucketPlan[];
  readonly receiptRules: readonly ReceiptRulePlan[];
  /** The set of receipt rules that somebody has made the active one. A local run has its first set active. */
  readonly receiptRuleSet: string | undefined;
  readonly malwareScans: readonly MalwareScanPlan[];
  readonly eventRules: readonly EventRulePlan[];
  readonly identities: readonly string[];
  readonly configurationSets: readonly string[];
  /** What SES tells the event bus of what is sent through a configuration set. */
  readonly mailEvents: readonly MailEventsPlan[];
}
