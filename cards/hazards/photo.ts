import type { Card } from '../model.ts';
import { plain } from '../model.ts';
import { cut } from './view.ts';

export interface PhotoTarget {
  readonly draft: number;
  readonly text: string;
}

/** 这张照片附到哪一条？ */
export const whichPhotoCard = (photo: number, targets: readonly PhotoTarget[], chosen: string | undefined): Card => ({
  key: 'photo.which',
  title: chosen ? '照片已附上' : '这张照片附到哪一条',
  tone: chosen ? 'done' : 'info',
  tag: chosen ? '已附上' : '待选择',
  blocks: chosen
    ? [{ kind: 'text', text: plain(`附到：${chosen}`) }]
    : [{ kind: 'list', items: targets.map((target, index) => plain(`${index + 1}　${target.text}`)) }],
  actions: chosen
    ? []
    : [
        ...targets.slice(0, 4).map((target, index) => ({
          label: cut(`附到第 ${index + 1} 条`, 8),
          action: 'photo.attach',
          reference: { photo, draft: target.draft },
        })),
        { label: '新报一条', action: 'photo.report', reference: { photo } },
      ],
});

export const samples: readonly Card[] = [
  whichPhotoCard(
    3,
    [
      { draft: 1, text: '提交整改：2号楼3层扶手松' },
      { draft: 2, text: '上报：男厕地滑' },
    ],
    undefined,
  ),
  whichPhotoCard(3, [], '提交整改：2号楼3层扶手松'),
];
