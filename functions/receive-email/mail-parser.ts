import PostalMime from 'postal-mime';

/** As much of a part of a mail as is looked at before it is read. */
interface Part {
  readonly content?: ArrayBuffer | Uint8Array;
  readonly contentType: {
    readonly parsed: { readonly value: string; readonly params: Record<string, string> };
  };
  readonly contentDisposition: {
    readonly parsed: { readonly value: string; readonly params: Record<string, string> };
  };
}

const isFile = /\.(?:csv|tsv|json|docx?|xlsx?|pdf|rtf|eml|pages|numbers)$/i;
/** What mail programs write where they do not know, or do not say. */
const unsaid = new Set(['', 'us-ascii', 'ascii', 'ansi_x3.4-1968', 'unknown-8bit', 'x-unknown', 'binary']);

/** Whether a charset is one that anybody can read. */
const isKnown = (charset: string): boolean => {
  try {
    return new TextDecoder(charset).encoding !== '';
  } catch {
    // UTF-7, which no decoder takes, is left as it is: its letters are asked for.
    return charset === 'utf-7';
  }
};

const isUtf8 = (content: ArrayBuffer | Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
};

/**
 * The parser, which takes a text part with a file's name for a file: Apple's Mail shows tables within the mail. A text whose charset is not
 * said is UTF-8 when it can be, or else Windows' own.
 */
export class MailParser extends PostalMime {
  isInlineTextNode({ content, contentType, contentDisposition }: Part): boolean {
    const { params, value } = contentType.parsed;
    if (contentDisposition.parsed.value === 'attachment') return false;
    if (isFile.test(contentDisposition.parsed.params.filename ?? params.name ?? '')) return false;
    if (value !== 'text/html' && value !== 'text/plain') return false;
    const charset = (params.charset ?? '').trim().toLowerCase();
    if (content !== undefined && (unsaid.has(charset) || !isKnown(charset)))
      params.charset = isUtf8(content) ? 'utf-8' : 'windows-1252';
    return true;
  }
}
