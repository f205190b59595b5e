import { field, fields } from '../fields.ts';
import { type Card, plain } from '../model.ts';

/** What somebody wants to register; the options are the duties of the school they may begin. */
export const eventFields = fields({ duty: field.singleSelect('登记什么', { required: true }) });

export interface EventView {
  readonly school: number;
  /** Duties that begin when somebody says so. */
  readonly duties: readonly { readonly id: string; readonly name: string; readonly due: string }[];
  readonly message?: string;
}

const cut = (words: string, length: number): string =>
  [...words].length > length ? `${[...words].slice(0, length - 1).join('')}…` : words;

/** 登记一件事: what comes by occasion and not by the calendar. */
export const eventCard = (view: EventView): Card => ({
  key: 'event.begin',
  title: view.duties.length === 0 ? '没有可登记的事' : '登记一件事',
  tone: 'info',
  tag: view.duties.length === 0 ? '未开启' : '待选择',
  blocks: [
    {
      kind: 'text',
      text: plain(
        view.duties.length === 0
          ? '来访、离校、周边隐患等登记由安全办开启（安全办发“职责”选）。报隐患直接打一句话就行。'
          : '选一项，打开它的表。报隐患不用从这里走，打一句话就行。',
      ),
    },
    ...(view.duties.length === 0
      ? []
      : [
          {
            kind: 'list' as const,
            items: view.duties.slice(0, 10).map((one) => plain(cut(`${one.name}：${one.due} 前`, 34))),
          },
        ]),
  ],
  ...(view.duties.length === 0
    ? {}
    : {
        form: {
          action: 'event.begin',
          reference: { school: view.school },
          revision: 1,
          fields: eventFields.show({
            duty: { options: view.duties.slice(0, 20).map((one) => ({ value: one.id, text: one.name })) },
          }),
          submit: '打开表格',
          ...(view.message ? { message: view.message } : {}),
        },
      }),
  actions: [],
});

export const samples: readonly Card[] = [
  eventCard({
    school: 1,
    duties: [
      { id: 'visitor-registration', name: '访客登记', due: '9月18日 18:00' },
      { id: 'periphery-hazard-report', name: '周边治安与环境隐患上报', due: '9月22日 17:00' },
    ],
  }),
  eventCard({ school: 1, duties: [] }),
];
