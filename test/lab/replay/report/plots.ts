/** Plots as SVG, drawn here and now: no script, no font and no picture is fetched when the page is read. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escaped } from './html.ts';

/** Okabe and Ito's colours, which people with any kind of colour vision can tell apart; lines differ in their dashes too. */
const looks = [
  { colour: '#000000', dash: '' },
  { colour: '#0072B2', dash: '7 3' },
  { colour: '#D55E00', dash: '2 3' },
  { colour: '#009E73', dash: '10 3 2 3' },
  { colour: '#CC79A7', dash: '4 2' },
] as const;
const look = (at: number) => looks[at % looks.length] ?? looks[0];

export interface Line {
  readonly name: string;
  readonly points: readonly { readonly on: string; readonly value: number }[];
}

interface Drawing {
  readonly id: string;
  readonly title: string;
  /** What somebody who cannot see it should know. */
  readonly says: string;
}

const WIDTH = 760;

/** The SVG with its name and description, for those who listen to the page. */
const described = ({ id, title, says }: Drawing, svg: string): string =>
  svg
    // Parts of a picture have no names of their own: the description says it all.
    .replace(/ aria-(?:label|hidden)="[^"]*"/g, '')
    .replace('<svg ', `<svg role="img" aria-labelledby="${id}-title ${id}-says" `)
    .replace(
      /(<svg [^>]*>)/,
      `$1<title id="${id}-title">${escaped(title)}</title><desc id="${id}-says">${escaped(says)}</desc>`,
    );

const key = (names: readonly string[], kind: 'line' | 'box'): string =>
  `<ul class="key" aria-hidden="true">${names
    .map((name, at) => {
      const { colour, dash } = look(at);
      const mark =
        kind === 'line'
          ? `<line x1="0" y1="6" x2="34" y2="6" stroke="${colour}" stroke-width="2.5" stroke-dasharray="${dash}"/>`
          : `<rect x="10" y="0" width="12" height="12" fill="${colour}"/>`;
      return `<li><svg width="34" height="12" viewBox="0 0 34 12">${mark}</svg> ${escaped(name)}</li>`;
    })
    .join('')}</ul>`;

const draw = (options: Plot.PlotOptions): string => {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const drawn = Plot.plot({
    document: document as unknown as NonNullable<Plot.PlotOptions['document']>,
    width: WIDTH,
    marginLeft: 56,
    marginBottom: 44,
    style: { fontSize: '13px', fontFamily: 'inherit', background: 'none' },
    ...options,
  });
  return String((drawn as unknown as { readonly outerHTML: string }).outerHTML);
};

const figureOf = (drawing: Drawing, content: string): string =>
  `<figure><figcaption>${escaped(drawing.title)}</figcaption>${content}</figure>`;

/** Something over time, one line for each name. */
export const lines = (drawing: Drawing & { readonly unit: string }, all: readonly Line[]): string => {
  const marks = all.map(({ points }, at) => {
    const { colour, dash } = look(at);
    return Plot.lineY(
      points.map(({ on, value }) => ({ on: new Date(`${on}T00:00:00Z`), value })),
      { x: 'on', y: 'value', stroke: colour, strokeWidth: 2.2, strokeDasharray: dash },
    );
  });
  const svg = draw({
    height: 330,
    x: { type: 'utc', label: null },
    y: { grid: true, zero: true, label: drawing.unit, labelArrow: 'none', nice: true },
    marks: [Plot.ruleY([0]), ...marks],
  });
  return figureOf(
    drawing,
    key(
      all.map(({ name }) => name),
      'line',
    ) + described(drawing, svg),
  );
};

export interface Bars {
  readonly of: string;
  /** One value for each name. */
  readonly values: readonly number[];
}

/** Groups of bars, lying, with what they are of to the left. */
export const bars = (
  drawing: Drawing & { readonly unit: string },
  names: readonly string[],
  groups: readonly Bars[],
): string => {
  const data = groups.flatMap(({ of, values }) =>
    values.map((value, at) => ({ of, value, name: names[at] ?? '' })),
  );
  const svg = draw({
    height: groups.length * (names.length * 11 + 10) + 60,
    marginLeft: 168,
    marginTop: 8,
    x: { grid: true, label: drawing.unit, labelAnchor: 'center', labelArrow: 'none' },
    y: { axis: null, domain: names },
    fy: { label: null, domain: groups.map(({ of }) => of), padding: 0.18, axis: 'left' },
    color: { domain: [...names], range: names.map((_, at) => look(at).colour) },
    marks: [Plot.barX(data, { x: 'value', y: 'name', fy: 'of', fill: 'name' }), Plot.ruleX([0])],
  });
  return figureOf(drawing, key(names, 'box') + described(drawing, svg));
};

/** The Lorenz curve: what part of the children came to what part of the population, from the least asked to the most. */
export const lorenz = (
  drawing: Drawing,
  all: readonly { readonly name: string; readonly points: readonly (readonly [number, number])[] }[],
): string => {
  const marks = all.map(({ points }, at) => {
    const { colour, dash } = look(at);
    return Plot.line(
      points.map(([x, y]) => ({ x, y })),
      { x: 'x', y: 'y', stroke: colour, strokeWidth: 2.2, strokeDasharray: dash },
    );
  });
  const svg = draw({
    height: 420,
    width: 520,
    marginLeft: 64,
    x: {
      label: 'Percent of the children who live there, from the least asked council on',
      labelAnchor: 'center',
      labelArrow: 'none',
      percent: true,
      domain: [0, 100],
    },
    y: {
      label: 'Percent of the transferred children',
      labelArrow: 'none',
      percent: true,
      domain: [0, 100],
      grid: true,
    },
    marks: [
      Plot.line(
        [
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ],
        { x: 'x', y: 'y', stroke: '#767676', strokeWidth: 1 },
      ),
      ...marks,
    ],
  });
  return figureOf(
    drawing,
    key(
      all.map(({ name }) => name),
      'line',
    ) + described(drawing, svg),
  );
};
