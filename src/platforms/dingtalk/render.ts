import type { TemplateValues } from '../../../cards/dingtalk/contract.ts';
import { type Button, type Card, plainCard } from '../../../cards/model.ts';
import { isLongList, pageHelps } from '../../../cards/page_helps.ts';
import { type Offer, offerLines, offerOf, pageLines, photoLine } from '../../../cards/text/offer.ts';
import type { Directory, RenderedCard } from '../platform.ts';
import { CUT, cut, within } from './limits.ts';
import { blockMarkdown, knownPeople } from './render/blocks.ts';
import { buttonGroup } from './render/buttons.ts';
import { escapeMarkdown } from './render/escape.ts';
import { formFields } from './render/form.ts';

/** What `RenderedCard.wire` holds for DingTalk. */
export type Wire =
  | { readonly as: 'card'; readonly variables: TemplateValues; readonly at: readonly string[] }
  | { readonly as: 'text'; readonly text: string };

/** The port's `render` with a card template: the variables as one string, checked against the limits. Pure. */
export function renderForTemplate(card: Card, directory: Directory): RenderedCard {
  const wire: Wire = { as: 'card', variables: variablesOf(card, directory), at: mentioned(card, directory) };
  const text = JSON.stringify(wire);
  within(card.key, 'dataBytes', Buffer.byteLength(text));
  return { wire: text, summary: summaryOf(card) };
}

/** Where no template is configured: numbered text, and the offer that an answer is read by. Pure. */
export function renderAsText(card: Card, { page, console }: Pick<Directory, 'page' | 'console'> = {}): RenderedCard {
  const offer = offerOf(card);
  return asWords(card, offer, [...offerLines(offer, page), ...(console ? [`打开看板：${console}`] : [])]);
}

/** The card as words with its page's address; whoever changes nothing answers by number. Pure. */
export function renderAsPageLink(card: Card, page: string): RenderedCard {
  const offer = offerOf(card);
  return asWords(card, offer, pageLines(offer, page));
}

/** A long card is cut before what tells its reader how to answer, never in it. */
function asWords(card: Card, offer: Offer, answering: readonly string[]): RenderedCard {
  const how = answering.join('\n');
  const words = cut(plainCard(card), Math.max(CUT.message - how.length - 1, CUT.summary));
  const wire: Wire = { as: 'text', text: cut(how === '' ? words : `${words}\n${how}`, CUT.message) };
  return { wire: JSON.stringify(wire), summary: summaryOf(card), offer };
}

/** What an answer to a press says beside the card. */
interface Answering {
  /** Instead of the card's own. */
  readonly notice?: string | undefined;
  /** The press's delivery. */
  readonly answers?: string;
}

/** The card as the template's variables. Throws `CardTooLarge`. */
export function variablesOf(card: Card, directory: Directory, answering: Answering = {}): TemplateValues {
  const { form } = card;
  const photos =
    form?.fields.flatMap((field) => (field.kind === 'photo' ? [escapeMarkdown(photoLine(field))] : [])) ?? [];
  const page = directory.page && form ? [pageMarkdown(directory.page, card)] : [];
  const board = directory.console ? [markdownLink('打开看板', directory.console)] : [];
  const body = [...card.blocks.map((block) => blockMarkdown(block, directory)), ...photos, ...page, ...board];
  const buttons = buttonsBelow(card);
  const fields = form ? formFields(card.key, form, answering.answers) : [];
  return {
    title: cut(card.title, CUT.title),
    tag: cut(card.tag ?? '', CUT.tag),
    tone: card.tone,
    markdown: body.filter((part) => part !== '').join('\n\n'),
    notice: cut(answering.notice ?? form?.message ?? '', CUT.notice),
    form: JSON.stringify({ fields }),
    form_status: 'normal',
    form_btn_text: form?.submit ?? '',
    buttons: JSON.stringify(buttonGroup(card.key, buttons)),
    state: [...(form ? ['form'] : []), ...(buttons.length > 0 ? ['buttons'] : [])].join('+') || 'text',
  };
}

const markdownLink = (label: string, address: string): string =>
  `[${label}](${address.replaceAll('(', '%28').replaceAll(')', '%29')})`;

/**
 * A link and no button: how a button of the group opens an address is not documented (reference/dingtalk.md §6.7).
 * Clients that are too old for forms show none of theirs (§6.6), so every form has it.
 */
function pageMarkdown(page: string, card: Card): string {
  const link = markdownLink('在网页填', page);
  if (!pageHelps(card)) return `看不到输入框的，${link}`;
  const fields = card.form?.fields ?? [];
  const better = [
    ...(fields.some(isLongList) ? ['能搜姓名'] : []),
    ...(fields.some((field) => field.kind === 'photo') ? ['照片可一次传几张'] : []),
  ];
  return [link, ...better].join('，');
}

export const summaryOf = (card: Card): string => cut(card.summary ?? card.title, CUT.summary);

const mentioned = (card: Card, directory: Directory): readonly string[] => [
  ...new Set(card.blocks.flatMap((block) => (block.kind === 'mention' ? knownPeople(block.people, directory) : []))),
];

/** Cancel stands outside the form, which has one button of its own (reference/dingtalk.md §12). */
const buttonsBelow = (card: Card): readonly Button[] => [
  ...(card.form?.cancel ? [card.form.cancel] : []),
  ...card.actions,
];
