/** Charts as plain SVG: the few VChart types the cards use; any other shows its numbers in rows. */
import { html, nothing, type SafeHtml } from './html.ts';
import { contentOf, type Json, list, number, record, text } from './json.ts';
import type { ElementRenderer } from './scope.ts';
import { boxStyle } from './style_values.ts';

interface Point {
  readonly label: string;
  readonly value: number;
  readonly series: string;
}

const WIDTH = 320;
const HEIGHT = 190;
const LEFT = 34;
const BOTTOM = 24;
const TOP = 12;
const PALETTE = 6;

type Painter = (points: readonly Point[], spec: Json) => SafeHtml;

const PAINTERS: ReadonlyMap<string, Painter> = new Map<string, Painter>([
  ['bar', (points, spec) => (spec.direction === 'horizontal' ? horizontalBars(points) : bars(points, spec))],
  ['line', (points) => lines(points, false)],
  ['area', (points) => lines(points, true)],
  ['pie', (points, spec) => pie(points, number(spec.innerRadius) ?? 0)],
  ['linearProgress', (points) => progress(points)],
  ['circularProgress', (points) => ring(points)],
]);

export const renderChart: ElementRenderer = (element) => {
  const spec = record(element.chart_spec);
  const type = text(spec.type);
  const points = pointsOf(spec);
  const title = contentOf(record(spec.title).text);
  const paint = PAINTERS.get(type) ?? rows;
  return html`<figure class="chart chart-${type.replace(/[^a-zA-Z]/g, '')}" style="${boxStyle(element)}">${title ? html`<figcaption>${title}</figcaption>` : nothing}${paint(points, spec)}${legend(points, type)}</figure>`;
};

function pointsOf(spec: Json): readonly Point[] {
  const data = Array.isArray(spec.data) ? record(spec.data[0]) : record(spec.data);
  const sideways = spec.direction === 'horizontal' || spec.type === 'linearProgress';
  const category = firstOf(spec.categoryField ?? (sideways ? spec.yField : spec.xField));
  const amount = firstOf(spec.valueField ?? spec.angleField ?? (sideways ? spec.xField : spec.yField));
  const series = firstOf(spec.seriesField);
  return list(data.values).map((value) => {
    const row = record(value);
    return {
      label: text(row[category]),
      value: number(row[amount]) ?? 0,
      series: series === category ? '' : text(row[series]),
    };
  });
}

function firstOf(value: unknown): string {
  return text(Array.isArray(value) ? value[0] : value);
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

function labelsOf(points: readonly Point[]): readonly string[] {
  return unique(points.map((point) => point.label));
}

function seriesOf(points: readonly Point[]): readonly string[] {
  return unique(points.map((point) => point.series));
}

function valueAt(points: readonly Point[], label: string, series: string): number {
  return points.find((point) => point.label === label && point.series === series)?.value ?? 0;
}

/** A round number at or above the largest value, so that the axis reads well. */
function ceiling(largest: number): number {
  if (largest <= 0) return 1;
  const step = 10 ** Math.floor(Math.log10(largest));
  const found = [1, 2, 4, 5, 8, 10].find((factor) => factor * step >= largest);
  return (found ?? 10) * step;
}

function svg(inside: SafeHtml, label: string, height = HEIGHT): SafeHtml {
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}">${inside}</svg>`;
}

function describe(points: readonly Point[]): string {
  return points
    .map((point) => [point.series, point.label, point.value].filter((part) => part !== '').join(' '))
    .join('，');
}

function axis(top: number): SafeHtml {
  const marks = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const y = round(HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - TOP));
    const shown = top * part;
    const label = Number.isInteger(shown)
      ? html`<text x="${LEFT - 6}" y="${y + 4}" class="axis" text-anchor="end">${shown}</text>`
      : nothing;
    return html`<line x1="${LEFT}" x2="${WIDTH - 4}" y1="${y}" y2="${y}" class="grid"/>${label}`;
  });
  return html`${marks}`;
}

function categoryLabels(labels: readonly string[], middle: (index: number) => number): SafeHtml {
  const every = Math.ceil(labels.length / 8);
  return html`${labels.map((label, index) => (index % every === 0 ? html`<text x="${round(middle(index))}" y="${HEIGHT - 7}" class="axis" text-anchor="middle">${short(label, 6)}</text>` : nothing))}`;
}

function bars(points: readonly Point[], spec: Json): SafeHtml {
  const labels = labelsOf(points);
  const series = seriesOf(points);
  const stacked = spec.stack === true || (series.length > 1 && !Array.isArray(spec.xField));
  const total = (label: string) => series.reduce((sum, name) => sum + valueAt(points, label, name), 0);
  const top = ceiling(Math.max(0, ...(stacked ? labels.map(total) : points.map((point) => point.value))));
  const band = (WIDTH - LEFT - 8) / Math.max(1, labels.length);
  const width = Math.min(34, (band * 0.62) / (stacked ? 1 : series.length));
  const scale = (HEIGHT - BOTTOM - TOP) / top;
  const shapes = labels.flatMap((label, index) => {
    let below = 0;
    return series.map((name, place) => {
      const value = valueAt(points, label, name);
      const group = stacked ? width : width * series.length;
      const x = LEFT + band * (index + 0.5) - group / 2 + (stacked ? 0 : place * width);
      const y = HEIGHT - BOTTOM - (value + below) * scale;
      if (stacked) below += value;
      return html`<rect x="${round(x)}" y="${round(y)}" width="${round(width - (stacked ? 0 : 1))}" height="${round(Math.max(0, value * scale))}" rx="2" class="fill-${place % PALETTE}"><title>${label} ${value}</title></rect>`;
    });
  });
  return svg(
    html`${axis(top)}${shapes}${categoryLabels(labels, (index) => LEFT + band * (index + 0.5))}`,
    describe(points),
  );
}

