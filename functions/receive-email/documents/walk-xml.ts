import { Parser } from 'htmlparser2';

/** Elements of one part, at most: a Word form that was saved often has some twenty thousand. */
const MOST_ELEMENTS = 60_000;
const MOST_DEPTH = 100;

/** XML that no office program writes: too much of it, too deep, or with entities of its own. */
export class XmlRefusal extends Error {
  override readonly name = 'XmlRefusal';
}

export interface XmlVisitor {
  /** An element begins; names without their prefix. Returns true when everything has been read. */
  open?(name: string, attribute: (name: string) => string | undefined): boolean | undefined;
  text?(text: string): void;
  close?(name: string): boolean | undefined;
}

class Enough extends Error {}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Walks through a part of an office document. Nothing is kept of it but what the visitor keeps; entities that the document
 * declares are refused with the document.
 *
 * @throws XmlRefusal
 */
export function walkXml(xml: Uint8Array, visitor: XmlVisitor): void {
  let elements = 0;
  let depth = 0;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        elements += 1;
        depth += 1;
        if (elements > MOST_ELEMENTS || depth > MOST_DEPTH) throw new XmlRefusal('There is too much of it.');
        const attribute = (wanted: string): string | undefined => {
          const plain = attributes[wanted];
          if (plain !== undefined) return plain;
          for (const key in attributes) if (local(key) === wanted) return attributes[key];
          return undefined;
        };
        if (visitor.open?.(local(name), attribute)) throw new Enough();
      },
      ontext: (text) => visitor.text?.(text),
      onclosetag: (name) => {
        depth -= 1;
        if (visitor.close?.(local(name))) throw new Enough();
      },
      onprocessinginstruction: (name) => {
        if (/^!doctype/i.test(name)) throw new XmlRefusal('It declares a document type.');
      },
    },
    { xmlMode: true },
  );
  try {
    parser.end(textOf(xml));
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
}

/** Office programs write UTF-8; the standard also allows UTF-16 with its mark. */
const textOf = (xml: Uint8Array): string =>
  new TextDecoder(
    xml[0] === 0xff && xml[1] === 0xfe
      ? 'utf-16le'
      : xml[0] === 0xfe && xml[1] === 0xff
        ? 'utf-16be'
        : 'utf-8',
  ).decode(xml);
