import { field, fields } from '../fields.ts';
import { type Card, type FieldValue, plain } from '../model.ts';

/** The school's name and the letters in its hazard numbers. Lengths: a name fits a title; letters as in GS-202509-0012. */
export const schoolFields = fields({
  name: field.text('学校名称', { required: true, maxLength: 30 }),
  shortName: field.text('简称', { required: true, maxLength: 4, hint: '2–4 个字母，用在编号里，如 GS-202509-0012' }),
});

export interface AdminSchoolData {
  readonly school: number;
  readonly name: string;
  readonly shortName: string;
  readonly entered?: { readonly values: Readonly<Record<string, FieldValue>>; readonly message: string };
}

export const adminSchoolCard = (data: AdminSchoolData): Card => ({
  key: 'admin.school',
  title: '请填校名和简称',
  tone: 'info',
  tag: '待填写',
  blocks: [{ kind: 'text', text: plain('简称只用在以后新登记的编号里，已有编号不变。') }],
  form: {
    action: 'school.name',
    reference: { school: data.school },
    revision: 1,
    fields: schoolFields.show(
      { name: { initial: data.name }, shortName: { initial: data.shortName } },
      data.entered?.values,
    ),
    submit: '保存校名',
    cancel: { label: '先不填', action: 'school.back', reference: { school: data.school } },
    ...(data.entered ? { message: data.entered.message } : {}),
  },
  actions: [],
});

export const samples: readonly Card[] = [
  adminSchoolCard({ school: 1, name: '我的学校', shortName: 'XX' }),
  adminSchoolCard({
    school: 1,
    name: '我的学校',
    shortName: 'XX',
    entered: { values: { name: '光善小学', shortName: '光善' }, message: '简称请填 2–4 个字母。已填的都留着。' },
  }),
];
