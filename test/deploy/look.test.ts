import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Run } from '../../infra/deploy/ask.ts';
import { type Finding, findingsInWords, inTheWay, lookAround } from '../../infra/deploy/look.ts';
import { stackNames } from '../../infra/stage.ts';

/** What AWS answers of an account that is ready, in its own words. */
const ready = {
  'get-account-settings': {
    AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 },
  },
  'get-account': {
    ProductionAccessEnabled: true,
    SendingEnabled: true,
    EnforcementStatus: 'HEALTHY',
    SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 0 },
  },
  'get-email-identity': {
    VerifiedForSendingStatus: true,
    DkimAttributes: { SigningEnabled: true, Status: 'SUCCESS' },
    MailFromAttributes: { MailFromDomain: 'bounce.m.example', MailFromDomainStatus: 'SUCCESS' },
  },
  'describe-active-receipt-rule-set': '',
  'describe-receipt-rule-set': { Metadata: { Name: 'theirs' } },
  'list-subscriptions-by-topic': { Subscriptions: [{ SubscriptionArn: 'arn:aws:sns:eu-west-2:1:t:s' }] },
  'describe-trails': { trailList: [] },
  'get-event-selectors': {
    AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }],
  },
  'describe-alarms': {
    MetricAlarms: [{ AlarmName: 'NtsPipeline-relay-silent', StateValue: 'OK' }],
    CompositeAlarms: [],
  },
} as const;
type Question = keyof typeof ready;

const outputs = { AlarmTopic: 'arn:aws:sns:eu-west-2:1:t', IntakeRuleSetABC: 'ours' };

function looked(
  differently: Partial<Record<Question, unknown>> = {},
  before: {
    readonly outputs: Readonly<Record<string, string>> | undefined;
    readonly mailRules?: string;
    readonly readings?: 'here' | 'elsewhere';
  } = { outputs },
): readonly Finding[] {
  const run: Run = (_command, [, question = '']) => {
    const answer: unknown = { ...ready, ...differently }[question as Question];
    if (answer instanceof Error) return { ok: false, out: answer.message };
    return { ok: true, out: typeof answer === 'string' ? answer : JSON.stringify(answer) };
  };
  return lookAround({ region: 'eu-west-2', domain: 'm.example', ...before }, stackNames(), run);
}

const said = (findings: readonly Finding[]): string => findings.map(({ says }) => says).join('\n');

