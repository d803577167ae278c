import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { settings as anchorTrailsSettings } from '../../functions/anchor-trails/settings.ts';
import { settings as enforceDeadlinesSettings } from '../../functions/enforce-deadlines/settings.ts';
import { settings as forgetDocumentsSettings } from '../../functions/forget-documents/settings.ts';
import { settings as keepFiguresSettings } from '../../functions/keep-figures/settings.ts';
import { settings as recountHeadroomSettings } from '../../functions/recount-headroom/settings.ts';
import { settings as remindCapacitySettings } from '../../functions/remind-capacity/settings.ts';
import type { Alarms } from '../constructs/alarms.ts';
import { queryIndex, useItems } from '../constructs/permissions.ts';
import { PipelineFunction } from '../constructs/pipeline-function.ts';
import { Timetable } from '../constructs/timetable.ts';
import {
  watchAnchors,
  watchErrors,
  watchLeftUndone,
  watchRecount,
  watchReminders,
  watchSchedules,
  watchSweep,
} from '../constructs/watch-functions.ts';
import { watchHoldingQueue } from '../constructs/watch-queues.ts';
import { HoldingQueue } from '../constructs/work-queue.ts';
import { DUE_INDEX } from '../data-stack.ts';
import type { Clock } from '../deploy/options.ts';
import { decideOnCases, type FlowProps } from './flow.ts';

export interface SchedulesProps extends FlowProps {
  /** Whether any of it happens. */
  readonly clock: Clock;
}

/**
 * What happens by the clock: deadlines every five minutes (`enforce-deadlines`), councils' places in the morning (`remind-capacity`),
 * birthdays after midnight (`recount-headroom`), in the night the ends of the trails (`anchor-trails`) and documents whose time is over
 * (`forget-documents`), and each hour the figures (`keep-figures`).
 */
export class Schedules {
  readonly enforceDeadlines: PipelineFunction;
  readonly remindCapacity: PipelineFunction;
  readonly recountHeadroom: PipelineFunction;
  readonly anchorTrails: PipelineFunction;
  readonly forgetDocuments: PipelineFunction;
  readonly keepFigures: PipelineFunction;
  /** Runs that did not happen. */
  readonly dlq: HoldingQueue;
  readonly timetable: Timetable;
  readonly #vaultName: string;

  constructor(scope: Construct, props: SchedulesProps) {
    this.#vaultName = props.data.backups.vaultName;
    this.dlq = new HoldingQueue(scope, 'SchedulesDlq', {
      name: 'schedules-dlq',
      emptiedBy: 'each is a run by the clock that did not happen; the next one does its work too',
    });
    this.enforceDeadlines = enforceDeadlines(scope, props);
    this.remindCapacity = remindCapacity(scope, props);
    this.recountHeadroom = recountHeadroom(scope, props);
    this.anchorTrails = anchorTrails(scope, props);
    this.forgetDocuments = forgetDocuments(scope, props);
    this.keepFigures = keepFigures(scope, props);

    this.timetable = new Timetable(scope, 'Timetable', { undelivered: this.dlq, clock: props.clock });
    this.#plan();
  }

  /** When each of them runs. */
  #plan(): void {
    this.timetable.run({
      target: this.enforceDeadlines,
      expression: 'rate(5 minutes)',
      description: 'Every five minutes: what is due',
      worthStartingFor: Duration.minutes(4),
    });
    this.timetable.run({
      target: this.remindCapacity,
      expression: 'cron(0 8 ? * MON-FRI *)',
      description: 'Weekday mornings at eight: councils whose word on capacity is old',
      worthStartingFor: Duration.hours(2),
    });
    this.timetable.run({
      target: this.recountHeadroom,
      expression: 'cron(15 0 * * ? *)',
      description: 'A quarter past midnight: birthdays',
      worthStartingFor: Duration.hours(6),
    });
    this.timetable.run({
      target: this.anchorTrails,
      expression: 'cron(45 1 * * ? *)',
      description: 'In the night: the ends of yesterday’s trails',
      worthStartingFor: Duration.hours(6),
    });
    this.timetable.run({
      target: this.forgetDocuments,
      expression: 'cron(15 2 * * ? *)',
      description: 'In the night: documents whose time is over',
      worthStartingFor: Duration.hours(6),
    });
    this.timetable.run({
      target: this.keepFigures,
      expression: 'cron(20 * * * ? *)',
      description: 'Twenty past each hour: the figures of the scheme',
      worthStartingFor: Duration.minutes(40),
    });
  }

  /** The runs that nobody waits for. */
  get daily(): readonly PipelineFunction[] {
    return [
      this.remindCapacity,
      this.recountHeadroom,
      this.anchorTrails,
      this.forgetDocuments,
      this.keepFigures,
    ];
  }

  watch(alarms: Alarms): void {
    watchHoldingQueue(alarms, this.dlq, 'A run by the clock failed or was never started.');
    watchErrors(alarms, this.enforceDeadlines);
    watchLeftUndone(alarms);
    watchSweep(alarms, this.enforceDeadlines);
    watchReminders(alarms, this.remindCapacity);
    watchRecount(alarms, this.recountHeadroom);
    watchAnchors(alarms, this.anchorTrails);
    watchSchedules(alarms, this.timetable.group.ref, this.#vaultName);
  }
}

