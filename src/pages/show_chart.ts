import { html } from 'hono/html';
import type { Chart } from '../../cards/model.ts';
import type { Html } from './show_card.ts';

const WIDTH = 340;
const HEIGHT = 120;
const FOOT = 18;
const HEAD = 14;

/** Bars beside one another with their numbers, drawn by the browser itself; below them the same as a sentence. */
export function showChart({ shape, points, alt }: Chart): Html {
  if (shape !== 'bar' || points.length === 0) return html`<p>${alt}</p>`;
  const labels = [...new Set(points.map((point) => point.label))];
  const series = [...new Set(points.map((point) => point.series ?? ''))];
  const highest = Math.max(1, ...points.map((point) => point.value));
  const group = WIDTH / labels.length;
  const bar = Math.min(28, (group - 8) / series.length);
  const bars = points.map((point) => {
    const which = series.indexOf(point.series ?? '');
    const left = labels.indexOf(point.label) * group + (group - bar * series.length) / 2 + which * bar;
    const high = Math.round(((HEIGHT - FOOT - HEAD) * point.value) / highest);
    const top = HEIGHT - FOOT - high;
    return html`<rect class="series-${which}" x="${left + 1}" y="${top}" width="${bar - 2}" height="${high}"/><text x="${left + bar / 2}" y="${top - 3}">${point.value}</text>`;
  });
  const feet = labels.map(
    (label, index) => html`<text class="foot" x="${index * group + group / 2}" y="${HEIGHT - 4}">${label}</text>`,
  );
  const named = series.filter((one) => one !== '');
  return html`<figure class="chart"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${alt}">${bars}${feet}</svg>
${named.length > 0 ? html`<figcaption>${named.map((one, index) => html`<span class="key series-${index}">${one}</span>`)}</figcaption>` : ''}</figure>`;
}
