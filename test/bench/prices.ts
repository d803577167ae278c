/**
 * List prices in US dollars for London (eu-west-2), without free tiers and discounts. AWS publishes them on pages that fill in
 * the figures as they are read, so each line says where its figure was found, and when. Check before a decision rests on them.
 */
export const prices = {
  asOf: '22 November 2026, London',
  // On-demand, after the halving of November 2024: 0.125 and 0.625 in N. Virginia, London 18.8 % above. Not found in writing
  // for London in 2026: https://aws.amazon.com/dynamodb/pricing/on-demand/
  readUnit: 0.1485 / 1e6,
  writeUnit: 0.7423 / 1e6,
  // https://aws.amazon.com/sqs/pricing/ (standard queue, first tier)
  queueRequest: 0.4 / 1e6,
  // https://aws.amazon.com/lambda/pricing/ as read on 20 September 2026: 0.20 a million
  invocation: 0.2 / 1e6,
  /** A gigabyte of memory for a second, arm64. */
  gigabyteSecond: 0.0000133334,
  // https://aws.amazon.com/ses/pricing/
  email: 0.1 / 1e3,
  emailByte: 0.12 / 1e9,
  // https://aws.amazon.com/secrets-manager/pricing/
  secretRead: 0.05 / 1e4,
  // HTTP API, first tier; 1.00 in N. Virginia: https://aws.amazon.com/api-gateway/pricing/
  pageRequest: 1.16 / 1e6,
  // https://aws.amazon.com/step-functions/pricing/ with https://www.wring.co/blog/aws-step-functions-pricing-guide (14 March 2026)
  stepFunctionsTransition: 25 / 1e6,
  stepFunctionsExpressRequest: 1 / 1e6,
  stepFunctionsExpressGigabyteSecond: 0.00001667,
  // Example rate on https://aws.amazon.com/lambda/pricing/ as read on 20 September 2026, N. Virginia
  durableOperation: 8 / 1e6,
} as const;

/** What is there every month whether anybody is referred or not: price by kind of resource. */
export const monthly: Readonly<Record<string, { readonly each: number; readonly called: string }>> = {
  'AWS::KMS::Key': { each: 1, called: 'keys' },
  'AWS::CloudWatch::Alarm': { each: 0.1, called: 'alarms' },
  'AWS::CloudWatch::Dashboard': { each: 3, called: 'dashboards' },
  'AWS::SecretsManager::Secret': { each: 0.4, called: 'secrets' },
};
