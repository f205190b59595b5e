import { field, fields } from '../fields.ts';
import { type Card, type Field, plain } from '../model.ts';

/** How many days before the deadline somebody can be asked again, and how many minutes. */
export const DAYS_BEFORE = [14, 7, 3, 2, 1, 0] as const;
export const MINUTES_BEFORE = [240, 120, 60, 30, 15, 0] as const;

const daysField = field.multiSelect('提前几天', {
  options: DAYS_BEFORE.map((days) => ({ value: String(days), text: days === 0 ? '截止当天' : `提前 ${days} 天` })),
});
const minutesField = field.multiSelect('临近截止', {
  options: MINUTES_BEFORE.map((minutes) => ({
    value: String(minutes),
    text: minutes === 0 ? '截止时' : minutes < 60 ? `截止前 ${minutes} 分` : `截止前 ${minutes / 60} 小时`,
  })),
});

/** 〔admin.duty-nudges〕 what is due the same day has only the second part. */
export const nudgeFields = fields({ days: daysField, clock: field.time('几点'), minutes: minutesField });
export const sameDayNudgeFields = fields({ minutes: minutesField });

export interface NudgeTimesView {
  readonly school: number;
  readonly duty: string;
  readonly page: number;
  readonly name: string;
  /** 提前 7、3、1 天 10:00；截止时. */
  readonly now: string;
  readonly usual: string;
  readonly deadline: string;
  readonly fields: readonly Field[];
  readonly message?: string;
}

const cut = (words: string, length: number): string =>
  [...words].length > length ? `${[...words].slice(0, length - 1).join('')}…` : words;

/** When those who have not done it are asked again. */
export function nudgeTimesCard(view: NudgeTimesView): Card {
  const reference = { school: view.school, duty: view.duty, page: view.page };
  return {
    key: 'admin.duty-nudges',
    title: cut(`催办：${view.name}`, 20),
    tone: 'info',
    tag: '学校自定',
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: '截止', value: view.deadline },
          { label: '现在', value: view.now },
          { label: '默认', value: view.usual },
        ],
      },
      { kind: 'text', text: plain('只催没办的人。截止后报安全办和领导的，不随这里改。'), muted: true },
    ],
    form: {
      action: 'duty.nudges-save',
      reference,
      revision: 1,
      fields: view.fields,
      submit: '保存催办',
      cancel: { label: '不改了', action: 'duty.settings-back', reference },
      ...(view.message ? { message: view.message } : {}),
    },
    actions: [{ label: '恢复默认', action: 'duty.nudges-usual', reference }],
  };
}

const sample: NudgeTimesView = {
  school: 1,
  duty: 'monthly-self-check',
  page: 0,
  name: '每月自查整改',
  now: '提前 7、3、1 天 10:00；截止时',
  usual: '提前 7、3、1 天 10:00；截止时',
  deadline: '每月，17:00',
  fields: nudgeFields.show({
    days: { initial: ['7', '3', '1'] },
    clock: { initial: '10:00' },
    minutes: { initial: ['0'] },
  }),
};

export const samples: readonly Card[] = [
  nudgeTimesCard(sample),
  nudgeTimesCard({
    ...sample,
    duty: 'daily-safety-reminder',
    name: '每日安全提醒',
    now: '截止前 30 分；截止时',
    usual: '截止前 30 分；截止时',
    deadline: '每个上课日，16:20',
    fields: sameDayNudgeFields.show({ minutes: { initial: ['30', '0'] } }),
  }),
];
