/** A graph of a dashboard as SVG, drawn where it is asked for: no script reaches the browser. */
import type { Metrics, Point } from '../alarms/metrics.ts';
import { escapeXml } from '../services/aws-answers.ts';
import type { GraphWidget, Line } from './dashboard.ts';

/** The time that a graph shows, milliseconds since 1970. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Told apart also by who does not see all colours (Okabe and Ito); then the same again with dashes. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#000000'] as const;
const dashes = ['', '6 3', '2 3'] as const;
const COLUMN = 52;
const ROW = 34;
const margins = { left: 48, right: 48, top: 10, bottom: 24 } as const;
const LETTER = 12;
const HOUR = 3_600_000;

interface Drawn {
  readonly line: Line;
  readonly dots: readonly { readonly at: number; readonly value: number }[];
  readonly style: string;
}

const isThere = (point: Point): point is number => point !== undefined;

/** A period's point stands at its beginning, as CloudWatch draws it. */
function dotsOf(line: Line, metrics: Metrics, { from, to }: Window): Drawn['dots'] {
  const period = line.periodSeconds * 1_000;
  const end = Math.ceil(to / period) * period;
  const periods = Math.ceil((end - from) / period);
  return line
    .points(metrics, end, periods)
    .map((point, index) => ({ at: end - (periods - index) * period, value: point }))
    .filter((dot): dot is { at: number; value: number } => isThere(dot.value));
}

/** A round number that is no less: 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

const figure = (value: number): string =>
  new Intl.NumberFormat('en-GB', {
    maximumSignificantDigits: 4,
    notation: value >= 1e6 ? 'compact' : 'standard',
  }).format(value);

const timeOf = (at: number, { from, to }: Window): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    ...(to - from > 36 * HOUR ? { day: 'numeric', month: 'short' } : { hour: '2-digit', minute: '2-digit' }),
  }).format(at);

class Canvas {
  readonly width: number;
  readonly height: number;
  readonly #window: Window;
  readonly #tops: Readonly<Record<Line['axis'], number>>;

  constructor(widget: GraphWidget, drawn: readonly Drawn[], window: Window) {
    this.width = widget.width * COLUMN;
    this.height = widget.height * ROW;
    this.#window = window;
    const top = (axis: Line['axis'], also: readonly number[]) =>
      roundUp(
        Math.max(
          0,
          ...also,
          ...drawn
            .filter(({ line }) => line.axis === axis)
            .flatMap(({ dots }) => dots.map(({ value }) => value)),
        ),
      );
    this.#tops = {
      left: top(
        'left',
        widget.marks.map(({ value }) => value),
      ),
      right: top('right', []),
    };
  }

  x(at: number): number {
    const { from, to } = this.#window;
    const wide = this.width - margins.left - margins.right;
    const part = Math.min(1, Math.max(0, (at - from) / (to - from)));
    return Math.round((margins.left + wide * part) * 10) / 10;
  }

  y(value: number, axis: Line['axis']): number {
    const high = this.height - margins.top - margins.bottom;
    return Math.round((margins.top + high * (1 - Math.max(0, value) / this.#tops[axis])) * 10) / 10;
  }

  scale(axis: Line['axis']): string {
    const [x, anchor] =
      axis === 'left' ? [margins.left - 6, 'end'] : [this.width - margins.right + 6, 'start'];
    return [0, 0.5, 1]
      .map((part) => {
        const value = this.#tops[axis] * part;
        const y = this.y(value, axis);
        const grid =
          axis === 'left'
            ? `<path class="grid" d="M${margins.left} ${y}H${this.width - margins.right}"/>`
            : '';
        return `${grid}<text x="${x}" y="${y + 4}" text-anchor="${anchor}">${figure(value)}</text>`;
      })
      .join('');
  }

  times(): string {
    const { from, to } = this.#window;
    return [0, 0.5, 1]
      .map((part, index) => {
        const at = from + (to - from) * part;
        return `<text x="${this.x(at)}" y="${this.height - 6}" text-anchor="${['start', 'middle', 'end'][index]}">${timeOf(at, this.#window)}</text>`;
      })
      .join('');
  }

  /** Points side by side are joined; what stands alone is a dot. */
  line({ line, dots, style }: Drawn): string {
    const period = line.periodSeconds * 1_000;
    const parts: string[] = [];
    const alone: string[] = [];
    dots.forEach((dot, index) => {
      const [x, y] = [this.x(dot.at), this.y(dot.value, line.axis)];
      const joined = dots[index - 1] !== undefined && dot.at - (dots[index - 1]?.at ?? 0) <= period;
      parts.push(`${joined ? 'L' : 'M'}${x} ${y}`);
      const next = dots[index + 1];
      if (!joined && (next === undefined || next.at - dot.at > period))
        alone.push(`<circle cx="${x}" cy="${y}" r="3"/>`);
    });
    return `<g style="${style}"><path class="line" d="${parts.join('')}"/>${alone.join('')}</g>`;
  }
}

/** Draws a graph over the metrics of a run, with a legend in words and newest figures. */
export function drawn(widget: GraphWidget, metrics: Metrics, window: Window): string {
  const lines = widget.lines.map((line, index): Drawn => {
    const colour = colours[index % colours.length];
    const dash = dashes[Math.floor(index / colours.length) % dashes.length];
    return {
      line,
      dots: dotsOf(line, metrics, window),
      style: `stroke:${colour};fill:${colour};stroke-dasharray:${dash || 'none'}`,
    };
  });
  const canvas = new Canvas(widget, lines, window);
  const shown = lines.filter(({ dots }) => dots.length > 0);
  const marks = widget.marks.map(({ value, label }) => {
    const y = canvas.y(value, 'left');
    return `<path class="mark" d="M${margins.left} ${y}H${canvas.width - margins.right}"/><text x="${canvas.width - margins.right}" y="${y < margins.top + LETTER ? y + LETTER : y - 4}" text-anchor="end">${escapeXml(label)} ${figure(value)}</text>`;
  });
  const right = shown.some(({ line }) => line.axis === 'right') ? canvas.scale('right') : '';
  const legend = shown.map(
    ({ line, dots, style }) =>
      `<li><svg aria-hidden="true" viewBox="0 0 24 8" width="24" height="8"><path class="line" style="${style}" d="M0 4H24"/></svg> ${escapeXml(line.label)}${line.axis === 'right' ? ' (right)' : ''}: <b>${figure(dots.at(-1)?.value ?? 0)}</b></li>`,
  );
  const rest = lines.length - shown.length;
  if (rest > 0)
    legend.push(`<li>${shown.length === 0 ? 'Nothing was counted' : `${rest} without a figure`}</li>`);
  return `<figure><figcaption>${escapeXml(widget.title)}</figcaption>
<svg role="img" aria-label="${escapeXml(widget.title)}" viewBox="0 0 ${canvas.width} ${canvas.height}">${canvas.scale('left')}${right}${canvas.times()}${shown.map((one) => canvas.line(one)).join('')}${marks.join('')}</svg>
<ul>${legend.join('')}</ul></figure>`;
}
