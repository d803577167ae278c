import { Busboy } from '@fastify/busboy';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import type { FormPost } from '../forms/form-post.ts';

/** Bytes of one file. Lambda takes and gives 6 MB in one call, and in base64 a file grows by a third. */
const MOST_FILE_BYTES = 3 * 1024 * 1024;
/** A whole request: the file, and the few fields around it. */
const MOST_REQUEST_BYTES = MOST_FILE_BYTES + 20_000;

/** A file as it was sent, with the name that its sender gives it. */
export interface Upload {
  readonly name: string;
  readonly content: Buffer;
}

export type ReadUpload =
  | { readonly kind: 'read'; readonly form: FormPost; readonly file: Upload | undefined }
  | { readonly kind: 'too-big' }
  | { readonly kind: 'unreadable' };

/** Whether a request carries a form of the kind that can hold a file. */
export const isMultipart = ({ headers, body }: PageRequest): boolean =>
  typeof body === 'string' && /^multipart\/form-data\b/i.test(headers['content-type'] ?? '');

/** Reads a form that holds one file at most. How much there is of it is looked at before any of it is taken apart. */
export async function readUpload({ headers, body, isBase64Encoded }: PageRequest): Promise<ReadUpload> {
  if (typeof body !== 'string') return { kind: 'unreadable' };
  const bytes = isBase64Encoded ? Math.floor((body.length * 3) / 4) : Buffer.byteLength(body);
  if (bytes > MOST_REQUEST_BYTES) return { kind: 'too-big' };
  const form = new Map<string, readonly string[]>();
  const files: (Upload & { readonly truncated: boolean })[] = [];
  let over = false;
  try {
    await new Promise<void>((resolve, reject) => {
      const parser = new Busboy({
        headers: { 'content-type': headers['content-type'] ?? '' },
        limits: {
          fileSize: MOST_FILE_BYTES,
          files: 1,
          fields: 5,
          parts: 6,
          fieldNameSize: 50,
          fieldSize: 1_000,
          headerPairs: 10,
          headerSize: 4_000,
        },
      });
      const overLimit = () => {
        over = true;
      };
      parser.on('filesLimit', overLimit).on('fieldsLimit', overLimit).on('partsLimit', overLimit);
      parser.on('field', (name, value) => form.set(name, [...(form.get(name) ?? []), value]));
      parser.on('file', (_field, stream, name) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('error', reject);
        stream.on('end', () =>
          files.push({ name: name ?? '', content: Buffer.concat(chunks), truncated: stream.truncated }),
        );
      });
      parser.on('finish', resolve);
      parser.on('error', reject);
      parser.end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
    });
  } catch {
    return { kind: 'unreadable' };
  }
  const [file] = files;
  if (over) return { kind: 'unreadable' };
  // What is kept is whole.
  if (file?.truncated) return { kind: 'too-big' };
  // A browser sends a field for a file even when none was chosen.
  const chosen = file !== undefined && (file.name !== '' || file.content.length > 0);
  return { kind: 'read', form, file: chosen ? { name: file.name, content: file.content } : undefined };
}
