/** Text as HTML: escaped, and nothing else. */

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => marks[mark] ?? mark);

export const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;

export const list = (items: readonly string[]): string =>
  `<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;

/** A table with a caption: the first column heads its rows, the others hold figures. */
export const table = (
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string => {
  const headCells = head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('');
  const body = rows.map(([first = '', ...cells]) => {
    const figures = cells.map((cell) => `<td>${escaped(cell)}</td>`).join('');
    return `<tr><th scope="row">${escaped(first)}</th>${figures}</tr>`;
  });
  return `<div class="scroll"><table><caption>${escaped(caption)}</caption><thead><tr>${headCells}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
};

/** A table that is folded away under its plot until it is wanted; unfolded on paper. */
export const folded = (summary: string, content: string): string =>
  `<details><summary>${escaped(summary)}</summary>${content}</details>`;

/** Whole numbers with thousands, or so many decimals. */
export const figure = (value: number, decimals = 0): string =>
  Number.isFinite(value)
    ? value.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    : '–';

export const percent = (part: number, decimals = 0): string => `${figure(part * 100, decimals)}\u00a0%`;

/** A part of the page under its heading. */
export const section = (id: string, heading: string, ...parts: readonly string[]): string =>
  `<section id="${id}"><h2>${escaped(heading)}</h2>${parts.join('\n')}</section>`;
