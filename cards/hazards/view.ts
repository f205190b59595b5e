import type { Block, Button, Fact, PhotoHash, Tone } from '../model.ts';
import { plain, rich } from '../model.ts';

/** A hazard as its cards tell it: words and dates are ready to be read, people are names. */
export interface HazardView {
  readonly id: number;
  readonly revision: number;
  readonly number: string;
  readonly title: string;
  readonly state: string;
  /** 待认定, 待整改 … */
  readonly stateText: string;
  readonly open: boolean;
  /** A major one that passed the recheck and waits for consent and receipt. */
  readonly passed?: true;
  readonly severity: 'general' | 'serious' | 'major';
  readonly severityText: string;
  readonly candidate: boolean;
  readonly clause?: string;
  readonly place: string;
  readonly category: string;
  readonly description: string;
  readonly reporter: string;
  readonly reportedAt: string;
  readonly owner: string;
  readonly leader: string;
  readonly rechecker: string;
  readonly due: string;
  readonly requirement?: string;
  readonly interim?: string;
  readonly controlled: boolean;
  readonly measure?: string;
  readonly fixedAt?: string;
  readonly closedAt?: string;
  readonly daysTaken?: number;
  readonly overdueDays: number;
  /** An extension can still be asked for. */
  readonly mayExtend: boolean;
  readonly before: readonly PhotoHash[];
  readonly after: readonly PhotoHash[];
  readonly recheck: readonly PhotoHash[];
  readonly photoCount: number;
  readonly incomplete: boolean;
  readonly supervision?: string;
  /** What the viewer may still take back, if anything. */
  readonly undo?: { readonly step: number; readonly kind: string; readonly label: string };
}

/** Several facts in one block, empty ones left out; at most 6 are read on a phone (domain/voice.md §2). */
export const facts = (...pairs: readonly (readonly [string, string | undefined])[]): Block => ({
  kind: 'facts',
  facts: pairs
    .filter((pair): pair is readonly [string, string] => pair[1] !== undefined && pair[1] !== '')
    .map(([label, value]): Fact => ({ label, value })),
});

export const text = (words: string): Block => ({ kind: 'text', text: plain(words) });
export const quote = (words: string): Block => ({
  kind: 'text',
  text: rich`“${words.length > 300 ? `${words.slice(0, 300)}…` : words}”`,
});

/** The latest three pictures of a moment: more only make the card long, and after 退回 the last ones count. */
export const pictures = (label: string, hashes: readonly PhotoHash[]): readonly Block[] =>
  hashes.slice(-3).map((photo) => ({ kind: 'image', photo, label }));

export const hazardButton = (
  label: string,
  action: string,
  view: Pick<HazardView, 'id'>,
  style: Button['style'] = 'default',
  more: Record<string, number | string> = {},
): Button => ({
  label,
  action,
  reference: { hazard: view.id, ...more },
  style,
});

/** The button that opens a small form in the one-to-one chat. */
export const askButton = (
  label: string,
  ask: string,
  view: Pick<HazardView, 'id'>,
  style: Button['style'] = 'default',
): Button => hazardButton(label, 'hazard.ask', view, style, { ask });

/** 撤回, on the card whose press it takes back: `kinds` are the steps that card leads to. */
export const undoButton = (view: HazardView, ...kinds: readonly string[]): readonly Button[] =>
  view.undo && kinds.includes(view.undo.kind)
    ? [hazardButton(view.undo.label, 'hazard.undo', view, 'default', { step: view.undo.step })]
    : [];

export const severityTone = (view: HazardView): Tone =>
  view.severity === 'major' || view.candidate ? 'danger' : 'due';

export const cut = (words: string, length: number): string =>
  [...words].length > length ? `${[...words].slice(0, length - 1).join('')}…` : words;

/** A view for samples and tests: the railing of domain/voice.md §2.1. */
export const sampleView: HazardView = {
  id: 12,
  revision: 3,
  number: 'GS-202509-0012',
  title: '2号楼3层扶手松',
  state: 'assigned',
  stateText: '待整改',
  open: true,
  severity: 'serious',
  severityText: '较大',
  candidate: false,
  place: '楼梯 · 2号楼3层西侧',
  category: '栏杆扶手',
  description: '2号楼三楼西边楼梯扶手晃得厉害，课间学生都靠那儿',
  reporter: '李敏',
  reportedAt: '9月18日 10:20',
  owner: '赵强',
  leader: '孙丽',
  rechecker: '王芳',
  due: '9月25日 周四',
  interim: '设围挡，改走东侧楼梯',
  controlled: false,
  overdueDays: 0,
  mayExtend: true,
  before: [],
  after: [],
  recheck: [],
  photoCount: 1,
  incomplete: false,
};
