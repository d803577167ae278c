import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ZodObject } from 'zod';
import { setApart } from '../../infra/deploy/allowances.ts';
import { linkPaths } from '../../shared/runtime/links.ts';
import { functionNames } from '../function-names.ts';
import { pointsAt, resources, synthesize } from './synthesis.ts';

const { pipeline } = synthesize({ policy: 'nts-2022', senderDomain: 'mail.example' });
const functions = resources(pipeline, 'AWS::Lambda::Function');
/** What every function gets besides its settings. */
const worn = [
  'NODE_OPTIONS',
  'POWERTOOLS_LOG_LEVEL',
  'POWERTOOLS_METRICS_NAMESPACE',
  'POWERTOOLS_SERVICE_NAME',
];

const environmentOf = (name: string): Record<string, unknown> =>
  functions.find((each) => each.name === name)?.properties.Environment.Variables ?? {};

test('every folder under functions/ that has a handler is deployed, and nothing else is', () => {
  expect(functions.map(({ name }) => name).toSorted()).toEqual(functionNames);
});

describe.each(functions)('$name', ({ name, properties, logicalId }) => {
  let settings: ZodObject;
  beforeAll(async () => {
    ({ settings } = await import(`../../functions/${name}/settings.ts`));
  });

  test('gets exactly the settings that it reads', () => {
    const given = Object.keys(environmentOf(name)).filter((key) => !worn.includes(key));
    expect(given.toSorted()).toEqual(Object.keys(settings.shape).toSorted());
  });

  test('wears what every function is wrapped in', () => {
    expect(environmentOf(name)).toMatchObject({
      POWERTOOLS_SERVICE_NAME: name,
      POWERTOOLS_METRICS_NAMESPACE: 'NTS',
    });
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      Handler: 'handler.handler',
    });
  });

  test('has a log of its own that is kept for a while and then not', () => {
    const log = resources(pipeline, 'AWS::Logs::LogGroup').find(
      (each) => each.logicalId === pointsAt(properties.LoggingConfig?.LogGroup),
    );
    expect(log?.properties.RetentionInDays).toBe(180);
  });

  test('is watched for its time, and for its errors or the answers that fail with them', () => {
    const alarms = resources(pipeline, 'AWS::CloudWatch::Alarm').map((alarm) => alarm.properties);
    const watched = alarms.flatMap(({ Metrics, ...alone }): string[] =>
      [
        ...(Metrics?.map(({ MetricStat }: { MetricStat?: { Metric: object } }) => MetricStat?.Metric) ?? [
          alone,
        ]),
      ]
        .filter((metric) =>
          metric?.Dimensions?.some(({ Value }: { Value: object }) => pointsAt(Value) === logicalId),
        )
        .map(({ MetricName }) => MetricName),
    );
    const answers = ['pages', 'api'].includes(name);
    expect(watched).toEqual(expect.arrayContaining(answers ? ['Duration'] : ['Duration', 'Errors']));
    expect(alarms.map(({ MetricName }) => MetricName)).toEqual(expect.arrayContaining(['5xx', 'Throttles']));
  });
});

test('context chooses the policy and the sender', () => {
  expect(environmentOf('allocate-referral').POLICY).toBe('nts-2022');
  expect(environmentOf('send-notification').SENDER_ADDRESS).toBe('no-reply@mail.example');
});

test('every log group lets go of what it holds', () => {
  const kept = resources(pipeline, 'AWS::Logs::LogGroup').map(({ properties }) => properties.RetentionInDays);
  expect(kept).toHaveLength(functions.length + 1);
  expect(kept.every((days) => days > 0 && days <= 180)).toBe(true);
});

