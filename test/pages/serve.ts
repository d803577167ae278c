/** The pages over node:http on a port of the system's choosing, for a browser. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpEvent, type Site } from './site.ts';

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

export interface Served {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export async function serve(site: Site): Promise<Served> {
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    );
    const body = await bodyOf(request);
    const event = httpEvent({
      method: request.method ?? 'GET',
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: { ...headers, 'x-forwarded-proto': 'http' },
      cookies: (headers.cookie ?? '').split(/;\s*/).filter(Boolean),
      ...(body === '' ? {} : { body }),
      origin: 'as-said',
    });
    const answer = await site.handle(event);
    // The browser is on plain HTTP here, where this header means nothing but a warning.
    const { 'Strict-Transport-Security': _, ...kept } = (answer.headers ?? {}) as Record<string, string>;
    if (answer.cookies !== undefined) response.setHeader('Set-Cookie', answer.cookies);
    response.writeHead(answer.statusCode ?? 500, kept);
    response.end(Buffer.from(answer.body ?? '', answer.isBase64Encoded ? 'base64' : 'utf8'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
