import * as z from 'zod';
import { readingsTrailOf, type stackNames } from '../stage.ts';
import { type Outputs, outputOf } from './account.ts';
import { FUNCTIONS_SIDE_BY_SIDE, functionsOf, sendingOf } from './allowances.ts';
import { type Answer, ask, type Run } from './ask.ts';
import type { ReadingsRecorded } from './options.ts';

/** What was seen of the account: to know, to mend before it is live, or a reason not to deploy at all. */
export interface Finding {
  readonly weight: 'to-know' | 'before-live' | 'stop';
  readonly says: string;
}

/** What a look needs to know of what is deployed, if anything is. */
export interface LookedAt {
  readonly region: string;
  readonly domain: string;
  /** Outputs of the stack that moves things; undefined before the first deployment. */
  readonly outputs: Outputs | undefined;
  /** The set of rules for incoming e-mail that ours goes into; undefined for a set of its own. */
  readonly mailRules?: string | undefined;
  /** Which trail records who reads what is sealed. */
  readonly readings?: ReadingsRecorded | undefined;
}

const toKnow = (says: string): Finding => ({ weight: 'to-know', says });
const beforeLive = (says: string): Finding => ({ weight: 'before-live', says });
const unseen = (what: string, problem: string): Finding[] => [
  beforeLive(`${what} cannot be seen: ${problem}`),
];

function lookAtFunctions({ region }: LookedAt, run: Run): Finding[] {
  const answer = functionsOf(region, run);
  if ('problem' in answer) return unseen('How many functions may run side by side', answer.problem);
  const { ConcurrentExecutions: limit } = answer.data.AccountLimit;
  return limit >= FUNCTIONS_SIDE_BY_SIDE
    ? [toKnow(`${limit} functions may run side by side.`)]
    : [
        beforeLive(
          `Only ${limit} functions may run side by side; the scheme needs ${FUNCTIONS_SIDE_BY_SIDE}, or pages fail while e-mails are sent. Ask for more: Service Quotas, AWS Lambda, "Concurrent executions".`,
        ),
      ];
}

function lookAtSending({ region }: LookedAt, run: Run): Finding[] {
  const answer = sendingOf(region, run);
  if ('problem' in answer) return unseen('What SES lets this account send', answer.problem);
  const { ProductionAccessEnabled, SendingEnabled, EnforcementStatus, SendQuota } = answer.data;
  return [
    ...(ProductionAccessEnabled
      ? [toKnow('SES has given this account production access.')]
      : [
          beforeLive(
            'SES holds this account in its sandbox: only addresses that you verified get e-mail. Ask for production access in the SES console.',
          ),
        ]),
    ...(SendingEnabled ? [] : [beforeLive('SES has paused what this account sends. Its console says why.')]),
    ...(EnforcementStatus === 'HEALTHY'
      ? []
      : [beforeLive(`SES says of this account: ${EnforcementStatus}. Its console says why.`)]),
    ...(SendQuota.MaxSendRate > 0
      ? [toKnow(`SES takes ${SendQuota.MaxSendRate} e-mails a second from this account; no more are sent.`)]
      : [beforeLive('SES takes no e-mails a second from this account. Its console says why.')]),
  ];
}

const identity = z.object({
  VerifiedForSendingStatus: z.boolean().default(false),
  DkimAttributes: z.object({ Status: z.string() }).default({ Status: 'unknown' }),
  MailFromAttributes: z
    .object({ MailFromDomainStatus: z.string().optional() })
    .default({ MailFromDomainStatus: 'unknown' }),
});

function lookAtDomain({ region, domain, outputs }: LookedAt, run: Run): Finding[] {
  const question = ['sesv2', 'get-email-identity', '--email-identity', domain];
  const answer = ask(run, region, question, identity);
  if ('problem' in answer) {
    if (!answer.problem.includes('NotFoundException'))
      return unseen(`What SES knows of ${domain}`, answer.problem);
    return [
      beforeLive(
        `SES does not know ${domain} yet. It will, once this is deployed and the records below are in its DNS.`,
      ),
    ];
  }
  if (outputs === undefined)
    return [
      {
        weight: 'stop',
        says: `SES knows ${domain} in this account already, and the stack cannot make it again. Choose a domain below it, or delete that identity if nothing else sends from it: aws sesv2 delete-email-identity --email-identity ${domain} --region ${region}`,
      },
    ];
  const { VerifiedForSendingStatus, DkimAttributes, MailFromAttributes } = answer.data;
  return [
    VerifiedForSendingStatus
      ? toKnow(`SES sends from ${domain} (DKIM: ${DkimAttributes.Status}).`)
      : beforeLive(
          `SES does not send from ${domain} yet (DKIM: ${DkimAttributes.Status}). It looks for the records for 72 hours, then they have to be asked for again in its console.`,
        ),
    ...(MailFromAttributes.MailFromDomainStatus === 'SUCCESS'
      ? []
      : [
          toKnow(
            'SES has not seen the MAIL FROM records: until then bounces go by its own domain, and SPF does not vouch for ours.',
          ),
        ]),
  ];
}

