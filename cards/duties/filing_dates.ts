import type { Card, Field } from '../model.ts';
import { plain } from '../model.ts';

export interface FilingDatesView {
  readonly school: number;
  readonly term: string;
  readonly answered: '' | 'dates' | 'none';
  /** Names of what has a date. */
  readonly noted: readonly string[];
  readonly fields: readonly Field[];
  readonly message?: string;
}

/** Asked once a term: until what is filed has a date, nobody can be reminded of it. */
export function filingDatesCard(view: FilingDatesView): Card {
  const reference = { school: view.school, term: view.term };
  if (view.answered !== '')
    return {
      key: 'filing.dates',
      title: view.answered === 'none' ? '本学期没有要报送的' : '报送期限记好了',
      tone: 'done',
      tag: '已记',
      blocks: [
        {
          kind: 'text',
          text: plain(
            view.answered === 'none'
              ? '收到文件再说：点“待报送”，再点“新建报送”。'
              : `${view.noted.slice(0, 6).join('、')}：到期前 14、7、3、1 天提醒。`,
          ),
        },
      ],
      actions: [{ label: '待报送', action: 'filing.list' }],
    };
  return {
    key: 'filing.dates',
    title: '本学期要报送哪些，几号前',
    tone: 'info',
    tag: '待填写',
    blocks: [{ kind: 'text', text: plain('按今年文件填，收到几份填几份；填了的，到期前提醒。还没收到的先空着。') }],
    form: {
      action: 'filing.dates-save',
      reference,
      revision: 1,
      fields: view.fields,
      submit: '保存期限',
      ...(view.message ? { message: view.message } : {}),
    },
    actions: [{ label: '本学期没有', action: 'filing.dates-none', reference }],
  };
}

export const samples: readonly Card[] = [
  filingDatesCard({ school: 1, term: '2025-1', answered: '', noted: [], fields: [], message: '请至少填一个日期' }),
  filingDatesCard({ school: 1, term: '2025-1', answered: 'dates', noted: ['专项方案', '阶段小结'], fields: [] }),
  filingDatesCard({ school: 1, term: '2025-1', answered: 'none', noted: [], fields: [] }),
];
