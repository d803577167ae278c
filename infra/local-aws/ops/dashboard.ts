/** A template's dashboards: what each widget draws, and its points over the metrics of a run. */
import { type Expression, pointsOf, readExpression } from '../alarms/metric-maths.ts';
import { type MetricName, type Metrics, type Point, statisticNamed } from '../alarms/metrics.ts';
import { LocalRunError } from '../local-run-error.ts';
import type { Json, Resource } from '../template/assembly.ts';

/** Where a widget stands: columns of 24, and rows. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly label: string;
  readonly axis: 'left' | 'right';
  readonly periodSeconds: number;
  /** @param periods how many, the last of which ends at `end` (milliseconds since 1970) */
  points(metrics: Metrics, end: number, periods: number): readonly Point[];
}

export interface GraphWidget extends Place {
  readonly kind: 'graph';
  readonly title: string;
  readonly lines: readonly Line[];
  /** Values that mean something, with what they mean. */
  readonly marks: readonly { readonly value: number; readonly label: string }[];
}

export interface TextWidget extends Place {
  readonly kind: 'text';
  readonly markdown: string;
}

export interface Dashboard {
  readonly name: string;
  readonly widgets: readonly (GraphWidget | TextWidget)[];
}

const DEFAULT_PERIOD = 300;
const known = {
  widget: ['type', 'x', 'y', 'width', 'height', 'properties'],
  graph: ['view', 'title', 'region', 'metrics', 'yAxis', 'annotations', 'period', 'stat', 'stacked'],
  line: ['label', 'expression', 'id', 'visible', 'period', 'stat', 'yAxis', 'color', 'region'],
  text: ['markdown'],
} as const;

function refuseStrange(given: Json, of: keyof typeof known): void {
  const strange = Object.keys(given).find((key) => !(known[of] as readonly string[]).includes(key));
  if (strange !== undefined)
    throw new LocalRunError(
      `The local run does not draw ${strange} of a dashboard. Teach it in infra/local-aws/ops/dashboard.ts.`,
    );
}

interface Given {
  readonly label?: string;
  readonly expression?: string;
  readonly id?: string;
  readonly visible?: boolean;
  readonly period?: number;
  readonly stat?: string;
  readonly yAxis?: 'left' | 'right';
}

/** Namespace, name, then pairs of a dimension and its value. */
const metricOf = ([namespace = '', name = '', ...pairs]: readonly string[]): MetricName => ({
  namespace,
  name,
  dimensions: Object.fromEntries(
    pairs.flatMap((dimension, index) => (index % 2 === 0 ? [[dimension, pairs[index + 1] ?? '']] : [])),
  ),
});

function linesOf(listed: readonly (readonly (string | Given)[])[], title: string): readonly Line[] {
  const rows = listed.map((row) => {
    const names = row.filter((part) => typeof part === 'string');
    const given = row.find((part): part is Given => typeof part === 'object') ?? {};
    refuseStrange(given as Json, 'line');
    if (given.stat !== undefined) statisticNamed(given.stat);
    const expression = given.expression === undefined ? undefined : readExpression(given.expression);
    return { metric: names.length > 0 ? metricOf(names) : undefined, given, expression };
  });
  type Row = (typeof rows)[number];
  const points = (
    { metric, given, expression }: Row,
    metrics: Metrics,
    { periodSeconds, end, periods }: { periodSeconds: number; end: number; periods: number },
  ): readonly Point[] => {
    if (metric !== undefined)
      return metrics.points(metric, given.stat ?? 'Average', { end, periodSeconds, periods });
    const series = (id: string): readonly Point[] => {
      const row = rows.find((one) => one.given.id === id);
      if (row === undefined)
        throw new LocalRunError(`The graph "${title}" reads ${id}, which it does not have.`);
      return points(row, metrics, { periodSeconds, end, periods });
    };
    return pointsOf(expression as Expression, { series, periods });
  };
  return rows
    .filter(({ given }) => given.visible !== false)
    .map((row) => {
      const { metric, given } = row;
      const periodSeconds = given.period ?? DEFAULT_PERIOD;
      return {
        label: given.label ?? metric?.name ?? given.expression ?? '',
        axis: given.yAxis ?? 'left',
        periodSeconds,
        points: (metrics, end, periods) => points(row, metrics, { periodSeconds, end, periods }),
      };
    });
}

function widgetOf(given: Json): GraphWidget | TextWidget {
  refuseStrange(given, 'widget');
  const { x, y, width, height, type } = given;
  const place = { x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
  const properties = given.properties as Json;
  if (type === 'text') {
    refuseStrange(properties, 'text');
    return { kind: 'text', ...place, markdown: String(properties.markdown) };
  }
  if (type !== 'metric' || properties.view !== 'timeSeries')
    throw new LocalRunError(
      `The local run draws texts and lines, not ${String(type)} ${String(properties.view)}.`,
    );
  refuseStrange(properties, 'graph');
  const title = String(properties.title);
  const { horizontal = [] } = (properties.annotations ?? {}) as {
    horizontal?: { value: number; label?: string }[];
  };
  return {
    kind: 'graph',
    ...place,
    title,
    lines: linesOf(properties.metrics as (string | Given)[][], title),
    marks: horizontal.map(({ value, label = '' }) => ({ value, label })),
  };
}

/**
 * The dashboards among some resources, each with its widgets in reading order.
 *
 * @throws LocalRunError for whatever of them is not drawn here
 */
export const dashboardsOf = (resources: readonly Resource[]): readonly Dashboard[] =>
  resources
    .filter(({ type }) => type === 'AWS::CloudWatch::Dashboard')
    .map(({ id, properties }) => ({
      name: id,
      widgets: (JSON.parse(String(properties.DashboardBody)) as { widgets: Json[] }).widgets
        .map(widgetOf)
        .toSorted((a, b) => a.y - b.y || a.x - b.x),
    }));
