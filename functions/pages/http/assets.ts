import type { PageResponse } from '../../../shared/runtime/wear-http.ts';
import { stylesheet } from '../generated/stylesheet.ts';
import { notFound } from './messages.ts';

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#1d70b8"/><path d="M3 8h8M8 4l4 4-4 4" fill="none" stroke="#fff" stroke-width="2"/></svg>';

/** A file by its name. The stylesheet's name changes with its content, so a browser may keep it. */
export function asset(file: string): PageResponse {
  if (file === stylesheet.name)
    return {
      statusCode: 200,
      headers: {
        'Content-Type': 'text/css; charset=utf-8',
        'Cache-Control': 'public, max-age=31536000, immutable',
      },
      body: stylesheet.text,
    };
  if (file === 'icon.svg')
    return {
      statusCode: 200,
      headers: { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'public, max-age=86400' },
      body: icon,
    };
  return notFound();
}
