/** A stand-in for S3: the template's buckets in memory, each object whole with its tags, and word to the queues that a bucket tells. */
import { createHash, randomUUID } from 'node:crypto';
import type { Judge } from '../iam/denials.ts';
import { ACCOUNT, REGION } from '../template/physical-names.ts';
import type { BucketPlan } from '../template/plan.ts';
import { type AwsAnswer, escapeXml, s3Fault, unescapeXml } from './aws-answers.ts';
import type { EventBus, Said } from './event-bus.ts';
import type { GuardDuty } from './guard-duty.ts';
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
  readonly bus: Pick<EventBus, 'put'>;
  readonly guardDuty: Pick<GuardDuty, 'scan'>;
  now(): Date;
}

/** A call as the gateway reads it from the path and the verb. */
export interface S3Call {
  readonly operation:
    | 'GetObject'
    | 'GetObjectTagging'
    | 'PutObject'
    | 'PutObjectTagging'
    | 'DeleteObject'
    | 'ListBucket'
    | 'ListBucketVersions'
    | 'DeleteObjectVersion'
    | 'Unknown';
  readonly bucket: string;
  readonly key: string;
  readonly range: string | undefined;
  /** `*`: put it only where nothing is. */
  readonly ifNoneMatch: string | undefined;
  /** SHA-256 of the content as the caller says, base64. */
  readonly checksum: string | undefined;
  /** What a list is asked for. */
  readonly query: URLSearchParams;
  readonly content: Buffer;
}

/** @param url the path of a request in path style */
export function readS3Call(
  method: string,
  url: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  content: Buffer,
): S3Call {
  const [, bucket = '', ...parts] = (url.split('?')[0] ?? '').split('/');
  const key = decodeURIComponent(parts.join('/'));
  const query = new URLSearchParams(url.split('?')[1] ?? '');
  const about = query.has('tagging') ? '?tagging' : '';
  const named = operations[`${method}${about}`] ?? 'Unknown';
  const ofObject = named === 'DeleteObject' && query.has('versionId') ? 'DeleteObjectVersion' : named;
  const listed = query.has('versions') ? 'ListBucketVersions' : 'Unknown';
  const ofBucket = method === 'GET' ? (query.get('list-type') === '2' ? 'ListBucket' : listed) : 'Unknown';
  const header = (name: string) => headers[name]?.toString();
  return {
    operation: key === '' ? ofBucket : ofObject,
    bucket,
    key,
    range: header('range'),
    ifNoneMatch: header('if-none-match'),
    checksum: header('x-amz-checksum-sha256'),
    query,
    content,
  };
}

const operations: Readonly<Record<string, S3Call['operation']>> = {
  GET: 'GetObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
  'GET?tagging': 'GetObjectTagging',
  'PUT?tagging': 'PutObjectTagging',
};

interface StoredObject {
  readonly content: Buffer;
  readonly tags: Readonly<Record<string, string>>;
  readonly lastModified: string;
}

interface Mark {
  readonly versionId: string;
  /** Instant, ISO 8601. */
  readonly at: string;
  readonly under: StoredObject | undefined;
}

export class S3 {
  readonly #objects = new Map<string, StoredObject>();
  /** Where an object was deleted from a bucket that keeps versions: there a mark stands in its place, over what was there last. */
  readonly #deleted = new Map<string, Mark>();
  readonly #options: S3Options;

  constructor(options: S3Options) {
    this.#options = options;
  }

  /** The tags of an object, on which policies may depend. */
  tagsOf(bucket: string, key: string): Readonly<Record<string, string>> {
    return this.#objects.get(`${bucket}/${key}`)?.tags ?? {};
  }

  /** Takes an object away behind everybody's back. @returns whether it was there */
  lose(bucket: string, key: string): boolean {
    this.#deleted.delete(`${bucket}/${key}`);
    return this.#objects.delete(`${bucket}/${key}`);
  }

