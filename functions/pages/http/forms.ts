import type { PageResponse } from '../../../shared/runtime/wear-http.ts';
import { forms } from '../generated/forms.ts';
import { notFound } from './messages.ts';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** A form to download, as it was generated. Nobody need sign in for it: it says nothing of anybody. */
export function form(file: string): PageResponse {
  const headers = (type: string) => ({
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${file}"`,
    'Cache-Control': 'public, max-age=3600',
  });
  if (file === 'refer-a-child.docx')
    return { statusCode: 200, headers: headers(WORD), body: forms.word, isBase64Encoded: true };
  if (file === 'children.csv')
    return { statusCode: 200, headers: headers('text/csv; charset=utf-8'), body: forms.table };
  return notFound();
}
