import type { Block, Chart } from '../../../../cards/model.ts';
import type { Directory } from '../../platform.ts';
import { BREAK, escapeMarkdown, richMarkdown } from './escape.ts';

/** One block of the neutral card as markdown; empty when it has nothing to show. */
export function blockMarkdown(block: Block, directory: Directory): string {
  switch (block.kind) {
    case 'text':
      return richMarkdown(block.text);
    case 'facts':
      return block.facts.map((fact) => `**${escapeMarkdown(fact.label)}** ${escapeWithin(fact.value)}`).join(BREAK);
    case 'list':
      return block.items.map((item) => `- ${richMarkdown(item)}`).join('\n');
    case 'progress':
      return `**${escapeMarkdown(block.label)}** ${bar(block.done, block.total)} ${block.done}/${block.total}`;
    case 'image':
      return imageMarkdown(block.label, directory.images.get(block.photo));
    case 'chart':
      return chartMarkdown(block.chart);
    case 'mention':
      return knownPeople(block.people, directory)
        .map((userId) => `<a atId=${userId}>@</a>`)
        .join(' ');
    case 'divider':
      return '---';
  }
}

/** Data behind a label: 3.4 天 begins no list there, as it would at a line's start. */
const escapeWithin = (text: string): string => escapeMarkdown(`a${text}`).slice(1);

/** The vendor's ids of mentioned people; unknown people and ids that could carry markup are left out. */
export const knownPeople = (people: readonly number[], directory: Directory): readonly string[] =>
  people
    .map((person) => directory.people.get(person))
    .filter((userId) => userId !== undefined && /^[\w-]+$/.test(userId) && userId.toLowerCase() !== 'all')
    .map(String);

/** Bars a text chart shows at most; more numbers than that are said in the sentence (cards/model.ts). */
const MOST_BARS = 16;

/**
 * The template has no charts: every number is a bar as long as its share of the greatest. Several of one label share its
 * line, with half as long bars, so that a phone shows it whole.
 */
function chartMarkdown({ points, alt }: Chart): string {
  const most = Math.max(0, ...points.map((point) => point.value));
  if (points.length === 0 || points.length > MOST_BARS || most === 0) return escapeMarkdown(alt);
  const labels = [...new Set(points.map((point) => point.label))];
  return labels
    .map((label) => {
      const own = points.filter((point) => point.label === label);
      const bars = own.map(({ series, value }) => {
        const cells = cellsOf(value, most);
        const length = own.length > 1 ? Math.ceil(cells / 2) : cells;
        return [series === undefined ? '' : escapeMarkdown(series), '■'.repeat(length), value]
          .filter((part) => part !== '')
          .join(' ');
      });
      return `${escapeMarkdown(label)} ${bars.join('　')}`;
    })
    .join(BREAK);
}

const BAR_CELLS = 10;

function cellsOf(part: number, total: number): number {
  const share = total > 0 ? Math.min(Math.max(part / total, 0), 1) : 0;
  const filled = Math.floor(share * BAR_CELLS);
  return filled === 0 && share > 0 ? 1 : filled;
}

/** Ten cells. The last one fills only when everything is done, the first as soon as something is. */
function bar(done: number, total: number): string {
  const filled = cellsOf(done, total);
  return '■'.repeat(filled) + '□'.repeat(BAR_CELLS - filled);
}

/** `key` is the vendor's media id (reference/dingtalk.md §5.3). */
function imageMarkdown(label: string, key: string | undefined): string {
  if (key === undefined || !/^[\w@$-]+$/.test(key)) return `${escapeMarkdown(label)}：照片正在处理`;
  return `${escapeMarkdown(label)}${BREAK}![${escapeMarkdown(label)}](${key})`;
}
