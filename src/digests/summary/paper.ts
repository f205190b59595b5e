import { averageText, shareText } from '../../hazards/metrics.ts';
import { stateNames } from '../../hazards/rules.ts';
import { placeKindOf } from '../../hazards/taxonomy.ts';
import type { ReadContext } from '../../kernel/context.ts';
import { clockOf, dateOf } from '../../kernel/time.ts';
import type { NamedPaper, PaperBlock } from '../../records/paper.ts';
import { schoolById } from '../../school/people.ts';
import { majorHazards, type SummaryFigures, summaryFigures } from './figures.ts';
import { chosenPairs, picturePairs } from './photos.ts';
import { countedDays, kindName, type SummarySpan } from './span.ts';

const text = (words: string): PaperBlock => ({ kind: 'text', text: words });
const heading = (words: string): PaperBlock => ({ kind: 'heading', text: words });
const share = (done: number, total: number): string => (total === 0 ? '—' : `${done}/${total}`);

function hazardBlocks(
  context: ReadContext,
  schoolId: number,
  span: SummarySpan,
  figures: SummaryFigures,
): PaperBlock[] {
  const majors = majorHazards(context, schoolId, span);
  return [
    heading('二、隐患排查整改'),
    {
      kind: 'table',
      headers: ['发现', '消除', '整改率', '按期整改率', '平均整改', '一次复查合格率'],
      widths: [12, 12, 19, 19, 15, 23],
      rows: [
        [
          figures.received,
          figures.removed,
          shareText(figures.metrics.rectified),
          shareText(figures.metrics.onTime),
          averageText(figures.metrics),
          shareText(figures.firstPass),
        ],
      ],
    },
    ...(figures.categories.length > 0
      ? [
          text('发现的隐患按类别：'),
          {
            kind: 'table' as const,
            headers: ['类别', '发现', '其中已销号'],
            widths: [50, 25, 25],
            rows: figures.categories.map((one) => [one.name, one.found, one.closed]),
          },
        ]
      : []),
    ...(majors.length > 0
      ? [
          text('重大隐患：'),
          {
            kind: 'table' as const,
            headers: ['编号', '隐患', '报于', '期限', '状态'],
            widths: [24, 34, 16, 16, 10],
            rows: majors.map((row) => [
              row.number,
              row.title || placeKindOf(row.placeKind).name,
              dateOf(row.reportedAt, context.timeZone),
              row.due ?? '—',
              stateNames[row.state],
            ]),
          },
        ]
      : [text('没有重大隐患。')]),
    ...(figures.repeated.length > 0
      ? [text(`90 天内又出现：${figures.repeated.map((one) => `${one.what} ${one.times} 次`).join('；')}。`)]
      : []),
  ];
}

function dutyBlocks(figures: SummaryFigures): PaperBlock[] {
  return [
    heading('三、职责落实'),
    figures.duties.length === 0
      ? text('统计期内没有到期的职责。')
      : {
          kind: 'table',
          headers: ['职责', '应办', '已办', '缺'],
          widths: [52, 16, 16, 16],
          rows: figures.duties.map((one) => [one.name, one.total, one.done, one.missed]),
        },
  ];
}

function drillBlocks(figures: SummaryFigures): PaperBlock[] {
  return [
    heading('四、应急演练'),
    figures.drills.length === 0
      ? text('统计期内没有演练记录。')
      : {
          kind: 'table',
          headers: ['日期', '类型', '应到', '实到', '用时'],
          widths: [22, 30, 14, 14, 20],
          rows: figures.drills.map((one) => [one.date, one.name, one.expected, one.present, one.took]),
        },
  ];
}

/** What is open at this moment: to be worded and completed by whoever edits the draft. */
function openBlocks(figures: SummaryFigures): PaperBlock[] {
  const missed = figures.duties.filter((one) => one.missed > 0);
  return [
    heading('六、存在问题'),
    ...(figures.overdue.length > 0 ? figures.overdue.map((line) => text(`逾期隐患：${line}。`)) : []),
    ...(missed.length > 0
      ? [text(`缺办：${missed.map((one) => `${one.name} ${share(one.done, one.total)}`).join('；')}。`)]
      : []),
    text('（请补：原因和教训）'),
    heading('七、下一步打算'),
    text('（请补：三五条，定人、定时限）'),
  ];
}

/**
 * A monthly or term summary as a draft to edit: figures, tables, and the photos that were chosen (issue: monthly and term
 * summaries). Nobody's name; private matters are in none of the figures.
 */
export function summaryPaper(context: ReadContext, schoolId: number, span: SummarySpan, photos: string): NamedPaper {
  const figures = summaryFigures(context, schoolId, span);
  const { from, to } = countedDays(context, span);
  const school = schoolById(context, schoolId)?.name ?? '';
  const name = kindName[span.kind];
  const now = `${dateOf(context.now, context.timeZone)} ${clockOf(context.now, context.timeZone)}`;
  const pairs = chosenPairs(picturePairs(context, schoolId, span), photos);
  return {
    name: `${school}安全工作${name} ${from}至${to}`,
    title: `${school}${span.text}校园安全工作${name}`,
    blocks: [
      text(`统计期：${from} 至 ${to}。数字取自登记，截至 ${now}。初稿，请改后报送。`),
      heading('一、总体情况'),
      text(
        `发现隐患 ${figures.received} 项，消除 ${figures.removed} 项；整改率 ${shareText(figures.metrics.rectified)}，按期整改率 ${shareText(figures.metrics.onTime)}，平均整改 ${averageText(figures.metrics)}。` +
          `演练 ${figures.drills.length} 次，安全例会 ${figures.meetings} 次。`,
      ),
      ...hazardBlocks(context, schoolId, span, figures),
      ...dutyBlocks(figures),
      ...drillBlocks(figures),
      heading('五、安全例会'),
      text(`开会 ${figures.meetings} 次，定下事项 ${figures.items.total} 项，已完成 ${figures.items.done} 项。`),
      ...openBlocks(figures),
      ...(pairs.length > 0
        ? [
            heading('附：整改前后照片'),
            {
              kind: 'pictures' as const,
              pictures: pairs.flatMap((pair) => [
                { hash: pair.before, label: `整改前：${pair.number} ${pair.title}` },
                { hash: pair.after, label: `整改后：${pair.number} ${pair.title}` },
              ]),
            },
          ]
        : []),
    ],
  };
}