const ruleSet = z.object({ Metadata: z.object({ Name: z.string() }).optional() });

/** The rule set that takes in e-mail now, if any: an account has one. */
export function activeRuleSet(region: string, run: Run): Answer<string | undefined> {
  const answer = ask(run, region, ['ses', 'describe-active-receipt-rule-set'], ruleSet);
  return 'problem' in answer ? answer : { data: answer.data.Metadata?.Name };
}

/** The set that is named has to be there: CloudFormation does not make it. */
function lookForSet(set: string, region: string, run: Run): Finding[] {
  const question = ['ses', 'describe-receipt-rule-set', '--rule-set-name', set];
  const answer = ask(run, region, question, ruleSet);
  return 'problem' in answer
    ? [{ weight: 'stop', says: `There is no set of rules "${set}" that ours can go into: ${answer.problem}` }]
    : [];
}

function lookAtRules({ region, outputs, mailRules }: LookedAt, run: Run): Finding[] {
  const missing = mailRules === undefined ? [] : lookForSet(mailRules, region, run);
  if (missing.length > 0) return missing;
  const answer = activeRuleSet(region, run);
  if ('problem' in answer) return unseen('Which rules take in e-mail', answer.problem);
  if (answer.data === undefined) return [toKnow('No rules take in e-mail yet; ours will once it is live.')];
  return answer.data === (mailRules ?? outputOf(outputs, 'RuleSet'))
    ? [toKnow(`Our rules take in e-mail${mailRules === undefined ? '' : `, in the set ${mailRules}`}.`)]
    : [
        beforeLive(
          `Other rules take in e-mail in this account: ${answer.data}. An account has one active set: put our rule into it (--mail-rules ${answer.data}).`,
        ),
      ];
}

const subscriptions = z.object({
  Subscriptions: z.array(z.object({ SubscriptionArn: z.string() })).default([]),
});

function lookAtOnCall({ region, outputs }: LookedAt, run: Run): Finding[] {
  const topic = outputOf(outputs, 'AlarmTopic');
  if (topic === undefined) return [];
  const question = ['sns', 'list-subscriptions-by-topic', '--topic-arn', topic];
  const answer = ask(run, region, question, subscriptions);
  if ('problem' in answer) return unseen('Who is told of alarms', answer.problem);
  const confirmed = answer.data.Subscriptions.filter(({ SubscriptionArn: arn }) => arn.startsWith('arn:'));
  return confirmed.length > 0
    ? [toKnow(`Told of alarms: ${confirmed.length} who confirmed it.`)]
    : [
        beforeLive(
          'Nobody has confirmed that they want to be told of alarms: they ring, and nobody hears. Open the e-mail from AWS and confirm, or give an address: --alarm-email.',
        ),
      ];
}

const trails = z.object({
  trailList: z
    .array(
      z.object({ Name: z.string(), TrailARN: z.string(), IsOrganizationTrail: z.boolean().default(false) }),
    )
    .default([]),
});
const selectors = z.object({
  EventSelectors: z.array(z.object({ DataResources: z.array(z.unknown()).default([]) })).nullish(),
  AdvancedEventSelectors: z
    .array(
      z.object({
        FieldSelectors: z.array(z.object({ Field: z.string(), Equals: z.array(z.string()).default([]) })),
      }),
    )
    .nullish(),
});

/** Whether a trail records what is done to data; of one of an organisation an account may not ask. */
function recordsData(arn: string, region: string, run: Run): boolean | 'unknown' {
  const answer = ask(run, region, ['cloudtrail', 'get-event-selectors', '--trail-name', arn], selectors);
  if ('problem' in answer) return 'unknown';
  const { EventSelectors, AdvancedEventSelectors } = answer.data;
  return (
    (EventSelectors ?? []).some(({ DataResources }) => DataResources.length > 0) ||
    (AdvancedEventSelectors ?? []).some(({ FieldSelectors }) =>
      FieldSelectors.some(({ Field, Equals }) => Field === 'eventCategory' && Equals.includes('Data')),
    )
  );
}

