import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { MessageRejected, SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SecretsManagerSigningKey } from '../../shared/aws/secrets-manager-signing-key.ts';
import { SesMailer } from '../../shared/aws/ses-mailer.ts';
import { SqsPublisher } from '../../shared/aws/sqs-publisher.ts';
import { SqsQuarantine } from '../../shared/aws/sqs-quarantine.ts';
import { anEmail } from './mailer-promises.ts';
import { scripted } from './scripted.ts';

const region = { region: 'eu-west-2' };
const sqs = new SQSClient(region);
const ses = new SESClient(region);
const secrets = new SecretsManagerClient(region);
const sqsMock = scripted(sqs);
const sesMock = scripted(ses);
const secretsMock = scripted(secrets);
const named = (name: string) => Object.assign(new Error(name), { name });

beforeEach(() => {
  for (const mock of [sqsMock, sesMock, secretsMock]) mock.reset();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('SqsPublisher', () => {
  const publisher = new SqsPublisher(sqs, 'https://sqs.example/queue');
  const messages = Array.from({ length: 25 }, (_, index) => ({
    id: `NTS-7F3K-2M9Q:${index}`,
    body: String(index),
  }));
  const ids = (from: number, to: number) => messages.slice(from, to).map(({ id }) => id);
  const batch = () => sqsMock.on(SendMessageBatchCommand);

  test('half a batch fails: its messages are named, by our ids', async () => {
    batch()
      .resolvesOnce({
        Successful: [],
        Failed: [2, 4].map((Id) => ({ Id: String(Id), Code: 'InternalError' })),
      })
      .resolves({});
    expect(await publisher.publish(messages)).toEqual({ failed: [messages[2]?.id, messages[4]?.id] });
  });

  test('a batch that never arrives: its messages are named, the others are sent', async () => {
    batch().resolvesOnce({}).rejectsOnce(named('TimeoutError')).resolves({});
    expect(await publisher.publish(messages)).toEqual({ failed: ids(10, 20) });
    expect(sqsMock.sent()).toHaveLength(3);
  });

  test('nothing gets through: what SQS said is thrown', async () => {
    batch().rejects(named('ThrottlingException'));
    await expect(publisher.publish(messages)).rejects.toThrow('ThrottlingException');
    batch().resolves({ Failed: [{ Id: '0', Code: 'InternalError' }] });
    await expect(publisher.publish(messages.slice(0, 1))).rejects.toThrow(/NTS-7F3K-2M9Q:0.*InternalError/);
  });
});

test('a message that could not be quarantined is an error, so that it stays on its queue', async () => {
  sqsMock.on(SendMessageCommand).rejects(named('TimeoutError'));
  const quarantine = new SqsQuarantine(sqs, 'https://sqs.example/quarantine');
  await expect(quarantine.keep({ id: 'a', body: 'b' }, { code: 'c', words: 'd' })).rejects.toThrow(
    'TimeoutError',
  );
});

describe('SesMailer', () => {
  const mailer = new SesMailer(ses, 'transfers');
  const send = () => sesMock.on(SendRawEmailCommand);
  const said = (name: string, message = name) =>
    new SESServiceException({ name, message, $fault: 'client', $metadata: {} });

  test.each([
    'Throttling',
    'AccountSendingPausedException',
    'ConfigurationSetSendingPausedException',
    'MailFromDomainNotVerifiedException',
    'ServiceUnavailable',
    'AccessDenied',
  ])('%s is thrown, for the mail to be tried again', async (name) => {
    send().rejects(said(name));
    await expect(mailer.send(anEmail())).rejects.toMatchObject({ name });
  });

  test.each([
    'Email address is not verified. The following identities failed the check in region EU-WEST-2: a@b.example',
    'Domain is not verified.',
  ])('the account has to be mended, not the mail, and it is thrown: %s', async (message) => {
    send().rejects(new MessageRejected({ $metadata: {}, message }));
    await expect(mailer.send(anEmail())).rejects.toMatchObject({ name: 'MessageRejected' });
  });

  test('an answer that never comes is thrown', async () => {
    send().rejects(named('TimeoutError'));
    await expect(mailer.send(anEmail())).rejects.toThrow('TimeoutError');
  });

  test.each([
    new MessageRejected({
      $metadata: {},
      message: 'Local address contains control or whitespace: duty@e10000014.councils.example',
    }),
    said('InvalidParameterValue', "Domain ends with dot: 'duty@e10000014.councils.example.'"),
  ])('$name is refused for good, without the address', async (error) => {
    send().rejects(error);
    expect(await mailer.send(anEmail())).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(new RegExp(`^SES refused it \\(${error.name}\\): [^@]+$`)),
    });
  });

  test('the mail goes to every address, under the configuration set, tagged with its id if that is one of ours', async () => {
    send().resolves({ MessageId: 'ses-1' });
    await mailer.send(anEmail({ id: 'Zqx Canary' }));
    expect(sesMock.sent()[0]?.Tags).toEqual([
      { Name: 'email', Value: expect.stringMatching(/^sha256-[0-9a-f]{16}$/) },
    ]);
    const id = 'NTS-7F3K-2M9Q:2:offer-to-primary:council:E10000014';
    expect(await mailer.send(anEmail({ id }))).toEqual({ kind: 'accepted', messageId: 'ses-1' });
    expect(sesMock.sent()[1]).toMatchObject({
      Source: 'no-reply@transfers.example',
      Destinations: ['duty@e10000014.councils.example', 'smp@e12000008.example'],
      ConfigurationSetName: 'transfers',
      Tags: [{ Name: 'email', Value: 'NTS-7F3K-2M9Q-2-offer-to-primary-council-E10000014' }],
    });
  });
});