test('what runs by the clock runs by London’s, and a run that cannot start is kept', () => {
  const schedules = resources(pipeline, 'AWS::Scheduler::Schedule').map(({ properties }) => ({
    runs: functions.find(({ logicalId }) => logicalId === pointsAt(properties.Target.Arn))?.name,
    at: properties.ScheduleExpression,
    zone: properties.ScheduleExpressionTimezone,
    kept: resources(pipeline, 'AWS::SQS::Queue').find(
      ({ logicalId }) => logicalId === pointsAt(properties.Target.DeadLetterConfig.Arn),
    )?.name,
  }));
  const always = { zone: 'Europe/London', kept: 'schedules-dlq' };
  expect(schedules).toEqual([
    { runs: 'enforce-deadlines', at: 'rate(5 minutes)', ...always },
    { runs: 'remind-capacity', at: 'cron(0 8 ? * MON-FRI *)', ...always },
    { runs: 'recount-headroom', at: 'cron(15 0 * * ? *)', ...always },
    { runs: 'anchor-trails', at: 'cron(45 1 * * ? *)', ...always },
    { runs: 'forget-documents', at: 'cron(15 2 * * ? *)', ...always },
    { runs: 'keep-figures', at: 'cron(20 * * * ? *)', ...always },
    { runs: 'keep-watch', at: 'cron(0 * * * ? *)', ...always },
  ]);
});

