import type { Card, Field, Reference } from '../model.ts';
import { plain } from '../model.ts';

export interface PutView {
  readonly school: number;
  /** What was chosen from; the form hands it on. */
  readonly from: Reference;
  readonly fields: readonly Field[];
  /** Whether there is something to choose beside words of one's own. */
  readonly hasRows: boolean;
  readonly message?: string;
}

/** 〔agenda.choose〕 one to one, to those who run the meeting: what is to be spoken about next time. */
export const putCard = (view: PutView): Card => ({
  key: 'agenda.choose',
  title: '列入下次例会',
  tone: 'info',
  tag: '待填写',
  blocks: [
    {
      kind: 'text',
      text: plain(
        view.hasRows
          ? '选几项，或自己写一项；排在议题前面，会前可撤下。'
          : '这里的都已在议题里。另写一项也行，会前可撤下。',
      ),
    },
  ],
  form: {
    action: 'agenda.put',
    reference: view.from,
    revision: 1,
    fields: view.fields,
    submit: '列入例会',
    cancel: { label: '先不列', action: 'agenda.show', reference: { school: view.school } },
    ...(view.message ? { message: view.message } : {}),
  },
  actions: [],
});

export interface TakeOffView {
  readonly school: number;
  readonly fields: readonly Field[];
  readonly message?: string;
}

/** 〔agenda.take_off〕 what was put on the agenda comes off again. */
export const takeOffCard = (view: TakeOffView): Card => ({
  key: 'agenda.take_off',
  title: '撤下哪几项议题',
  tone: 'info',
  tag: '待填写',
  blocks: [{ kind: 'text', text: plain('撤下的下次不单独议；隐患照常办，逾期的照样列出。') }],
  form: {
    action: 'agenda.take-off',
    reference: { school: view.school },
    revision: 1,
    fields: view.fields,
    submit: '撤下议题',
    cancel: { label: '先不撤', action: 'agenda.show', reference: { school: view.school } },
    ...(view.message ? { message: view.message } : {}),
  },
  actions: [],
});

const from: Reference = { school: 1, week: '2025-09-15', after: 1757664000000, upTo: 1758268800000, list: '', page: 0 };
const rows: Field = {
  kind: 'multiSelect',
  name: 'rows',
  label: '列哪几项',
  required: false,
  options: [{ value: 'hazard:9', text: '0009 男厕地面漏水 逾期 7 天' }],
};
const words: Field = { kind: 'text', name: 'words', label: '另写一项', required: false, maxLength: 40 };
export const samples: readonly Card[] = [
  putCard({ school: 1, from, fields: [rows, words], hasRows: true }),
  putCard({ school: 1, from, fields: [words], hasRows: false, message: '选一项，或写一句' }),
  takeOffCard({
    school: 1,
    fields: [
      {
        kind: 'multiSelect',
        name: 'entries',
        label: '撤下哪几项',
        required: true,
        options: [{ value: '3', text: '孙丽列入：0009 男厕地面漏水 逾期 7 天' }],
      },
    ],
  }),
];
