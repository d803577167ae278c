import { harmless } from '../../../shared/core/harmless-text.ts';

const MOST_CHARACTERS = 80;

/**
 * A file name that shows as what it is and does no harm where it is saved: without folders, without signs that are not seen or
 * that turn the order of letters, and with the ending of what the file holds.
 */
export function cleanedName(given: string, ending: string): string {
  const stem = (harmless(given).normalize('NFC').split(/[\\/]/).at(-1) ?? '')
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/[<>:"|?*%;]/g, '_')
    .replace(/\.[a-z\d]{1,5}$/i, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[.\s]+/, '');
  const short = [...stem].slice(0, MOST_CHARACTERS).join('').trim();
  return `${short === '' ? 'document' : short}.${ending}`;
}

/** A header that has a file saved under its name: in letters that every browser reads, and in full (RFC 6266, RFC 8187). */
export function asAttachment(name: string): string {
  const plain = name.replaceAll(/[^\w .()-]/g, '_');
  const full = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}
