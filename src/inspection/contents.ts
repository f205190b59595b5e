import type { ReadContext } from '../kernel/context.ts';
import { clockOf, dateOf } from '../kernel/time.ts';
import type { Period } from '../records/ledger.ts';
import type { Paper, PaperBlock } from '../records/paper.ts';
import { schoolById } from '../school/people.ts';
import type { Coverage } from './coverage.ts';
import type { Written } from './parts.ts';
import { entriesOf, verdictText } from './policy_index.ts';
import { CHAIN, folders, INDEX, PHOTO_LIST, SUMS } from './rules.ts';

/** The audit chain as it was found. */
export type Chain =
  | { readonly ok: true; readonly rows: number; readonly head: string }
  | { readonly ok: false; readonly brokenAt: number };

export interface About {
  readonly coverages: readonly Coverage[];
  readonly written: Written;
  readonly chain: Chain;
  readonly drills: number;
  readonly ledgers: number;
  /** Pictures of the period's hazards that never arrived from the chat. */
  readonly unfetched: number;
}

/** What is missing named on the first page. */
const MISSING_NAMED = 30;

export const momentOf = (context: ReadContext): string =>
  `${dateOf(context.now, context.timeZone)} ${clockOf(context.now, context.timeZone)}`;

/** 目录: what lies where, what each document asks and has, what is missing; the page an inspector reads first. */
export function contentsPaper(context: ReadContext, schoolId: number, period: Period, about: About): Paper {
  const { coverages, written, chain } = about;
  const missing = coverages.filter((one) => one.verdict === '缺').sort((left, right) => right.missing - left.missing);
  return {
    title: `${schoolById(context, schoolId)?.name ?? ''}迎检材料目录`,
    blocks: [
      {
        kind: 'facts',
        facts: [
          ['材料期间', `${period.from} 至 ${period.to}`],
          ['整理时间', momentOf(context)],
          ['审计链', chain.ok ? `完整，${chain.rows} 行` : `第 ${chain.brokenAt} 行起对不上，见 ${CHAIN}`],
          ['照片和附件', storedText(written, about.unfetched)],
        ],
      },
      { kind: 'heading', text: '一、材料在哪里' },
      foldersTable(about),
      { kind: 'heading', text: '二、按文件看' },
      documentsTable(coverages),
      { kind: 'text', text: '“其他”是没有到期、没有发生、未启用、不适用或另行保管的，每项在依据索引里。' },
      { kind: 'heading', text: '三、缺什么' },
      ...missingBlocks(missing),
      { kind: 'heading', text: '四、说明' },
      {
        kind: 'text',
        text: '应办、已办和缺项按整理时的登记计算，办理人和时间由系统记下。涉及学生和个人隐私的事项由专人保管，不在本包内，也不计数。',
      },
      {
        kind: 'text',
        text: `每个文件的指纹（SHA-256）在 ${SUMS}，照片与登记时是否一致在 ${PHOTO_LIST}。材料里有姓名，请按学校规定保管。`,
      },
    ],
  };
}

function storedText(written: Written, unfetched: number): string {
  const wrong = written.stored.filter((one) => one.found !== 'same').length;
  const whole = written.stored.length - wrong;
  return [
    `${whole} 件，指纹与登记时一致`,
    ...(wrong > 0 ? [`${wrong} 件缺失或有变，见照片清单`] : []),
    ...(unfetched > 0 ? [`${unfetched} 张没能从聊天取到`] : []),
  ].join('；');
}

function foldersTable({ written, drills, ledgers }: About): PaperBlock {
  const below = (folder: string): number => written.sums.filter(({ path }) => path.startsWith(`${folder}/`)).length;
  return {
    kind: 'table',
    headers: ['位置', '内容', '数量'],
    widths: [30, 50, 20],
    rows: [
      [INDEX, '每份文件要求的职责、本包证据、缺项明细', '1 件'],
      [folders.ledgers, '隐患、职责、演练、访客、设施、值班、培训、会议', `${ledgers} 册`],
      [folders.drills, '每次演练的记录表，表格和可签字的文档各一份', `${drills} 次`],
      [folders.meetings, '安全例会、联席会议、主题班会记录', `${below(folders.meetings)} 件`],
      [folders.photos, '按发现月份分，文件名是隐患编号', `${below(folders.photos)} 张`],
      [folders.files, '各项职责办理时上传的材料', `${below(folders.files)} 件`],
      [folders.proof, '照片清单、审计链核验、文件指纹', '3 件'],
    ],
  };
}

function documentsTable(coverages: readonly Coverage[]): PaperBlock {
  const groups = [...Map.groupBy(entriesOf(coverages), (entry) => entry.document)];
  return {
    kind: 'table',
    headers: ['政策文件', '职责', '齐全', '有缺', '其他'],
    widths: [56, 11, 11, 11, 11],
    rows: groups.map(([document, entries]) => {
      const duties = [...new Set(entries.map((entry) => entry.coverage))];
      const full = duties.filter((one) => one.verdict === '齐全').length;
      const lacking = duties.filter((one) => one.verdict === '缺').length;
      return [document, duties.length, full, lacking, duties.length - full - lacking];
    }),
  };
}

function missingBlocks(missing: readonly Coverage[]): readonly PaperBlock[] {
  if (missing.length === 0) return [{ kind: 'text', text: '本期到期的都有记录。' }];
  return [
    {
      kind: 'table',
      headers: ['职责', '应办', '结论', '缺什么'],
      widths: [30, 10, 12, 48],
      rows: missing
        .slice(0, MISSING_NAMED)
        .map((one) => [
          one.duty.name,
          one.due,
          verdictText(one.verdict, one.missing),
          one.missed.length === 0
            ? '见缺项明细'
            : `${one.missed.join('；')}${one.missing > one.missed.length ? ' 等' : ''}`,
        ]),
    },
    { kind: 'text', text: `全部缺项在 ${INDEX} 的“缺项明细”。` },
  ];
}

/** 审计链核验: the result in words anybody can read, with what is needed to repeat it. */
export function chainText(context: ReadContext, schoolId: number, chain: Chain): string {
  const lines = [
    '安园 审计链核验',
    `学校：${schoolById(context, schoolId)?.name ?? ''}`,
    `核验时间：${momentOf(context)}`,
    '',
    ...(chain.ok
      ? [
          '结果：完整。从第一行到最后一行都对得上，没有改动、缺失或调换。',
          `行数：${chain.rows}`,
          `末行哈希：${chain.head}`,
        ]
      : [`结果：不完整。第 ${chain.brokenAt} 行起对不上，记录被改过或缺失。请找装安园的老师运行 anyuan doctor。`]),
    '',
    '怎么核验：每次登记、办理、复查都在同一时刻写一行审计，行里带着上一行的哈希（SHA-256）。',
    '改动任何一行，后面所有行都会对不上。在服务器上运行 anyuan doctor 可以重做这次核验；',
    '以后再核验，前面这些行算到这里的哈希应与上面的末行哈希相同。',
  ];
  return `${lines.join('\r\n')}\r\n`;
}