const recording = {
  true: 'with data events',
  false: 'without data events',
  unknown: 'of what, cannot be seen',
};

/** Who reads what is sealed has to be recorded once: by a trail of ours, or by one that is there. */
function lookAtTrails({ region, readings }: LookedAt, dataStack: string, run: Run): Finding[] {
  const answer = ask(run, region, ['cloudtrail', 'describe-trails'], trails);
  if ('problem' in answer)
    return [
      (readings === 'elsewhere' ? beforeLive : toKnow)(
        `Which trails of CloudTrail there are cannot be seen: ${answer.problem}`,
      ),
    ];
  const ours = readingsTrailOf(dataStack);
  const others = answer.data.trailList
    .filter(({ Name }) => Name !== ours)
    .map((trail) => ({ ...trail, data: recordsData(trail.TrailARN, region, run) }));
  const inWords = others
    .map(
      ({ Name, IsOrganizationTrail, data }) =>
        `${Name}${IsOrganizationTrail ? ' of the organisation' : ''} (${recording[`${data}`]})`,
    )
    .join(', ');
  if (readings !== 'elsewhere')
    return others.length === 0
      ? []
      : [
          toKnow(
            `The account has trails of CloudTrail already: ${inWords}. If one records data events of both buckets and of the sealed table, ours is not needed: --readings elsewhere.`,
          ),
        ];
  return others.some(({ data }) => data !== false)
    ? [
        toKnow(
          `Who reads what is sealed has to be recorded by ${inWords}: see that it has data events of the buckets documents and mail, and of the table sealed.`,
        ),
      ]
    : [
        beforeLive(
          `No trail of CloudTrail in this account records who reads what is sealed${inWords === '' ? '' : `: ${inWords}`}. Let ours do it: --readings here.`,
        ),
      ];
}

const named = z.array(z.object({ AlarmName: z.string(), StateValue: z.string() }));
const alarms = z.object({ MetricAlarms: named.default([]), CompositeAlarms: named.default([]) });

function lookAtAlarms({ region, outputs }: LookedAt, stack: string, run: Run): Finding[] {
  const question = ['cloudwatch', 'describe-alarms', '--alarm-name-prefix', `${stack}-`];
  const answer = ask(run, region, question, alarms);
  if ('problem' in answer) return [toKnow(`Which alarms there are cannot be seen: ${answer.problem}`)];
  const all = [...answer.data.MetricAlarms, ...answer.data.CompositeAlarms];
  const inWords = (some: typeof all): string => some.map(({ AlarmName }) => AlarmName).join(', ');
  if (outputs === undefined && all.length > 0)
    return [
      {
        weight: 'stop',
        says: `There are alarms with our names, of no stack of ours: ${inWords(all)}. CloudFormation does not take them over. Delete them first.`,
      },
    ];
  const ringing = all.filter(({ StateValue }) => StateValue === 'ALARM');
  return ringing.length === 0
    ? []
    : [
        toKnow(
          `Ringing now: ${inWords(ringing)}. Their runbooks are in infra/runbooks. Deploy if that is what mends them.`,
        ),
      ];
}

/** Looks at all of an account that can stand in the way of the scheme. Changes nothing. */
export const lookAround = (
  at: LookedAt,
  { data, pipeline }: ReturnType<typeof stackNames>,
  run: Run,
): readonly Finding[] => [
  ...lookAtFunctions(at, run),
  ...lookAtSending(at, run),
  ...lookAtDomain(at, run),
  ...lookAtRules(at, run),
  ...lookAtOnCall(at, run),
  ...lookAtTrails(at, data, run),
  ...lookAtAlarms(at, pipeline, run),
];

const marks: Readonly<Record<Finding['weight'], string>> = {
  'to-know': '      ',
  'before-live': 'MEND  ',
  stop: 'STOP  ',
};

/** What was seen, a line each; what has to be mended is marked. */
export const findingsInWords = (findings: readonly Finding[]): string[] =>
  findings.map(({ weight, says }) => `${marks[weight]}${says}`);

/**
 * What stands in the way. Going live waits for everything that would keep e-mails from people, or people from knowing; a stack that is
 * live already may always be deployed, because that is how it is mended.
 */
export const inTheWay = (findings: readonly Finding[], goesLive: boolean): readonly Finding[] =>
  findings.filter(({ weight }) => weight === 'stop' || (goesLive && weight === 'before-live'));
