import { startPage } from '../http/messages.ts';
import type { Reply } from '../http/reply.ts';

/** The front page of the website. */
export const start = async (): Promise<Reply> => startPage();