function horizontalBars(points: readonly Point[]): SafeHtml {
  const top = Math.max(1, ...points.map((point) => point.value));
  return html`<div class="bars">${points.map((point, index) => html`<div class="bar-row"><span class="bar-label">${point.label}</span><span class="bar-track"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width="${round((point.value / top) * 100)}" height="10" class="fill-${point.series ? index % PALETTE : 0}"/></svg></span><span class="bar-value">${point.value}</span></div>`)}</div>`;
}

function lines(points: readonly Point[], filled: boolean): SafeHtml {
  const labels = labelsOf(points);
  const top = ceiling(Math.max(0, ...points.map((point) => point.value)));
  const step = (WIDTH - LEFT - 44) / Math.max(1, labels.length - 1);
  const x = (index: number) => LEFT + 20 + step * index;
  const y = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - BOTTOM - TOP);
  const shapes = seriesOf(points).map((name, place) => {
    const path = labels
      .map((label, index) => `${index === 0 ? 'M' : 'L'}${round(x(index))} ${round(y(valueAt(points, label, name)))}`)
      .join(' ');
    const closed = `${path} L${round(x(labels.length - 1))} ${HEIGHT - BOTTOM} L${round(x(0))} ${HEIGHT - BOTTOM} Z`;
    const dots = labels.map(
      (label, index) =>
        html`<circle cx="${round(x(index))}" cy="${round(y(valueAt(points, label, name)))}" r="3" class="fill-${place % PALETTE}"><title>${label} ${valueAt(points, label, name)}</title></circle>`,
    );
    return html`${filled ? html`<path d="${closed}" class="area-${place % PALETTE}"/>` : nothing}<path d="${path}" class="line line-${place % PALETTE}"/>${dots}`;
  });
  return svg(html`${axis(top)}${shapes}${categoryLabels(labels, x)}`, describe(points));
}

function pie(points: readonly Point[], innerRadius: number): SafeHtml {
  const total = points.reduce((sum, point) => sum + Math.max(0, point.value), 0);
  const radius = 78;
  const inner = radius * Math.min(0.8, Math.max(0, innerRadius));
  let from = 0;
  const slices = points.map((point, index) => {
    const part = total > 0 ? Math.max(0, point.value) / total : 0;
    const shape = slice(from, from + part, radius, inner);
    from += part;
    return html`<path d="${shape}" class="fill-${index % PALETTE} slice" fill-rule="evenodd"><title>${point.label} ${point.value}</title></path>`;
  });
  const middle =
    inner > 30 ? html`<text x="160" y="100" text-anchor="middle" class="chart-total">${total}</text>` : nothing;
  return svg(html`${slices}${middle}`, describe(points));
}

/** A ring slice between two parts of the circle (0 … 1, clockwise from the top). */
function slice(from: number, to: number, radius: number, inner: number): string {
  const full = to - from >= 0.9999;
  const end = full ? from + 0.9999 : to;
  const at = (part: number, distance: number) => {
    const angle = part * 2 * Math.PI - Math.PI / 2;
    return `${round(160 + distance * Math.cos(angle))} ${round(93 + distance * Math.sin(angle))}`;
  };
  const large = end - from > 0.5 ? 1 : 0;
  const back =
    inner > 0 ? `L${at(end, inner)} A${round(inner)} ${round(inner)} 0 ${large} 0 ${at(from, inner)}` : 'L160 93';
  return `M${at(from, radius)} A${radius} ${radius} 0 ${large} 1 ${at(end, radius)} ${back} Z`;
}

function progress(points: readonly Point[]): SafeHtml {
  return html`<div class="bars">${points.map((point) => html`<div class="progress-row"><span class="bar-label">${point.label}</span><span class="bar-value">${percent(point.value)}</span><span class="bar-track"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width="${round(Math.min(1, Math.max(0, point.value)) * 100)}" height="10" class="fill-0"/></svg></span></div>`)}</div>`;
}

function ring(points: readonly Point[]): SafeHtml {
  const value = Math.min(1, Math.max(0, points[0]?.value ?? 0));
  return svg(
    html`<path d="${slice(0, 1, 74, 58)}" class="track" fill-rule="evenodd"/><path d="${slice(0, value, 74, 58)}" class="fill-0" fill-rule="evenodd"/><text x="160" y="101" text-anchor="middle" class="chart-total">${percent(value)}</text>`,
    describe(points),
  );
}

function rows(points: readonly Point[]): SafeHtml {
  return html`<table><tbody>${points.map((point) => html`<tr><td>${point.series} ${point.label}</td><td class="text-right">${point.value}</td></tr>`)}</tbody></table>`;
}

function legend(points: readonly Point[], type: string): SafeHtml {
  const names = type === 'pie' ? labelsOf(points) : seriesOf(points).filter((name) => name !== '');
  if (names.length < 2 || !PAINTERS.has(type) || type.endsWith('Progress')) return nothing;
  const amount = (name: string) => (type === 'pie' ? ` ${valueAt(points, name, '')}` : '');
  return html`<div class="legend">${names.map((name, index) => html`<span><svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="3" class="fill-${index % PALETTE}"/></svg>${name}${amount(name)}</span>`)}</div>`;
}

function percent(value: number): string {
  return `${Math.round(value * 100)}%`;
}

function short(label: string, most: number): string {
  const characters = [...label];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : label;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
