import { Duration } from 'aws-cdk-lib';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import type { Alarms } from './alarms.ts';
import { SWEEP, schemeMetric } from './scheme-metrics.ts';

/** Half of the ten working days that a move may take is about seven days; before that somebody should know. */
export const UNPLACED_TOO_LONG = Duration.days(5);

/** The government publishes about two years of bank holidays ahead; four months is time to carry them over calmly. */
const CALENDAR_SHORT_DAYS = 120;

/** The alarms that are about children rather than machines. */
export function watchChildren(alarms: Alarms): void {
  alarms.raise({
    name: 'case-past-deadline',
    says: 'A child should have moved by now and has not.',
    metric: schemeMetric(metricNames.casesOpenPastDeadline, { statistic: 'Maximum', period: SWEEP }),
    from: 1,
    // When the sweep is silent, deadlines-not-enforced rings; that the child has moved is not known.
    silence: 'changes nothing',
  });
  alarms.raise({
    name: 'child-unplaced-too-long',
    says: `A child has been without a council for ${UNPLACED_TOO_LONG.toDays()} days.`,
    metric: schemeMetric(metricNames.oldestUnplacedSeconds, { statistic: 'Maximum', period: SWEEP }),
    from: UNPLACED_TOO_LONG.toSeconds(),
    silence: 'changes nothing',
  });
  alarms.raise({
    name: 'calendar-running-out',
    says: `The calendar of bank holidays ends in under ${CALENDAR_SHORT_DAYS} days; past its end no deadline can be set.`,
    metric: schemeMetric(metricNames.calendarDaysLeft, { statistic: 'Minimum', period: Duration.days(1) }),
    from: CALENDAR_SHORT_DAYS,
    direction: 'below',
    // Every sweep reports it; deadlines-not-enforced rings when none does.
    silence: 'changes nothing',
  });
}