const enforceDeadlines = (scope: Construct, { data: { cases }, policy }: FlowProps): PipelineFunction =>
  new PipelineFunction(scope, 'EnforceDeadlines', {
    name: 'enforce-deadlines',
    description: 'Reminds, expires, promotes and escalates when a deadline passes',
    settings: enforceDeadlinesSettings,
    environment: { CASES_TABLE: cases.table.tableName, POLICY: policy },
    timeout: Duration.minutes(2),
    may: [
      // No deadline touches the birthdays.
      ...useItems('DecideOnCases', cases, {
        ...decideOnCases,
        event: ['PutItem'],
        heartbeat: ['PutItem'],
      }),
      queryIndex('FindWhatIsDue', cases, DUE_INDEX),
    ],
  });

const remindCapacity = (scope: Construct, { data: { cases }, policy }: FlowProps): PipelineFunction =>
  new PipelineFunction(scope, 'RemindCapacity', {
    name: 'remind-capacity',
    description: 'Asks councils for their places when their last word is old',
    settings: remindCapacitySettings,
    environment: { CASES_TABLE: cases.table.tableName, POLICY: policy },
    timeout: Duration.minutes(2),
    may: [
      ...useItems('RemindCouncils', cases, {
        nation: ['GetItem'],
        council: ['GetItem', 'Query', 'UpdateItem'],
        event: ['PutItem'],
      }),
    ],
  });

const recountHeadroom = (
  scope: Construct,
  { data: { cases, sealed }, policy }: FlowProps,
): PipelineFunction =>
  new PipelineFunction(scope, 'RecountHeadroom', {
    name: 'recount-headroom',
    description: 'Counts each council’s headroom again as children turn 18',
    settings: recountHeadroomSettings,
    environment: {
      CASES_TABLE: cases.table.tableName,
      SEALED_TABLE: sealed.table.tableName,
      POLICY: policy,
    },
    timeout: Duration.minutes(5),
    may: [
      ...useItems('DecideOnCases', cases, {
        ...decideOnCases,
        council: ['GetItem', 'Query', 'UpdateItem'],
        event: ['PutItem'],
        birthday: ['Query', 'DeleteItem'],
        fairness: ['PutItem'],
      }),
      ...useItems('ReadDatesOfBirth', sealed, { particulars: ['GetItem'] }),
    ],
  });

function anchorTrails(scope: Construct, { data: { cases, anchors } }: FlowProps): PipelineFunction {
  const made = new PipelineFunction(scope, 'AnchorTrails', {
    name: 'anchor-trails',
    description: 'Keeps the ends of the trails outside the table, where nobody can change them',
    settings: anchorTrailsSettings,
    environment: { CASES_TABLE: cases.table.tableName, ANCHORS_BUCKET: anchors.bucket.bucketName },
    timeout: Duration.minutes(5),
    may: [
      ...useItems('ReadTrails', cases, { event: ['Query'], grown: ['Query'] }),
      ...anchors.use('KeepAnchors'),
    ],
  });
  anchors.explainUse(made.role);
  return made;
}

function forgetDocuments(
  scope: Construct,
  { data: { cases, sealed, documents } }: FlowProps,
): PipelineFunction {
  const made = new PipelineFunction(scope, 'ForgetDocuments', {
    name: 'forget-documents',
    description:
      'Keeps what is under legal hold, and removes the bytes of documents that are on no list any more',
    settings: forgetDocumentsSettings,
    environment: {
      CASES_TABLE: cases.table.tableName,
      SEALED_TABLE: sealed.table.tableName,
      DOCUMENTS_BUCKET: documents.bucket.bucketName,
    },
    timeout: Duration.minutes(5),
    may: [
      ...useItems('FindWhatIsHeld', cases, { listed: ['Query'], case: ['GetItem'] }),
      ...useItems('ReadListsAndKeepWhatIsHeld', sealed, {
        particulars: ['UpdateItem'],
        documents: ['GetItem', 'UpdateItem'],
        socialWorker: ['Query', 'UpdateItem'],
        amendment: ['Query', 'UpdateItem'],
        heldCopy: ['Query', 'UpdateItem'],
      }),
      ...documents.forget('ForgetDocuments'),
    ],
  });
  documents.explainUse(made.role);
  return made;
}

const keepFigures = (scope: Construct, { data: { cases } }: FlowProps): PipelineFunction =>
  new PipelineFunction(scope, 'KeepFigures', {
    name: 'keep-figures',
    description: 'Counts what the trails say, and keeps the figures of each month',
    settings: keepFiguresSettings,
    environment: { CASES_TABLE: cases.table.tableName },
    timeout: Duration.minutes(10),
    may: useItems('KeepFigures', cases, {
      event: ['Query'],
      grown: ['Query'],
      figureRecord: ['Query', 'PutItem'],
      care: ['Query', 'PutItem'],
      figures: ['GetItem', 'PutItem', 'UpdateItem'],
    }),
  });
