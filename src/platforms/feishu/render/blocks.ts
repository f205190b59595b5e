import type { Block, RichText } from '../../../../cards/model.ts';
import type { Directory } from '../../platform.ts';
import { type Element, markdown, plainText } from './card_json.ts';
import { renderChart } from './chart.ts';
import { escapeMarkdown, grey, richMarkdown } from './escape.ts';

/** One block of the neutral card as elements of the body; a block with nothing to show gives none. */
export function renderBlock(block: Block, directory: Directory): readonly Element[] {
  switch (block.kind) {
    case 'text':
      return renderText(block.text, block.muted ?? false);
    case 'facts':
      return block.facts.length === 0 ? [] : [markdown(block.facts.map(factLine).join('<br>'))];
    case 'list':
      return block.items.length === 0
        ? []
        : [markdown(block.items.map((item) => `- ${richMarkdown(item)}`).join('\n'))];
    case 'progress':
      return [
        markdown(`**${escapeMarkdown(block.label)}** ${bar(block.done, block.total)} ${block.done}/${block.total}`),
      ];
    case 'image':
      return [renderImage(block.label, directory.images.get(block.photo))];
    case 'chart':
      return renderChart(block.chart);
    case 'mention':
      return renderMention(block.people.map((person) => directory.people.get(person)));
    case 'divider':
      return [{ tag: 'hr' }];
  }
}

function renderText(text: RichText, muted: boolean): readonly Element[] {
  const content = richMarkdown(text);
  if (content === '') return [];
  return muted ? [{ ...markdown(grey(content)), text_size: 'notation' }] : [markdown(content)];
}

const factLine = (fact: { readonly label: string; readonly value: string }): string =>
  `**${escapeMarkdown(fact.label)}** ${escapeMarkdown(fact.value)}`;

const BAR_CELLS = 10;

/** Ten cells. The last one fills only when everything is done, the first as soon as something is. */
function bar(done: number, total: number): string {
  const share = total > 0 ? Math.min(Math.max(done / total, 0), 1) : 0;
  let filled = Math.floor(share * BAR_CELLS);
  if (filled === 0 && share > 0) filled = 1;
  return '■'.repeat(filled) + '□'.repeat(BAR_CELLS - filled);
}

function renderImage(label: string, key: string | undefined): Element {
  if (key === undefined) {
    return { ...markdown(grey(`${escapeMarkdown(label)}：照片正在处理`)), text_size: 'notation' };
  }
  return {
    tag: 'img',
    img_key: key,
    alt: plainText(label),
    title: plainText(label),
    scale_type: 'crop_center',
    preview: true,
  };
}

/** An id the vendor does not know fails the whole card (reference/feishu.md §6.3), so unknown people are left out. */
function renderMention(userIds: readonly (string | undefined)[]): readonly Element[] {
  const known = userIds.filter((id) => id !== undefined && /^[\w-]+$/.test(id) && id !== 'all');
  return known.length === 0 ? [] : [markdown(known.map((id) => `<at id=${id}></at>`).join(' '))];
}
