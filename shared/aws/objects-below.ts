import {
  type _Object as Listed,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { defined } from '../core/defined.ts';

/** Every object that a listing finds, in the order of their keys, page after page; the next page is fetched when the last one is used up. */
export async function* objectsBelow(
  client: S3Client,
  input: ListObjectsV2CommandInput,
): AsyncGenerator<Listed & { readonly Key: string }> {
  let from: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ ...input, ...defined({ ContinuationToken: from }) }),
    );
    for (const listed of page.Contents ?? []) yield { ...listed, Key: listed.Key ?? '' };
    from = page.NextContinuationToken;
  } while (from !== undefined);
}
