/** Keeps of a stylesheet only the rules that can apply; whatever it does not understand, it keeps. */
export interface WhatToKeep {
  /** Whether a selector (without its neighbours after a comma) can match anything we render. */
  readonly selector: (selector: string) => boolean;
  /** Whether an at-rule such as @font-face, by its name, stays. Grouping rules (@media, @supports) stay while something in them does. */
  readonly atRule: (name: string) => boolean;
}

/** The index of the `}` that closes the `{` at `open`; strings and comments are skipped. */
function closingBrace(css: string, open: number): number {
  let depth = 0;
  for (let at = open; at < css.length; at++) {
    const char = css[at];
    if (char === '"' || char === "'") {
      at = css.indexOf(char, at + 1);
      if (at < 0) break;
    } else if (char === '{') depth += 1;
    else if (char === '}' && --depth === 0) return at;
  }
  throw new Error('The stylesheet ends inside a block.');
}

/** Splits at commas that are not inside brackets. */
function splitSelectors(prelude: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const [at, char] of [...prelude].entries()) {
    if (char === '(' || char === '[') depth += 1;
    if (char === ')' || char === ']') depth -= 1;
    if (char === ',' && depth === 0) {
      parts.push(prelude.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, prelude.slice(from)].map((part) => part.trim());
}

/** The rules of `css` that `keep` lets through, in their order. Comments go. */
export function trimStyles(css: string, keep: WhatToKeep): string {
  const source = css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^@charset[^;]+;/, '');
  let kept = '';
  for (let at = 0; at < source.length; ) {
    const open = source.indexOf('{', at);
    if (open < 0) return kept + source.slice(at).trim();
    const prelude = source.slice(at, open).trim();
    const close = closingBrace(source, open);
    const body = source.slice(open + 1, close);
    at = close + 1;
    if (/^@(media|supports|layer|container)\b/.test(prelude)) {
      const inner = trimStyles(body, keep);
      if (inner !== '') kept += `${prelude}{${inner}}`;
    } else if (prelude.startsWith('@')) {
      if (keep.atRule(prelude.slice(1).split(/\s/)[0] ?? '')) kept += `${prelude}{${body}}`;
    } else {
      const selectors = splitSelectors(prelude).filter(keep.selector);
      if (selectors.length > 0 && body.trim() !== '') kept += `${selectors.join(',')}{${body}}`;
    }
  }
  return kept;
}
