import { assetNames } from '../generated/asset-names.ts';
import { notFound } from './messages.ts';
import type { Reply } from './reply.ts';

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#1d70b8"/><path d="M3 8h8M8 4l4 4-4 4" fill="none" stroke="#fff" stroke-width="2"/></svg>';

/** Its name changes with its content, so a browser may keep it. */
const kept = (type: string, body: string): Reply => ({
  statusCode: 200,
  headers: {
    'Content-Type': `${type}; charset=utf-8`,
    'Cache-Control': 'public, max-age=31536000, immutable',
  },
  body,
});

/** A file by its name. */
export async function asset(file: string): Promise<Reply> {
  if (file === assetNames.stylesheet)
    return kept('text/css', (await import('../generated/stylesheet.ts')).stylesheet);
  if (file === assetNames.typeAhead)
    return kept('text/javascript', (await import('../generated/type-ahead.ts')).typeAhead);
  if (file === 'icon.svg')
    return {
      statusCode: 200,
      headers: { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'public, max-age=86400' },
      body: icon,
    };
  return notFound();
}