describe('the pages', () => {
  test('answer the links in e-mails, and have an answer for everything else', () => {
    const routes = resources(pipeline, 'AWS::ApiGatewayV2::Route').map(
      ({ properties }) => properties.RouteKey,
    );
    const links = Object.values(linkPaths).map((path) => `${path}/{token}`);
    expect(routes.toSorted()).toEqual(
      [
        '$default',
        'GET /assets/{file}',
        'HEAD /assets/{file}',
        'GET /health',
        'HEAD /health',
        'GET /about/{page}',
        'HEAD /about/{page}',
        'GET /',
        'HEAD /',
        'GET /sign-in',
        'HEAD /sign-in',
        'POST /sign-in',
        'POST /sign-out',
        'POST /find',
        'GET /sessions',
        'HEAD /sessions',
        'POST /sessions',
        'GET /case/{reference}/audit',
        'HEAD /case/{reference}/audit',
        'GET /cases',
        'HEAD /cases',
        'POST /cases',
        'GET /moves',
        'HEAD /moves',
        'GET /figures',
        'HEAD /figures',
        'GET /figures/fairness',
        'HEAD /figures/fairness',
        'GET /figures/fairness/{file}',
        'HEAD /figures/fairness/{file}',
        'GET /figures/nts-01',
        'HEAD /figures/nts-01',
        'GET /figures/{file}',
        'HEAD /figures/{file}',
        'GET /money',
        'HEAD /money',
        'GET /money/{file}',
        'HEAD /money/{file}',
        'GET /coordinators',
        'HEAD /coordinators',
        'POST /coordinators',
        'GET /readers',
        'HEAD /readers',
        'POST /readers',
        'GET /people',
        'HEAD /people',
        'POST /people',
        'GET /calendar',
        'HEAD /calendar',
        'GET /calendar/{file}',
        'HEAD /calendar/{file}',
        'GET /received',
        'HEAD /received',
        'GET /home',
        'HEAD /home',
        'GET /councils',
        'HEAD /councils',
        'GET /councils/{council}',
        'HEAD /councils/{council}',
        'POST /councils/{council}',
        'GET /councils/{council}/turn',
        'HEAD /councils/{council}/turn',
        'GET /councils/{council}/children',
        'HEAD /councils/{council}/children',
        'GET /councils/{council}/answers',
        'HEAD /councils/{council}/answers',
        'GET /councils/{council}/history',
        'HEAD /councils/{council}/history',
        'GET /councils/{council}/sheet',
        'HEAD /councils/{council}/sheet',
        'GET /councils/{council}/sheet/{file}',
        'HEAD /councils/{council}/sheet/{file}',
        'GET /published',
        'HEAD /published',
        'GET /published/{file}',
        'HEAD /published/{file}',
        'GET /sheet',
        'HEAD /sheet',
        'GET /sheet/{file}',
        'HEAD /sheet/{file}',
        'GET /turn/{reference}',
        'HEAD /turn/{reference}',
        'GET /turn',
        'HEAD /turn',
        'POST /turn',
        'GET /councils/{council}/contacts',
        'HEAD /councils/{council}/contacts',
        'POST /councils/{council}/contacts',
        'GET /councils/{council}/succession',
        'HEAD /councils/{council}/succession',
        'POST /councils/{council}/succession',
        'GET /keys',
        'HEAD /keys',
        'GET /keys/{council}',
        'HEAD /keys/{council}',
        'POST /keys/{council}',
        'GET /forms/{file}',
        'HEAD /forms/{file}',
        'GET /sealed/{reference}',
        'HEAD /sealed/{reference}',
        'POST /sealed/{reference}',
        'GET /case/{reference}',
        'HEAD /case/{reference}',
        'GET /documents/{reference}',
        'HEAD /documents/{reference}',
        'POST /documents/{reference}',
        'GET /refer',
        'HEAD /refer',
        'POST /refer',
        'GET /refer/{draft}',
        'HEAD /refer/{draft}',
        'GET /refer/{draft}/{step}',
        'HEAD /refer/{draft}/{step}',
        'POST /refer/{draft}/{step}',
        'ANY /api/{path+}',
        ...links.flatMap((path) => [`GET ${path}`, `HEAD ${path}`, `POST ${path}`]),
      ].toSorted(),
    );
  });

  test('leave no token and no address in the access log, and do not take a flood', () => {
    const [stage] = resources(pipeline, 'AWS::ApiGatewayV2::Stage');
    expect(Object.values(JSON.parse(stage?.properties.AccessLogSettings.Format))).toEqual([
      '$context.requestId',
      '$context.routeKey',
      '$context.status',
      '$context.responseLatency',
    ]);
    const log = resources(pipeline, 'AWS::Logs::LogGroup').find(
      ({ logicalId }) => logicalId === pointsAt(stage?.properties.AccessLogSettings.DestinationArn),
    );
    expect(log?.properties.LogGroupName).toMatch(/^\/aws\/vendedlogs\//);
    expect(stage?.properties.DefaultRouteSettings).toEqual({
      ThrottlingRateLimit: 20,
      ThrottlingBurstLimit: 60,
    });
  });

  test('are throttled route by route, and only such as are there before the stage names them', () => {
    const template = pipeline.toJSON().Resources as Record<
      string,
      { Type: string; DependsOn?: string[]; Properties: Record<string, never> }
    >;
    const [stage] = Object.values(template).filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Stage');
    const settings: Record<string, { ThrottlingRateLimit: number }> = stage?.Properties.RouteSettings ?? {};
    const before = new Set((stage?.DependsOn ?? []).map((id) => template[id]?.Properties.RouteKey));
    for (const key of Object.keys(settings)) expect(before).toContain(key);
    expect(
      Object.fromEntries(Object.entries(settings).map(([key, one]) => [key, one.ThrottlingRateLimit])),
    ).toEqual({
      $default: 5,
      'POST /sign-in': 5,
      'GET /assets/{file}': 100,
      'HEAD /assets/{file}': 100,
    });
  });

  test('have functions of their own only where the account can spare them', () => {
    const reserved = (template: Template) =>
      resources(template, 'AWS::Lambda::Function').flatMap(({ name, properties }) =>
        properties.ReservedConcurrentExecutions === undefined
          ? []
          : [[name, properties.ReservedConcurrentExecutions]],
      );
    expect(reserved(pipeline)).toEqual([]);
    const apart = synthesize({ setsApart: 'true' }).pipeline;
    expect(Object.fromEntries(reserved(apart))).toEqual({ pages: setApart.pages, api: setApart.api });
  });

  test('send for the one identity, and in the sandbox of SES for those who get e-mail as well', () => {
    const sends = (template: Template): unknown[] =>
      resources(template, 'AWS::IAM::Policy').flatMap(({ properties }) =>
        properties.PolicyDocument.Statement.filter(
          ({ Action }: { Action: unknown }) => Action === 'ses:SendRawEmail',
        ),
      );
    const [usual, sandbox] = [pipeline, synthesize({ sandbox: 'true' }).pipeline].map((one) =>
      JSON.stringify(sends(one)),
    );
    expect(usual).not.toContain(':identity/*');
    expect(sandbox).toContain(':identity/*');
    for (const each of [usual, sandbox]) expect(each).toContain('"ses:FromAddress":"no-reply@');
  });
});