  /** @param mayList whether the caller may learn which objects there are: S3 tells nobody else that one is missing */
  async handle(call: S3Call, mayList: boolean): Promise<AwsAnswer> {
    const bucket = this.#options.buckets.find(({ name }) => name === call.bucket);
    if (!bucket) return s3Fault(404, 'NoSuchBucket', `There is no bucket ${call.bucket} in the template.`);
    if (call.operation === 'ListBucket') return this.#list(call);
    if (call.operation === 'ListBucketVersions') return this.#listMarks(call.bucket);
    if (call.operation === 'DeleteObjectVersion') return this.#takeMarkAway(call);
    if (call.operation === 'PutObject') {
      if (bucket.locked && call.checksum === undefined)
        return s3Fault(
          400,
          'InvalidRequest',
          'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
        );
      if (call.checksum !== undefined && call.checksum !== sha256Of(call.content))
        return s3Fault(400, 'BadDigest', 'The SHA256 you specified did not match the calculated checksum.');
      if (call.ifNoneMatch === '*' && this.#objects.has(`${call.bucket}/${call.key}`))
        return s3Fault(
          412,
          'PreconditionFailed',
          'At least one of the pre-conditions you specified did not hold',
        );
      await this.put(bucket, call.key, call.content);
      return { status: 200, headers: { etag: etagOf(call.content) }, body: '' };
    }
    if (call.operation === 'DeleteObject') {
      const address = `${call.bucket}/${call.key}`;
      const under = this.#objects.get(address) ?? this.#deleted.get(address)?.under;
      this.lose(call.bucket, call.key);
      if (bucket.versioned) {
        const at = this.#options.now().toISOString();
        this.#deleted.set(address, { versionId: randomUUID(), at, under });
      }
      return { status: 204, headers: {}, body: '' };
    }
    if (call.operation === 'Unknown')
      return s3Fault(
        501,
        'NotImplemented',
        'The local run plays GetObject, PutObject, both with their tags, DeleteObject, ListObjectsV2 and the marks of what was deleted, of S3.',
      );
    if (isAboutTags(call) && this.#deleted.has(`${call.bucket}/${call.key}`))
      return s3Fault(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
    const stored = this.#objects.get(`${call.bucket}/${call.key}`);
    if (!stored)
      return mayList
        ? s3Fault(404, 'NoSuchKey', 'The specified key does not exist.')
        : s3Fault(403, 'AccessDenied', 'Access Denied');
    const { content: found, tags } = stored;
    if (call.operation === 'GetObjectTagging') return tagSet(tags);
    if (call.operation === 'PutObjectTagging') {
      this.#objects.set(`${call.bucket}/${call.key}`, { ...stored, tags: tagsIn(call.content) });
      return { status: 200, headers: {}, body: '' };
    }
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

  /** The marks of what was deleted, all at once. Versions under them and beside them are left out. */
  #listMarks(bucket: string): AwsAnswer {
    const marks = [...this.#deleted]
      .filter(([address]) => address.startsWith(`${bucket}/`))
      .map(
        ([address, { versionId, at }]) =>
          `<DeleteMarker><Key>${escapeXml(address.slice(bucket.length + 1))}</Key><VersionId>${versionId}</VersionId><IsLatest>true</IsLatest><LastModified>${at}</LastModified></DeleteMarker>`,
      )
      .join('');
    return {
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: `<?xml version="1.0" encoding="UTF-8"?><ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucket}</Name><IsTruncated>false</IsTruncated>${marks}</ListVersionsResult>`,
    };
  }

  /** What was there before it was deleted is there again, with its tags. */
  #takeMarkAway({ bucket, key, query }: S3Call): AwsAnswer {
    const address = `${bucket}/${key}`;
    const mark = this.#deleted.get(address);
    if (mark === undefined || mark.versionId !== query.get('versionId'))
      return s3Fault(
        501,
        'NotImplemented',
        'The local run deletes the mark of what was deleted, no other version.',
      );
    this.#deleted.delete(address);
    if (mark.under !== undefined) this.#objects.set(address, mark.under);
    return { status: 204, headers: { 'x-amz-delete-marker': 'true' }, body: '' };
  }

  /** A thousand keys at a time, in order, as S3 does. */
  #list({ bucket, query }: S3Call): AwsAnswer {
    const prefix = query.get('prefix') ?? '';
    const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
    const keys = [...this.#objects.keys()]
      .filter((address) => address.startsWith(`${bucket}/${prefix}`))
      .map((address) => address.slice(bucket.length + 1))
      .filter((key) => key > after)
      .toSorted();
    const page = keys.slice(0, Math.min(Number(query.get('max-keys') ?? MOST_LISTED), MOST_LISTED));
    const more = keys.length > page.length;
    const next = more ? `<NextContinuationToken>${escapeXml(page.at(-1) ?? '')}</NextContinuationToken>` : '';
    const contents = page
      .map(
        (key) =>
          `<Contents><Key>${escapeXml(key)}</Key><LastModified>${this.#objects.get(`${bucket}/${key}`)?.lastModified}</LastModified><Size>${this.#objects.get(`${bucket}/${key}`)?.content.length}</Size></Contents>`,
      )
      .join('');
    return {
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucket}</Name><KeyCount>${page.length}</KeyCount><IsTruncated>${more}</IsTruncated>${next}${contents}</ListBucketResult>`,
    };
  }

  /** Keeps an object and tells the event bus and the queues that asked. */
  async put(bucket: BucketPlan, key: string, content: Buffer): Promise<void> {
    const address = `${bucket.name}/${key}`;
    const stored: StoredObject = { content, tags: {}, lastModified: this.#options.now().toISOString() };
    this.#objects.set(address, stored);
    this.#deleted.delete(address);
    const tags = await this.#options.guardDuty.scan(bucket, key, content);
    if (this.#objects.get(address) === stored) this.#objects.set(address, { ...stored, tags });
    if (bucket.tellsBus) await this.#options.bus.put(created(bucket, key, content));
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

/** What EventBridge hears of a new object: its key as it is, where a queue is told it encoded. */
const created = (bucket: BucketPlan, key: string, content: Buffer): Said => ({
  source: 'aws.s3',
  'detail-type': 'Object Created',
  resources: [bucket.arn],
  detail: {
    version: '0',
    bucket: { name: bucket.name },
    object: { key, size: content.length, etag: etagOf(content).replaceAll('"', '') },
    requester: ACCOUNT,
    reason: 'PutObject',
  },
});

const MOST_LISTED = 1_000;

const isAboutTags = ({ operation }: S3Call) =>
  operation === 'GetObjectTagging' || operation === 'PutObjectTagging';

/** All of an object's tags, as they are put. */
const tagsIn = (content: Buffer): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [
      ...content
        .toString('utf8')
        .matchAll(/<Tag>\s*<Key>([^<]*)<\/Key>\s*<Value>([^<]*)<\/Value>\s*<\/Tag>/g),
    ].map(([, key = '', value = '']) => [unescapeXml(key), unescapeXml(value)]),
  );

const sha256Of = (content: Buffer) => createHash('sha256').update(content).digest('base64');

const etagOf = (content: Buffer) => `"${createHash('md5').update(content).digest('hex')}"`;

const whole = (content: Buffer): AwsAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/octet-stream', etag: etagOf(content) },
  body: '',
  content,
});

const tagSet = (tags: Readonly<Record<string, string>>): AwsAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet>${Object.entries(
    tags,
  )
    .map(([key, value]) => `<Tag><Key>${escapeXml(key)}</Key><Value>${escapeXml(value)}</Value></Tag>`)
    .join('')}</TagSet></Tagging>`,
});
