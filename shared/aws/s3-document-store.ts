import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { DocumentStore } from '../ports/document-store.ts';

/** The sealed bucket: an object for each document, whose key says nothing of anybody. */
export class S3DocumentStore implements DocumentStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async put(referralId: string, id: string, content: Uint8Array): Promise<void> {
    await this.#client.send(new PutObjectCommand({ ...this.#at(referralId, id), Body: content }));
  }

  async read(referralId: string, id: string): Promise<Uint8Array | undefined> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand(this.#at(referralId, id)));
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  async remove(referralId: string, id: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#at(referralId, id)));
  }

  #at(referralId: string, id: string) {
    return { Bucket: this.#bucket, Key: `documents/${referralId}/${id}` };
  }
}