describe('an account', () => {
  test('that is ready has nothing in the way, live or not', () => {
    expect(inTheWay(looked(), true)).toEqual([]);
  });

  test.each<[string, Partial<Record<Question, unknown>>, RegExp]>([
    [
      'runs ten functions side by side',
      { 'get-account-settings': { AccountLimit: { ConcurrentExecutions: 10 } } },
      /Only 10 functions.*needs 100/,
    ],
    [
      'is in the sandbox',
      { 'get-account': { ...ready['get-account'], ProductionAccessEnabled: false } },
      /sandbox/,
    ],
    ['may not send', { 'get-account': { ...ready['get-account'], SendingEnabled: false } }, /has paused/],
    [
      'is on probation',
      { 'get-account': { ...ready['get-account'], EnforcementStatus: 'PROBATION' } },
      /PROBATION/,
    ],
    [
      'sends no e-mail a second',
      { 'get-account': { ...ready['get-account'], SendQuota: { MaxSendRate: 0 } } },
      /takes no e-mails a second/,
    ],
    [
      'has a domain that is not verified',
      { 'get-email-identity': { VerifiedForSendingStatus: false, DkimAttributes: { Status: 'PENDING' } } },
      /PENDING.*72 hours/,
    ],
    [
      'has other rules for mail in',
      { 'describe-active-receipt-rule-set': { Metadata: { Name: 'theirs' } } },
      /Other rules.*theirs.*--mail-rules theirs/,
    ],
    [
      'has nobody who confirmed',
      { 'list-subscriptions-by-topic': { Subscriptions: [{ SubscriptionArn: 'PendingConfirmation' }] } },
      /Nobody has confirmed/,
    ],
    ['has no subscriber', { 'list-subscriptions-by-topic': {} }, /Nobody has confirmed/],
  ])('that %s cannot go live, and can be deployed until then', (_what, differently, says) => {
    const findings = looked(differently);
    expect(said(inTheWay(findings, true))).toMatch(says);
    expect(inTheWay(findings, false)).toEqual([]);
    expect(findingsInWords(findings).join('\n')).toMatch(/^MEND/m);
  });

  test('of which something cannot be seen does not go live on trust', () => {
    const vital = (Object.keys(ready) as Question[]).filter(
      (question) =>
        !['describe-alarms', 'describe-receipt-rule-set', 'describe-trails', 'get-event-selectors'].includes(
          question,
        ),
    );
    fc.assert(
      fc.property(fc.subarray(vital, { minLength: 1 }), (hidden) => {
        const refused = Object.fromEntries(
          hidden.map((question) => [question, new Error(`AccessDenied: ${question}`)]),
        );
        const obstacles = said(inTheWay(looked(refused), true));
        for (const question of hidden) expect(obstacles).toContain(`AccessDenied: ${question}`);
      }),
    );
  });

  test('where another stage takes in e-mail already takes our rule into the same set', () => {
    const active = { 'describe-active-receipt-rule-set': { Metadata: { Name: 'theirs' } } };
    const findings = looked(active, { outputs, mailRules: 'theirs' });
    expect(said(findings)).toMatch(/Our rules take in e-mail, in the set theirs/);
    expect(inTheWay(findings, true)).toEqual([]);
    expect(said(inTheWay(looked(active, { outputs, mailRules: 'third' }), true))).toMatch(/Other rules/);
    const missing = { 'describe-receipt-rule-set': new Error('RuleSetDoesNotExist') };
    expect(said(inTheWay(looked(missing, { outputs, mailRules: 'theirs' }), false))).toMatch(
      /no set of rules "theirs"/,
    );
  });

  test('in which nobody records who reads what is sealed goes live with our own trail, and not without one', () => {
    expect(said(looked())).not.toContain('CloudTrail');
    const without = looked({}, { outputs, readings: 'elsewhere' });
    expect(said(inTheWay(without, true))).toMatch(/No trail of CloudTrail .* --readings here/);
    const unseen = looked(
      { 'describe-trails': new Error('AccessDenied') },
      { outputs, readings: 'elsewhere' },
    );
    expect(said(inTheWay(unseen, true))).toContain('AccessDenied');
  });

  test('that has a trail of its own is told what that records; ours stays unless somebody says otherwise', () => {
    const [theirs, ours] = ['theirs', 'NtsData-readings'].map((Name) => ({ Name, TrailARN: `arn:${Name}` }));
    const has = { 'describe-trails': { trailList: [theirs, ours] } };
    expect(said(looked(has))).toMatch(/already: theirs \(with data events\)\. .*--readings elsewhere/);
    expect(inTheWay(looked(has, { outputs, readings: 'elsewhere' }), true)).toEqual([]);
    const changesAlone = {
      ...has,
      'get-event-selectors': { EventSelectors: [{ ReadWriteType: 'All', DataResources: [] }] },
    };
    expect(said(looked(changesAlone))).toContain('theirs (without data events)');
    expect(said(inTheWay(looked(changesAlone, { outputs, readings: 'elsewhere' }), true))).toMatch(
      /No trail of CloudTrail/,
    );
    // Of the organisation's trail a member may see that it is there, and not what it records.
    const hidden = {
      'describe-trails': { trailList: [{ ...theirs, IsOrganizationTrail: true }] },
      'get-event-selectors': new Error('AccessDenied'),
    };
    const trusted = looked(hidden, { outputs, readings: 'elsewhere' });
    expect(said(trusted)).toMatch(/theirs of the organisation \(of what, cannot be seen\): see that/);
    expect(inTheWay(trusted, true)).toEqual([]);
  });

  test('with our own rules active, or an alarm that rings, says so and stands in nobody’s way', () => {
    const findings = looked({
      'describe-active-receipt-rule-set': { Metadata: { Name: 'ours' } },
      'describe-alarms': { MetricAlarms: [{ AlarmName: 'NtsPipeline-pages-failing', StateValue: 'ALARM' }] },
    });
    expect(said(findings)).toMatch(/Our rules take in[\s\S]*Ringing now: NtsPipeline-pages-failing/);
    expect(inTheWay(findings, true)).toEqual([]);
  });
});

describe('before the first deployment', () => {
  const unknown = {
    'get-email-identity': new Error('NotFoundException: Email identity m.example does not exist.'),
  };
  const first = (differently: Partial<Record<Question, unknown>>) =>
    looked({ ...unknown, 'describe-alarms': {}, ...differently }, { outputs: undefined });

  test('an account can be deployed to, and does not go live yet', () => {
    expect(inTheWay(first({}), false)).toEqual([]);
    expect(said(inTheWay(first({}), true))).toMatch(/does not know m\.example yet/);
  });

  test.each<[Partial<Record<Question, unknown>>, RegExp]>([
    [{ 'get-email-identity': ready['get-email-identity'] }, /knows m\.example in this account already/],
    [{ 'describe-alarms': ready['describe-alarms'] }, /alarms with our names[\s\S]*relay-silent/],
  ])('what CloudFormation would trip over stops it (%#)', (differently, says) => {
    expect(said(inTheWay(first(differently), false))).toMatch(says);
  });
});
