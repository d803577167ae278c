/** A stand-in for S3: the template's buckets in memory, each object whole, and word to the queues that a bucket tells. */
import { createHash, randomUUID } from 'node:crypto';
import type { Judge } from '../iam/denials.ts';
import { ACCOUNT, REGION } from '../template/physical-names.ts';
import type { BucketPlan } from '../template/plan.ts';
import { type AwsAnswer, escapeXml } from './aws-answers.ts';
import type { Sqs } from './sqs.ts';

export interface S3Options {
  readonly buckets: readonly BucketPlan[];
  readonly queues: readonly {
    readonly arn: string;
    readonly url: string;
    readonly kmsKeyArn: string | undefined;
  }[];
  readonly judge: Judge;
  readonly sqs: Sqs;
  now(): Date;
}

/** A call as the gateway reads it from the path and the verb. */
export interface S3Call {
  readonly operation: 'GetObject' | 'PutObject' | 'DeleteObject' | 'Unknown';
  readonly bucket: string;
  readonly key: string;
  readonly range: string | undefined;
  readonly content: Buffer;
}

/** @param url the path of a request in path style */
export function readS3Call(method: string, url: string, range: string | undefined, content: Buffer): S3Call {
  const [, bucket = '', ...key] = (url.split('?')[0] ?? '').split('/');
  const operation =
    key.length === 0
      ? 'Unknown'
      : method === 'GET'
        ? 'GetObject'
        : method === 'PUT'
          ? 'PutObject'
          : method === 'DELETE'
            ? 'DeleteObject'
            : 'Unknown';
  return { operation, bucket, key: decodeURIComponent(key.join('/')), range, content };
}

export class S3 {
  readonly #objects = new Map<string, Buffer>();
  readonly #options: S3Options;

  constructor(options: S3Options) {
    this.#options = options;
  }

  async handle(call: S3Call): Promise<AwsAnswer> {
    const bucket = this.#options.buckets.find(({ name }) => name === call.bucket);
    if (!bucket) return fault(404, 'NoSuchBucket', `There is no bucket ${call.bucket} in the template.`);
    if (call.operation === 'PutObject') {
      await this.put(bucket, call.key, call.content);
      return { status: 200, headers: { etag: etagOf(call.content) }, body: '' };
    }
    if (call.operation === 'DeleteObject') {
      this.#objects.delete(`${call.bucket}/${call.key}`);
      return { status: 204, headers: {}, body: '' };
    }
    if (call.operation === 'Unknown')
      return fault(501, 'NotImplemented', 'The local run plays GetObject, PutObject and DeleteObject of S3.');
    const found = this.#objects.get(`${call.bucket}/${call.key}`);
    if (!found) return fault(404, 'NoSuchKey', 'The specified key does not exist.');
    const [, first = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(call.range ?? '') ?? [];
    if (call.range === undefined || found.length === 0) return whole(found);
    const end = Math.min(last === '' ? found.length - 1 : Number(last), found.length - 1);
    const part = found.subarray(Number(first), end + 1);
    return {
      ...whole(part),
      status: 206,
      headers: { ...whole(part).headers, 'content-range': `bytes ${first}-${end}/${found.length}` },
    };
  }

  /** Keeps an object and tells the queues that asked. */
  async put(bucket: BucketPlan, key: string, content: Buffer): Promise<void> {
    this.#objects.set(`${bucket.name}/${key}`, content);
    for (const { queueArn, prefix } of bucket.tells) {
      if (!key.startsWith(prefix)) continue;
      const queue = this.#options.queues.find(({ arn }) => arn === queueArn);
      const access = {
        action: 'sqs:SendMessage',
        resource: queueArn,
        context: { 'aws:SourceAccount': [ACCOUNT], 'aws:SourceArn': [bucket.arn] },
      };
      if (!queue || this.#options.judge.service(`the bucket ${bucket.shortName}`, 's3.amazonaws.com', access))
        continue;
      await this.#options.sqs.ask('SendMessage', {
        QueueUrl: queue.url,
        MessageBody: JSON.stringify(this.#notice(bucket, key, content)),
      });
    }
  }

  /** What SES may do to the bucket by the bucket's and its key's own policies. */
  storedBySes(bucket: BucketPlan, key: string): boolean {
    const context = { 'aws:SourceAccount': [ACCOUNT] };
    const asked = [
      { action: 's3:PutObject', resource: `${bucket.arn}/${key}`, context },
      ...(bucket.kmsKeyArn === undefined
        ? []
        : [{ action: 'kms:GenerateDataKey', resource: bucket.kmsKeyArn, context }]),
    ];
    return asked.every(
      (access) => this.#options.judge.service('SES', 'ses.amazonaws.com', access) === undefined,
    );
  }

  #notice(bucket: BucketPlan, key: string, content: Buffer): object {
    return {
      Records: [
        {
          eventVersion: '2.1',
          eventSource: 'aws:s3',
          awsRegion: REGION,
          eventTime: this.#options.now().toISOString(),
          eventName: 'ObjectCreated:Put',
          s3: {
            s3SchemaVersion: '1.0',
            bucket: { name: bucket.name, arn: bucket.arn },
            object: {
              key: encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+'),
              size: content.length,
              eTag: etagOf(content).replaceAll('"', ''),
              sequencer: randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase(),
            },
          },
        },
      ],
    };
  }
}

const etagOf = (content: Buffer) => `"${createHash('md5').update(content).digest('hex')}"`;

const whole = (content: Buffer): AwsAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/octet-stream', etag: etagOf(content) },
  body: '',
  content,
});

const fault = (status: number, code: string, message: string): AwsAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`,
});
