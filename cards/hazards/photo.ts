import type { Button, Card, Field } from '../model.ts';
import { plain } from '../model.ts';
import { cut } from './view.ts';

/** What a picture could join: something begun (`draft`) or a hazard. */
export interface PhotoTarget {
  readonly draft?: number;
  readonly hazard?: number;
  /** A hazard the sender has to mend: the picture shows it mended. */
  readonly isWork?: boolean;
  readonly text: string;
}

export interface WhichPhotoView {
  readonly photo: number;
  /** Pictures that came together have one answer. */
  readonly count: number;
  readonly targets: readonly PhotoTarget[];
  /** The same targets as a select, for more than there is room for buttons. */
  readonly fields: readonly Field[];
  readonly chosen: string | undefined;
  readonly message?: string;
  /** Taken back by its sender, or no picture at all. */
  readonly gone?: boolean;
}

const MOST_BUTTONS = 4;

const attach = (view: WhichPhotoView, target: PhotoTarget, label: string, style: 'default' | 'primary'): Button => ({
  label,
  action: 'photo.attach',
  reference: {
    photo: view.photo,
    ...(target.draft === undefined ? {} : { draft: target.draft }),
    ...(target.hazard === undefined ? {} : { hazard: target.hazard }),
  },
  style,
});

/** 这张照片附到哪一条？ With one thing to mend and nothing begun: 是它的整改照片吗？ */
export function whichPhotoCard(view: WhichPhotoView): Card {
  const { photo, targets, chosen } = view;
  const these = view.count > 1 ? `这 ${view.count} 张` : '这张';
  if (chosen !== undefined)
    return {
      key: 'photo.which',
      title: '照片已附上',
      tone: 'done',
      tag: '已附上',
      blocks: [{ kind: 'text', text: plain(`附到：${chosen}`) }],
      actions: [],
    };
  if (view.gone)
    return { key: 'photo.which', title: '照片没有留下', tone: 'closed', tag: '不用选了', blocks: [], actions: [] };
  const [only] = targets;
  if (targets.length === 1 && only?.isWork)
    return {
      key: 'photo.which',
      title: cut(`是整改照片吗：${only.text.replace('整改后照片：', '')}`, 20),
      tone: 'info',
      tag: '待选择',
      blocks: [{ kind: 'text', text: plain(`${these}是“${only.text.replace('整改后照片：', '')}”的整改照片吗？`) }],
      actions: [
        attach(view, only, '是整改照片', 'primary'),
        { label: '是新隐患', action: 'photo.report', reference: { photo } },
      ],
    };
  const base = {
    key: 'photo.which',
    title: view.count > 1 ? `这 ${view.count} 张照片附到哪一条` : '这张照片附到哪一条',
    tone: 'info' as const,
    tag: '待选择',
  };
  const anew: Button = { label: '新报一条', action: 'photo.report', reference: { photo } };
  if (targets.length > MOST_BUTTONS)
    return {
      ...base,
      blocks: [{ kind: 'text', text: plain('选一条附上。是新看到的，点“新报一条”。') }],
      form: {
        action: 'photo.choose',
        reference: { photo },
        revision: 1,
        fields: view.fields,
        submit: '附上照片',
        ...(view.message ? { message: view.message } : {}),
      },
      actions: [anew],
    };
  return {
    ...base,
    blocks: [{ kind: 'list', items: targets.map((target, index) => plain(`${index + 1}　${target.text}`)) }],
    actions: [...targets.map((target, index) => attach(view, target, `附到第 ${index + 1} 条`, 'default')), anew],
  };
}

const targets: readonly PhotoTarget[] = [
  { draft: 2, text: '上报：男厕地滑' },
  { hazard: 12, isWork: true, text: '整改后照片：2号楼3层扶手松' },
];
const manyTargets: readonly PhotoTarget[] = Array.from({ length: 6 }, (_, index) => ({
  hazard: index + 1,
  isWork: true,
  text: `整改后照片：${index + 1}号楼扶手松`,
}));
const sample: WhichPhotoView = { photo: 3, count: 1, targets, fields: [], chosen: undefined };
export const samples: readonly Card[] = [
  whichPhotoCard(sample),
  whichPhotoCard({ ...sample, count: 3, targets: targets.slice(1) }),
  whichPhotoCard({
    ...sample,
    targets: manyTargets,
    fields: [
      {
        kind: 'singleSelect',
        name: 'which',
        label: '附到哪一条',
        required: true,
        options: manyTargets.map(({ text }, index) => ({ value: `hazard:${index + 1}`, text })),
      },
    ],
  }),
  whichPhotoCard({ ...sample, chosen: '整改后照片：2号楼3层扶手松' }),
];
