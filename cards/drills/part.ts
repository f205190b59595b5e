import { type Card, type Field, plain } from '../model.ts';

export interface PartView {
  readonly drill: number;
  readonly revision: number;
  /** 全校, or what was chosen before. */
  readonly now: string;
  readonly fields: readonly Field[];
  readonly isOpen: boolean;
  readonly message?: string;
}

/** 参加范围: a building, some classes, dormitories or a bus instead of the whole school. */
export const partCard = (view: PartView): Card => ({
  key: 'drill.part',
  title: '演练参加范围',
  tone: view.isOpen ? 'info' : 'closed',
  tag: view.isOpen ? view.now : '已开始',
  blocks: [
    {
      kind: 'text',
      text: plain(
        view.isOpen
          ? '选到的班都参加，几项合起来算。都不选就是全校。选了范围，只给这些班和地方发点名卡。'
          : '演练已开始或已取消，范围不能再改。',
      ),
    },
  ],
  ...(view.isOpen
    ? {
        form: {
          action: 'drill.part',
          reference: { drill: view.drill },
          revision: view.revision,
          fields: view.fields,
          submit: '保存范围',
          ...(view.message ? { message: view.message } : {}),
        },
      }
    : {}),
  actions: [],
});

export interface LateView {
  readonly school: number;
  readonly fields: readonly Field[];
  readonly message?: string;
}

/** 补录演练: held without the product; what was received, and when, stays visible as such. */
export const lateCard = (view: LateView): Card => ({
  key: 'drill.late',
  title: '补录演练：照纸质记录填',
  tone: 'info',
  tag: '补录',
  blocks: [
    {
      kind: 'text',
      text: plain('记录以现在收到的时刻为准，处处标“补录”；演练那天的时间另记。计入收到的这一期。'),
    },
  ],
  form: {
    action: 'drill.late',
    reference: { school: view.school },
    revision: 1,
    fields: view.fields,
    submit: '补录这次演练',
    ...(view.message ? { message: view.message } : {}),
  },
  actions: [],
});

const fields: readonly Field[] = [{ kind: 'text', name: 'name', label: '范围叫什么', required: false, maxLength: 12 }];
export const samples: readonly Card[] = [
  partCard({ drill: 5, revision: 2, now: '全校', fields, isOpen: true }),
  partCard({ drill: 5, revision: 2, now: '2号楼', fields: [], isOpen: false }),
  lateCard({ school: 1, fields }),
  lateCard({ school: 1, fields, message: '时间不能晚于现在' }),
];
