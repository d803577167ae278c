import { notFound } from './messages.ts';
import type { Reply } from './reply.ts';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** A form to download, as it was generated. Nobody need sign in for it: it says nothing of anybody. */
export async function form(file: string): Promise<Reply> {
  const { forms } = await import('./form-files.ts');
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
