import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { DataStack } from '../../infra/data-stack.ts';
import { type Resources, schemaOf } from './resource-schemas.ts';
import { anApp, resources, synthesize } from './synthesis.ts';

const { data, pipeline } = synthesize();

/** What holds something that would be gone, or left behind, if CloudFormation took it for another one. */
const stateful = [
  'AWS::Backup::BackupVault',
  'AWS::DynamoDB::Table',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
  'AWS::SQS::Queue',
];

test('what is pinned here is all that AWS says keeps something, in what we deploy', () => {
  const types = [data, pipeline].flatMap((template) =>
    Object.values(template.toJSON().Resources as Resources).map(({ Type }) => Type),
  );
  expect([...new Set(types)].filter((type) => schemaOf(type).isStateful === true).toSorted()).toEqual(
    stateful.toSorted(),
  );
});

const idsIn = (template: Template): string[] =>
  stateful.flatMap((type) => resources(template, type).map(({ logicalId }) => logicalId)).toSorted();

// A new queue, bucket or function adds a line here. A line that changes is a resource that is made anew, empty: that is a migration.
test('whatever holds data keeps the logical id by which CloudFormation knows it', () => {
  expect(idsIn(data)).toEqual([
    'AnchorsBucketE0A93AD3',
    'BackupsKeyC696F888',
    'BackupsVault1F11AFCC',
    'CasesKey488BCE34',
    'CasesTable7FA77C7D',
    'DocumentsBucket089EA665',
    'FingerprintSecretE3154A40',
    'IncomingMailBucketF3F16DE9',
    'IncomingMailKey497EACA8',
    'LinkSecret227E4EC3',
    'ReadingsBucket69890194',
    'SealedKey0D44F998',
    'SealedTableCA15FD75',
  ]);
  expect(idsIn(pipeline)).toEqual([
    'AlarmsKey3C2381B3',
    'AllocateReferralLogs6784FD2C',
    'AnchorTrailsLogsAF04F551',
    'ApiLogsCD139AD4',
    'EnforceDeadlinesLogs19A9C366',
    'ForgetDocumentsLogs562FC454',
    'KeepFiguresLogsCCF26788',
    'KeepWatchLogs33CD3FEE',
    'NotificationsDeadLettersQueueD9935971',
    'NotificationsQueue91395D8F',
    'PagesLogs1F04617C',
    'PublicPagesAccessLog68B470FE',
    'QuarantineKey3F3C79FD',
    'QuarantineQueue7DCA55F2',
    'ReceiveEmailLogsE1885EA4',
    'ReceivedMailDeadLettersQueueA1CC3907',
    'ReceivedMailQueue826D5A14',
    'RecordBounceLogs941CBFD1',
    'RecountHeadroomLogs51605409',
    'ReferralsDeadLettersQueueEAD02DCD',
    'ReferralsQueue965B7DCE',
    'RelayDlqQueueEBA2E6A2',
    'RelayEventsLogs58025B8F',
    'RemindCapacityLogs88324C05',
    'ReturnedDeadLettersQueueACC1B852',
    'ReturnedQueueB465233F',
    'SchedulesDlqQueue0BDCAC90',
    'SendNotificationLogsA98C6161',
    'SetAsideQueue935A8FB2',
  ]);
});

const exportsOf = (template: Template): string[] =>
  Object.values(template.findOutputs('*'))
    .flatMap(({ Export }): string[] => (Export === undefined ? [] : [Export.Name]))
    .toSorted();

// What the pipeline uses for the first time adds a line here, and one to `DataStack`. None ever goes: a pipeline that is deployed may import it.
test('whatever a pipeline may import stays exported, so that the version before can be deployed again', () => {
  const kept = [
    'FnGetAttAnchorsBucketE0A93AD3Arn2FDA401E',
    'FnGetAttCasesKey488BCE34Arn0276BB23',
    'FnGetAttCasesTable7FA77C7DArnC6BF4E9E',
    'FnGetAttCasesTable7FA77C7DStreamArnB018622C',
    'FnGetAttDocumentsBucket089EA665Arn9C7B4550',
    'FnGetAttIncomingMailBucketF3F16DE9Arn25E03A61',
    'FnGetAttIncomingMailKey497EACA8Arn0406B7CC',
    'FnGetAttSealedKey0D44F998Arn4ED47881',
    'FnGetAttSealedTableCA15FD75Arn7B2FAF6B',
    'RefAnchorsBucketE0A93AD35C15CF5C',
    'RefCasesTable7FA77C7D09BA46C4',
    'RefDocumentsBucket089EA6651B1BFD54',
    'RefFingerprintSecretE3154A40BFC78E2B',
    'RefIncomingMailBucketF3F16DE97B21AAD0',
    'RefLinkSecret227E4EC3444277DD',
    'RefSealedTableCA15FD75922F4272',
  ].map((id) => `NtsData:ExportsOutput${id}`);
  expect(exportsOf(data)).toEqual(kept);
  // Used or not: a pipeline that imports nothing takes none of them away.
  const app = anApp();
  app.node.setContext('@aws-cdk/core:defaultCrossStackReferences', 'strong');
  expect(
    exportsOf(Template.fromStack(new DataStack(app, 'NtsData', { env: { region: 'eu-west-2' } }))),
  ).toEqual(kept);
});
