import type { Chart } from '../../../../cards/model.ts';
import { type Element, markdown } from './card_json.ts';
import { escapeMarkdown, grey } from './escape.ts';

/** A picture of few numbers and, below it, the same in one sentence (reference/feishu.md §6.3 chart). */
export function renderChart(chart: Chart): readonly Element[] {
  const sentence = { ...markdown(grey(escapeMarkdown(chart.alt))), text_size: 'notation' };
  if (chart.points.length === 0) return [sentence];
  return [{ tag: 'chart', chart_spec: chartSpec(chart), aspect_ratio: '2:1', preview: true }, sentence];
}

function chartSpec(chart: Chart): Readonly<Record<string, unknown>> {
  const data = { values: chart.points };
  const hasSeries = chart.points.some((point) => point.series !== undefined);
  const legends = { visible: hasSeries || chart.shape === 'pie', orient: 'bottom' };
  switch (chart.shape) {
    case 'pie':
      return { type: 'pie', data, categoryField: 'label', valueField: 'value', label: { visible: true }, legends };
    case 'bar':
      return {
        type: 'bar',
        data,
        xField: hasSeries ? ['label', 'series'] : 'label',
        yField: 'value',
        ...(hasSeries ? { seriesField: 'series' } : {}),
        label: { visible: true },
        legends,
      };
    case 'line':
      return {
        type: 'line',
        data,
        xField: 'label',
        yField: 'value',
        ...(hasSeries ? { seriesField: 'series' } : {}),
        point: { visible: true },
        legends,
      };
  }
}
