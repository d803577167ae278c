import type { Reply } from './reply.ts';

/** Whether the function answers at all. */
export const health = async (): Promise<Reply> => ({
  statusCode: 200,
  headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  body: 'ok',
});
