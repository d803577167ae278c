/** What whoever subscribed to a topic gets by e-mail when an alarm changes its state. */
import type { AlarmPlan } from '../alarms/alarm-plans.ts';
import type { Transition } from '../alarms/alarms.ts';
import type { Point } from '../alarms/metrics.ts';

export interface Notice {
  readonly plan: AlarmPlan;
  readonly change: Transition;
  /** What the alarm looked at, the oldest first. */
  readonly points: readonly Point[];
}

const moment = (at: number): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium', timeZone: 'UTC' }).format(at);

/** Why an alarm is in its state, from the points that it looked at. */
export function reasonOf({ plan, change: { to }, points }: Notice): string {
  if (plan.kind === 'composite')
    return `The rule of the alarm is ${to === 'ALARM' ? 'met' : 'no longer met'}.`;
  const { evaluationPeriods, datapointsToAlarm, breaches } = plan.rule;
  const looked = points.slice(-evaluationPeriods);
  const wrong = looked.filter((point) => point !== undefined && breaches(point)).length;
  const missing = looked.filter((point) => point === undefined).length;
  const shown = looked
    .slice(-5)
    .map((point) => (point === undefined ? 'no data' : String(Math.round(point * 1_000) / 1_000)));
  return `${wrong} of the last ${evaluationPeriods} periods of ${plan.periodSeconds / 60} minutes were on the wrong side, ${missing} had no data, and ${datapointsToAlarm} ring. Newest values: ${shown.join(', ')}.`;
}

/** The e-mail, as Amazon SNS words it for an alarm of CloudWatch. */
export function noticeMail(notice: Notice): { readonly subject: string; readonly text: string } {
  const { plan, change } = notice;
  const { alarm, from, to, at } = change;
  return {
    subject: `${to}: "${alarm}" in EU (London)`,
    text: `Your Amazon CloudWatch Alarm "${alarm}" in the EU (London) region has entered the ${to} state, because "${reasonOf(notice)}" at "${moment(at)} UTC".

Alarm Details:
- Name:                ${alarm}
- Description:         ${plan.description}
- State Change:        ${from} -> ${to}
- Timestamp:           ${moment(at)} UTC
`,
  };
}
