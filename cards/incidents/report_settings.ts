import { field, fields } from '../fields.ts';
import type { Card } from '../model.ts';
import { rich } from '../model.ts';

export const reportSettingsFields = fields({
  minutes: field.number('书面首报时限（分钟）', { required: true, minimum: 30, maximum: 120 }),
  authority: field.text('报给谁、值班电话', { maxLength: 60, hint: '如 区教育局值班 12345678' }),
});

export interface ReportSettingsData {
  readonly school: number;
  readonly minutes: number;
  readonly authority: string;
}

/** For the safety office: the authority's deadline, and whom to call. */
export function reportSettingsCard(data: ReportSettingsData): Card {
  return {
    key: 'incident.report_settings',
    title: '险情报送：时限和电话',
    tone: 'info',
    tag: '设置',
    blocks: [{ kind: 'text', text: rich`按当地教育局的要求填。有险情时，首报按这个时限提醒，卡上直接给出电话。` }],
    form: {
      action: 'incident.set_report',
      reference: { school: data.school },
      revision: 1,
      fields: reportSettingsFields.show({
        minutes: { initial: data.minutes },
        ...(data.authority === '' ? {} : { authority: { initial: data.authority } }),
      }),
      submit: '保存',
    },
    actions: [],
  };
}

export const samples: readonly Card[] = [
  reportSettingsCard({ school: 1, minutes: 60, authority: '' }),
  reportSettingsCard({ school: 1, minutes: 90, authority: '区教育局值班 0571-00000000' }),
];