describe('SecretsManagerSigningKey', () => {
  const secret = 'k'.repeat(64);
  const get = () => secretsMock.on(GetSecretValueCommand);

  test('asks once, also when asked by several at a time, and again after five minutes', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    get().resolves({ SecretString: secret });
    const key = new SecretsManagerSigningKey(secrets, 'arn');
    await Promise.all([key.read(), key.read()]);
    expect(secretsMock.sent()).toEqual([{ SecretId: 'arn', VersionStage: 'AWSCURRENT' }]);
    expect(new TextDecoder().decode(await key.read())).toBe(secret);
    expect(secretsMock.sent()).toHaveLength(1);
    vi.advanceTimersByTime(5 * 60 * 1000 + 1);
    await key.read();
    expect(secretsMock.sent()).toHaveLength(2);
  });

  /** Secrets Manager as it answers for each label. */
  const versions = (given: { current: string; previous?: string; former?: string }) => {
    get().callsFake(({ VersionStage }) => {
      const { current: AWSCURRENT, previous: AWSPREVIOUS, former: FORMER } = given;
      const value = { AWSCURRENT, AWSPREVIOUS, FORMER }[String(VersionStage)];
      if (value !== undefined) return { SecretString: value };
      throw new ResourceNotFoundException({ message: 'No such label.', $metadata: {} });
    });
  };
  const text = (keys: readonly Uint8Array[]) => keys.map((key) => new TextDecoder().decode(key));

  test('while a key is rotated both count, the newer first; after five minutes it is known that only one does', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const key = new SecretsManagerSigningKey(secrets, 'arn');
    versions({ current: 'a'.repeat(64) });
    expect(text(await key.all())).toEqual(['a'.repeat(64)]);
    versions({ current: 'b'.repeat(64), previous: 'a'.repeat(64) });
    expect(text(await key.all())).toEqual(['a'.repeat(64)]);
    vi.advanceTimersByTime(5 * 60 * 1000 + 1);
    expect(text(await key.all())).toEqual(['b'.repeat(64), 'a'.repeat(64)]);
    versions({ current: 'b'.repeat(64) });
    vi.advanceTimersByTime(5 * 60 * 1000 + 1);
    expect(text(await key.all())).toEqual(['b'.repeat(64)]);
  });

  test('asked afresh it asks again, but not more often than every five seconds', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const key = new SecretsManagerSigningKey(secrets, 'arn');
    versions({ current: 'a'.repeat(64) });
    await key.all();
    vi.advanceTimersByTime(5_001);
    versions({ current: 'b'.repeat(64), previous: 'a'.repeat(64) });
    for (let times = 0; times < 10; times += 1)
      expect(text(await key.all(true))).toEqual(['b'.repeat(64), 'a'.repeat(64)]);
    expect(secretsMock.sent()).toHaveLength(4);
  });

  test('the key whose overlap was ended last is known, and counts for nothing', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const key = new SecretsManagerSigningKey(secrets, 'arn');
    versions({ current: 'b'.repeat(64), previous: 'a'.repeat(64) });
    expect(await key.former()).toBeUndefined();
    versions({ current: 'b'.repeat(64), former: 'a'.repeat(64) });
    vi.advanceTimersByTime(5_001);
    for (let times = 0; times < 10; times += 1)
      expect(new TextDecoder().decode(await key.former())).toBe('a'.repeat(64));
    expect(secretsMock.sent()).toHaveLength(2);
    expect(text(await key.all())).toEqual(['b'.repeat(64)]);
  });

  test('that the key before it cannot be read is an error: nothing is void because of a bad moment', async () => {
    get().callsFake(({ VersionStage }) => {
      if (VersionStage === 'AWSPREVIOUS') throw named('ThrottlingException');
      return { SecretString: secret };
    });
    const key = new SecretsManagerSigningKey(secrets, 'arn');
    await expect(key.all()).rejects.toThrow('ThrottlingException');
    expect(await key.read()).toHaveLength(64);
  });

  test('a failure is not kept', async () => {
    get().rejectsOnce(named('TimeoutError')).resolves({ SecretString: secret });
    const key = new SecretsManagerSigningKey(secrets, 'arn');
    await expect(key.read()).rejects.toThrow('TimeoutError');
    expect(await key.read()).toHaveLength(64);
  });

  test.each([undefined, 'too short'])('a secret that is no key (%s) is refused', async (SecretString) => {
    get().resolves({ SecretString });
    await expect(new SecretsManagerSigningKey(secrets, 'arn').read()).rejects.toThrow(/holds no signing key/);
  });
});
