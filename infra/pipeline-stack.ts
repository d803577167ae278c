import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { defined } from '../shared/core/defined.ts';
import { Alarms } from './constructs/alarms.ts';
import { inboxAddress } from './constructs/incoming-mail.ts';
import type { PipelineFunction } from './constructs/pipeline-function.ts';
import type { PagesDomain } from './constructs/public-pages.ts';
import { SavedQueries } from './constructs/saved-queries.ts';
import { SchemeDashboard } from './constructs/scheme-dashboard.ts';
import { watchChildren } from './constructs/watch-children.ts';
import {
  watchErrorsOf,
  watchKeptFailures,
  watchThrottles,
  watchTimes,
} from './constructs/watch-functions.ts';
import { watchTables } from './constructs/watch-tables.ts';
import type { DataStack } from './data-stack.ts';
import type { Allowances } from './deploy/allowances.ts';
import type { Clock } from './deploy/options.ts';
import { Allocation } from './flows/allocation.ts';
import { Intake } from './flows/intake.ts';
import { Notifications } from './flows/notifications.ts';
import { Queues } from './flows/queues.ts';
import { Schedules } from './flows/schedules.ts';
import { Watch } from './flows/watch.ts';
import { Website } from './flows/website.ts';

export interface PipelineStackProps extends StackProps {
  /** Where the tables are. */
  readonly data: DataStack;
  /** The policy that decides, for example `nts-2026`. */
  readonly policy: string;
  /** Domain that e-mails come from. */
  readonly senderDomain: string;
  /** Whether anything happens by the clock. While it is paused, no alarm calls anybody because nothing happened. */
  readonly clock: Clock;
  /** What the account lets it do. */
  readonly allowed: Allowances;
  /**
   * Who is told of alarms.
   *
   * @default nobody by e-mail; the topic and the dashboard still show them
   */
  readonly alarmEmail?: string;
  /**
   * The set of SES's rules that ours for incoming e-mail goes into: an account has one that is active.
   *
   * @default a set of its own
   */
  readonly mailRules?: string;
  /**
   * The domain of pages and API.
   *
   * @default the address that AWS gives
   */
  readonly pagesDomain?: PagesDomain;
}

/** Everything that moves: the flows, what they share, and what watches over them. What each holds is said in `flows/`. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const { data, policy, senderDomain: domain, clock, allowed } = props;
    const inbox = inboxAddress(domain);
    const queues = new Queues(this);
    const { linkSecret, fingerprintSecret } = data;
    const shared = { data, queues, policy, allowed, linkSecret, fingerprintSecret };

    const allocation = new Allocation(this, shared);
    const website = new Website(this, {
      ...shared,
      inboxAddress: inbox,
      ...defined({ pagesDomain: props.pagesDomain }),
    });
    const intake = new Intake(this, {
      ...shared,
      domain,
      publicPages: website.publicPages,
      ...defined({ mailRules: props.mailRules }),
    });
    const notifications = new Notifications(this, {
      ...shared,
      domain,
      inboxAddress: inbox,
      pagesUrl: website.publicPages.url,
      onCall: props.alarmEmail,
    });
    const schedules = new Schedules(this, { ...shared, clock });
    const workQueues = [queues.referrals, queues.notifications, queues.returned, intake.received];
    const holdingQueues = [queues.quarantine, queues.setAside, notifications.relayDlq, schedules.dlq];
    const alarms = new Alarms(this, 'Alarms', { clock, ...defined({ email: props.alarmEmail }) });
    const watch = new Watch(this, {
      ...shared,
      holding: [...workQueues.map(({ deadLetters }) => deadLetters), ...holdingQueues],
      mail: intake.mail,
      received: intake.received,
      alarmTopic: alarms.topic,
      timetable: schedules.timetable,
    });

    for (const each of [queues, allocation, website, intake, notifications, schedules, watch])
      each.watch(alarms);
    watchChildren(alarms);
    watchTables(alarms, data);
    const functions = watchFunctions(alarms, {
      allocation,
      website,
      intake,
      notifications,
      schedules,
      watch,
    });

    const { dashboard } = new SchemeDashboard(this, 'Scheme', {
      workQueues,
      holdingQueues,
      functions,
      configurationSetName: notifications.mail.configurationSet.configurationSetName,
      apiId: website.publicPages.api.apiId,
      data,
    });
    new SavedQueries(this, 'Queries', functions);

    new CfnOutput(this, 'DashboardName', { value: dashboard.dashboardName });
    new CfnOutput(this, 'AlarmTopic', { value: alarms.topic.topicArn });
    new CfnOutput(this, 'PagesUrl', { value: website.publicPages.url });
    new CfnOutput(this, 'ReferralsAddress', { value: inbox });
    new CfnOutput(this, 'ReferralsQueueUrl', { value: queues.referrals.queue.queueUrl });
    // What is in use: deploy compares it with what the stack of tables keeps.
    new CfnOutput(this, 'LinkSecretArn', { value: linkSecret.secret.secretArn });
    new CfnOutput(this, 'FingerprintSecretArn', { value: fingerprintSecret.secret.secretArn });
  }
}

interface Flows {
  readonly allocation: Allocation;
  readonly website: Website;
  readonly intake: Intake;
  readonly notifications: Notifications;
  readonly schedules: Schedules;
  readonly watch: Watch;
}

/** Watches what functions of all flows have in common. @returns all of them */
function watchFunctions(alarms: Alarms, flows: Flows): readonly PipelineFunction[] {
  const { allocation, website, intake, notifications, schedules, watch } = flows;
  // Councils wait for the answer to an e-mail too, and whoever signs in for the e-mail with the link.
  const answering = [website.pages, intake.api, intake.receiveEmail, notifications.sendNotification];
  const byTheClock = [schedules.enforceDeadlines, ...schedules.daily, watch.keepWatch];
  const working = [
    allocation.allocateReferral,
    notifications.relayEvents,
    notifications.recordBounce,
    ...byTheClock,
  ];
  watchErrorsOf(alarms, 'mail-in', [intake.receiveEmail, notifications.recordBounce]);
  watchErrorsOf(alarms, 'daily-runs', [...schedules.daily, watch.keepWatch]);
  watchThrottles(alarms);
  watchTimes(alarms, { answering, working });
  watchKeptFailures(alarms, [notifications.relayEvents, ...byTheClock]);
  return [...answering, ...working];
}
