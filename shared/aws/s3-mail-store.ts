import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import type { MailStore } from '../ports/mail-store.ts';

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
}
