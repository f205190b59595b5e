import { type Block, type Button, type Card, type Fact, plain, type Tone } from '../model.ts';

export interface PackageView {
  readonly id: number;
  readonly state: 'asked' | 'making' | 'made' | 'removed' | 'failed' | 'dropped';
  /** 2025年9月, 本学期. */
  readonly period: string;
  /** 2025-09-01 至 2025-09-30. */
  readonly days: string;
  /** What it will hold; while it is asked. */
  readonly extent?: {
    readonly hazards: number;
    readonly photos: number;
    readonly done: number;
    readonly drills: number;
  };
  readonly restarts: number;
  readonly failure?: string;
  readonly made?: {
    readonly bytes: number;
    readonly hash: string;
    readonly files: number;
    readonly photos: number;
    readonly missing: number;
    readonly isChainWhole: boolean;
    readonly fileName: string;
    /** 9月25日. */
    readonly until: string;
    /** It came into the chat. */
    readonly isSent: boolean;
  };
}

/** A picture as phones send them, bytes; only to say how large it gets. */
const USUAL_PHOTO = 300_000;
const MEGA = 1_000_000;

const looks: Readonly<Record<PackageView['state'], { readonly tone: Tone; readonly tag: string }>> = {
  asked: { tone: 'info', tag: '待确认' },
  making: { tone: 'info', tag: '整理中' },
  made: { tone: 'done', tag: '已整理' },
  removed: { tone: 'closed', tag: '已到期' },
  failed: { tone: 'danger', tag: '没做成' },
  dropped: { tone: 'closed', tag: '不做了' },
};

const failures: Readonly<Record<string, string>> = {
  no_disk: '这台服务没有磁盘，做不了压缩包。台账可以发“导出台账 9月”分开要。',
  disk_full: '服务器磁盘满了。请装安园的老师清理后再试。',
  restarts: '整理到一半服务停了几次。请装安园的老师看一下服务器，或用命令行整理。',
  broken: '整理时出了错。请装安园的老师看一下日志，再试一次。',
};

const sizeText = (bytes: number): string =>
  bytes < MEGA ? `${Math.max(1, Math.round(bytes / 1_000))} KB` : `${Math.round(bytes / MEGA)} MB`;

const text = (words: string, muted = false): Block => ({
  kind: 'text',
  text: plain(words),
  ...(muted ? { muted } : {}),
});

function extentFacts({ hazards, photos, done, drills }: NonNullable<PackageView['extent']>): readonly Fact[] {
  const size = MEGA + photos * USUAL_PHOTO;
  return [
    { label: '内容', value: `隐患 ${hazards} 条，已办职责 ${done} 项，演练 ${drills} 次` },
    { label: '照片', value: `${photos} 张` },
    { label: '大小', value: photos === 0 ? '不到 2 MB' : `约 ${sizeText(size)}，按每张 0.3 MB 估` },
  ];
}

function madeFacts(made: NonNullable<PackageView['made']>): readonly Fact[] {
  return [
    { label: '文件', value: `${made.files} 个，照片 ${made.photos} 张，${sizeText(made.bytes)}` },
    { label: '缺项', value: made.missing === 0 ? '没有' : `${made.missing} 处，见包里的目录` },
    { label: '审计链', value: made.isChainWhole ? '完整' : '对不上，请装安园的老师查' },
    { label: '指纹', value: made.hash.slice(0, 16) },
  ];
}

/** 〔package.view〕 one inspection package: asked for, being made, made. Only whoever asked has it. */
export function packageCard(view: PackageView): Card {
  const { tone, tag } = looks[view.state];
  const reference = { package: view.id };
  const start = (label: string): Button => ({ label, action: 'package.make', reference, style: 'primary' });
  const drop: Button = { label: '不做了', action: 'package.drop', reference };
  const { made } = view;
  const shown: Record<
    PackageView['state'],
    { readonly blocks: readonly Block[]; readonly actions?: readonly Button[] }
  > = {
    asked: {
      blocks: [text('台账、演练记录、会议记录、照片、依据索引和审计链核验，装进一个压缩包。有姓名，只发给您。', true)],
      actions: [start('开始整理'), drop],
    },
    making: {
      blocks: [text(view.restarts === 0 ? '正在整理，好了发给您，不用等着。' : '服务停过，正从头整理，好了发给您。')],
    },
    made: {
      blocks: made
        ? [
            text(
              made.isSent
                ? '文件已发到这个聊天。先看“00 目录”。'
                : `文件太大，聊天发不了。在服务器数据文件夹的 packages 里：${made.fileName}`,
            ),
            text(`服务器上的留到 ${made.until}，之后删除。有姓名，请按学校规定保管。`, true),
          ]
        : [],
    },
    removed: { blocks: [text('服务器上的文件已到期删除。要用请再发“迎检包”和时间。')] },
    failed: {
      blocks: [text(failures[view.failure ?? ''] ?? failures.broken ?? '')],
      actions: [start('再试一次'), drop],
    },
    dropped: { blocks: [text('没有整理。要用请再发“迎检包”和时间。')] },
  };
  const { blocks, actions = [] } = shown[view.state];
  return {
    key: 'package.view',
    title: `迎检包 ${view.period}`.slice(0, 20),
    tone,
    tag,
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: '期间', value: view.days },
          ...(view.state === 'asked' && view.extent ? extentFacts(view.extent) : []),
          ...(view.state === 'made' && made ? madeFacts(made) : []),
        ],
      },
      ...blocks,
    ],
    actions,
  };
}

const sample: PackageView = {
  id: 1,
  state: 'asked',
  period: '2025年9月',
  days: '2025-09-01 至 2025-09-30',
  restarts: 0,
  extent: { hazards: 24, photos: 61, done: 812, drills: 1 },
};
const sampleMade = {
  bytes: 18_400_000,
  hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  files: 92,
  photos: 61,
  missing: 7,
  isChainWhole: true,
  fileName: '青山实验学校迎检包-2025-09-01至2025-09-30-1ab12cd34.zip',
  until: '9月25日',
  isSent: true,
};

export const samples: readonly Card[] = [
  packageCard(sample),
  packageCard({ ...sample, state: 'making' }),
  packageCard({ ...sample, state: 'making', restarts: 1 }),
  packageCard({ ...sample, state: 'made', made: sampleMade }),
  packageCard({
    ...sample,
    state: 'made',
    made: { ...sampleMade, bytes: 812_000_000, isSent: false, isChainWhole: false, missing: 0 },
  }),
  packageCard({ ...sample, state: 'failed', failure: 'disk_full' }),
  packageCard({ ...sample, state: 'failed', failure: 'broken' }),
  packageCard({ ...sample, state: 'removed' }),
  packageCard({ ...sample, state: 'dropped' }),
];
