/**
 * List prices in US dollars for London (eu-west-2), first tier, without free tiers and discounts. Each line says which line of the AWS
 * Price List it is (`https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/<service>/current/eu-west-2/index.json`), as quoted
 * in public repositories that read it on the date given; what was not found in writing says so.
 */
export const prices = {
  asOf: '22 November 2026, London',
  // Not confirmed for London. N. Virginia: 0.125 and 0.625 a million (Price List of 11 September 2026). London was 18.8 % above
  // before the halving of November 2024, and is taken to be so since: https://aws.amazon.com/dynamodb/pricing/on-demand/
  readUnit: 0.1485 / 1e6,
  writeUnit: 0.7423 / 1e6,
  // Confirmed: AWSQueueService, EUW2-Requests-Tier1, published 11 September 2026
  queueRequest: 0.4 / 1e6,
  // Confirmed: AWSLambda, EUW2-Request, published 1 October 2026
  invocation: 0.2 / 1e6,
  /** A gigabyte of memory for a second, arm64. Confirmed: AWSLambda, EUW2-Lambda-GB-Second-ARM, published 1 October 2026 */
  gigabyteSecond: 0.0000133334,
  /** For each address, copies too. Confirmed: AmazonSES, EUW2-Recipients, published 11 September 2026. Its 0.12 a gigabyte is for attachments. */
  emailRecipient: 0.1 / 1e3,
  // Confirmed: AWSSecretsManager, EUW2-AWSSecretsManagerAPIRequest, published 11 September 2026
  secretRead: 0.05 / 1e4,
  // Confirmed: AmazonApiGateway, EUW2-ApiGatewayHttpRequest (SKU MFY3FVZZSQWYVNHM), 2026
  pageRequest: 1.16 / 1e6,
  // Not confirmed for London: https://aws.amazon.com/step-functions/pricing/ with https://www.wring.co/blog/aws-step-functions-pricing-guide (14 March 2026)
  stepFunctionsTransition: 25 / 1e6,
  stepFunctionsExpressRequest: 1 / 1e6,
  stepFunctionsExpressGigabyteSecond: 0.00001667,
  // Not confirmed for London. Example rate on https://aws.amazon.com/lambda/pricing/ as read on 20 September 2026, N. Virginia
  durableOperation: 8 / 1e6,
} as const;

/**
 * What is there every month whether anybody is referred or not: price by kind of resource. Keys, alarms and secrets confirmed
 * (awskms and AWSSecretsManager of 11, AmazonCloudWatch of 22 September 2026); the dashboard is not in London's list.
 */
export const monthly: Readonly<Record<string, { readonly each: number; readonly called: string }>> = {
  'AWS::KMS::Key': { each: 1, called: 'keys' },
  'AWS::CloudWatch::Alarm': { each: 0.1, called: 'alarms' },
  'AWS::CloudWatch::Dashboard': { each: 3, called: 'dashboards' },
  'AWS::SecretsManager::Secret': { each: 0.4, called: 'secrets' },
};
