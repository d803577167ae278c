import { harmlessPlain } from '../../../shared/core/harmless-text.ts';
import { helpWords, signatureWords } from './footer.ts';
import type { Block, Letter } from './letter.ts';

const WIDTH = 72;

/** Breaks at spaces. A word longer than a line (a link) keeps a line of its own, unbroken. */
function wrapped(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${indent}`);
}

function block(part: Block): string {
  switch (part.kind) {
    case 'paragraph':
      return wrapped(part.text);
    case 'notice':
      return wrapped(`>> ${part.text}`, '   ');
    case 'heading':
      return `${part.text}\n${'-'.repeat(Math.min(part.text.length, WIDTH))}`;
    case 'list':
      return part.items
        .map((item, at) =>
          part.numbered ? `${at + 1}. ${wrapped(item, '   ')}` : `* ${wrapped(item, '  ')}`,
        )
        .join('\n');
    case 'facts':
      return part.facts.map(({ label, value }) => wrapped(`${label}: ${value}`, '  ')).join('\n');
    case 'item':
      return `* ${wrapped(part.title, '  ')}\n  ${wrapped(part.text, '  ')}\n${part.url}`;
    case 'action':
      return `${part.label}:\n${part.url}`;
  }
}

/** The e-mail as plain text, 72 columns. */
export function renderText(letter: Letter): string {
  const title = wrapped(letter.heading);
  const underline = '='.repeat(Math.max(...title.split('\n').map((line) => line.length)));
  return harmlessPlain(
    `${[
      `${title}\n${underline}`,
      ...letter.blocks.map(block),
      '--',
      wrapped(helpWords(letter)),
      wrapped(signatureWords(letter)),
    ].join('\n\n')}\n`,
  );
}
