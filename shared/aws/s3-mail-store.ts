import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  NoSuchKey,
  PutObjectTaggingCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { isMail, type KeptMail, type MailStore } from '../ports/mail-store.ts';
import { objectsBelow } from './objects-below.ts';

/** Where SES puts what it takes in. */
const PREFIX = 'mail/';
/** The tag of a mail that we heard of. */
const HEARD = 'heard';

const isMissing = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.name === 'NoSuchKey';

/** The bucket in which SES leaves each e-mail. */
export class S3MailStore implements MailStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async read(
    key: string,
    mostBytes: number,
  ): Promise<{ readonly raw: Uint8Array; readonly size: number } | undefined> {
    try {
      const { Body, ContentRange } = await this.#client.send(
        new GetObjectCommand({ Bucket: this.#bucket, Key: key, Range: `bytes=0-${mostBytes - 1}` }),
      );
      const raw = (await Body?.transformToByteArray()) ?? new Uint8Array();
      return { raw, size: Number(ContentRange?.split('/').at(-1) ?? raw.byteLength) };
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  async kept(): Promise<readonly KeptMail[]> {
    const mails: KeptMail[] = [];
    const listed = objectsBelow(this.#client, { Bucket: this.#bucket, Prefix: PREFIX });
    for await (const { Key, LastModified, Size = 0 } of listed)
      if (isMail(Key) && LastModified)
        mails.push({ key: Key, keptAt: LastModified.toISOString(), size: Size });
    return mails;
  }

  async noteHeard(key: string): Promise<void> {
    await this.#client.send(
      new PutObjectTaggingCommand({
        Bucket: this.#bucket,
        Key: key,
        Tagging: { TagSet: [{ Key: HEARD, Value: 'yes' }] },
      }),
    );
  }

  async wasHeard(key: string): Promise<boolean> {
    try {
      const { TagSet = [] } = await this.#client.send(
        new GetObjectTaggingCommand({ Bucket: this.#bucket, Key: key }),
      );
      return TagSet.some(({ Key }) => Key === HEARD);
    } catch (error) {
      if (isMissing(error)) return true;
      throw error;
    }
  }
}
