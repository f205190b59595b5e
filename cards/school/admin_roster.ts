import { type Block, type Card, plain, rich } from '../model.ts';
import { shorten } from './shorten.ts';

export interface AdminRosterData {
  readonly import: number;
  readonly state: 'preview' | 'imported' | 'dropped';
  readonly fileName: string;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Places in the file to be put right; as many as there are problems. */
  readonly toFix: number;
  /** People already known whose name will read differently. */
  readonly renamed: number;
  readonly newClasses: readonly string[];
  /** Sentences of the reader, each with its row; those that keep somebody out first. */
  readonly problems: readonly string[];
}

/** Lines and letters a list may take so that the card stays readable (domain/voice.md §2: 10 lines, 300 letters a card). */
const LINES = 10;
const LETTERS = 190;

function problemList(problems: readonly string[]): Block[] {
  const shown: string[] = [];
  let letters = 0;
  for (const problem of problems) {
    const line = shorten(problem, 40);
    const last = shown.length + 1 === problems.length;
    if (shown.length >= (last ? LINES : LINES - 1) || letters + line.length > LETTERS) break;
    shown.push(line);
    letters += line.length;
  }
  if (shown.length === 0) return [];
  const rest = problems.length - shown.length;
  return [{ kind: 'list', items: [...shown.map(plain), ...(rest > 0 ? [rich`…还有 ${rest} 处`] : [])] }];
}

/** A roster that was read: what would change, what is to be put right, and the one decision. */
export function adminRosterCard(data: AdminRosterData): Card {
  const ready = data.added + data.updated + data.unchanged;
  const counts = `新增 ${data.added}，更新 ${data.updated}，不变 ${data.unchanged}`;
  const facts: Block = {
    kind: 'facts',
    facts: [
      { label: '文件', value: shorten(data.fileName, 24) },
      { label: '名册', value: counts },
      ...(data.renamed > 0 ? [{ label: '改名', value: `${data.renamed} 人` }] : []),
      ...(data.newClasses.length > 0
        ? [{ label: '新班级', value: `${data.newClasses.length} 个：${shorten(data.newClasses.join('、'), 24)}` }]
        : []),
    ],
  };
  const problems = problemList(data.problems);
  const key = 'admin.roster';
  if (data.state === 'dropped') {
    return { key, title: '名册没有导入', tone: 'closed', tag: '已放弃', blocks: [facts], actions: [] };
  }
  if (data.state === 'imported') {
    return {
      key,
      title: `名册已导入：${ready} 行`,
      tone: 'done',
      tag: '已导入',
      blocks: [
        facts,
        ...problems,
        ...(data.toFix > 0
          ? [{ kind: 'text' as const, text: rich`还有 ${data.toFix} 处，改好后再导一次，不会重复。` }]
          : []),
      ],
      actions: [],
    };
  }
  if (ready === 0) {
    return {
      key,
      title: '名册没读出人，请改后再发',
      tone: 'due',
      tag: '未导入',
      blocks: [
        facts,
        ...problems,
        { kind: 'text', text: plain('列名用：姓名、手机号、角色、班级、场所。改好把文件再发一次。') },
      ],
      actions: [{ label: '先不导入', action: 'roster.drop', reference: { import: data.import } }],
    };
  }
  const first =
    data.toFix > 0
      ? rich`先导入 ${ready} 行；${data.toFix} 处改好后再导一次，不会重复。`
      : rich`${ready} 行都可以导入。`;
  return {
    key,
    title: data.toFix > 0 ? `名册预览：可导入 ${ready}，待改 ${data.toFix}` : `名册预览：可导入 ${ready}`,
    tone: 'due',
    tag: '未导入',
    blocks: [
      facts,
      ...problems,
      {
        kind: 'text',
        text: rich`${first}角色以文件为准，只写教职工的不动；安全办不会因导入取消，文件里没有的人不删。`,
      },
    ],
    actions: [
      { label: '确认导入', action: 'roster.confirm', reference: { import: data.import }, style: 'primary' },
      { label: '先不导入', action: 'roster.drop', reference: { import: data.import } },
    ],
  };
}

const base = { import: 2, fileName: '2025秋教职工名册.xlsx', renamed: 0, newClasses: [] } as const;
const problem = (row: number) => `第${row}行 手机号少 1 位`;

export const samples: readonly Card[] = [
  adminRosterCard({
    ...base,
    state: 'preview',
    added: 46,
    updated: 2,
    unchanged: 134,
    toFix: 4,
    problems: ['第14行 手机号少 1 位', '第27行 “初二13班”不在班级表', '第40行 与第12行重复', '第58行 角色“值周”不认识'],
  }),
  adminRosterCard({
    ...base,
    state: 'preview',
    fileName: '**<at id=all></at>**一份名字特别特别特别特别特别长的名册文件.xlsx',
    added: 1820,
    updated: 12,
    unchanged: 0,
    toFix: 40,
    renamed: 3,
    newClasses: ['初一1班', '初一2班', '初一3班', '初一4班', '初一5班', '初一6班'],
    problems: Array.from({ length: 40 }, (_, index) => problem(index + 3)),
  }),
  adminRosterCard({ ...base, state: 'preview', added: 3, updated: 0, unchanged: 0, toFix: 0, problems: [] }),
  adminRosterCard({
    ...base,
    state: 'preview',
    added: 0,
    updated: 0,
    unchanged: 0,
    toFix: 1,
    problems: ['没找到“姓名”这一列'],
  }),
  adminRosterCard({
    ...base,
    state: 'imported',
    added: 46,
    updated: 2,
    unchanged: 134,
    toFix: 1,
    problems: [problem(14)],
  }),
  adminRosterCard({ ...base, state: 'dropped', added: 46, updated: 2, unchanged: 134, toFix: 0, problems: [] }),
];
