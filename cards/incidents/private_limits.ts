import { field, fields } from '../fields.ts';
import type { Card } from '../model.ts';
import { rich } from '../model.ts';

export const privateLimitsFields = fields({
  checking: field.number('欺凌：启动核查（小时）', { required: true, minimum: 1, maximum: 72 }),
  decided: field.number('欺凌：认定（日）', { required: true, minimum: 1, maximum: 10 }),
  told: field.number('威胁：口头报校长（分钟）', { required: true, minimum: 5, maximum: 60 }),
  judged: field.number('威胁：研判（小时）', { required: true, minimum: 1, maximum: 24 }),
  firstAsked: field.number('没有期限的步骤，首问（上课日）', { required: true, minimum: 1, maximum: 20 }),
  askedEvery: field.number('之后每隔（天）', { required: true, minimum: 7, maximum: 30 }),
});

export interface PrivateLimitsData {
  readonly school: number;
  readonly limits: Readonly<Record<keyof typeof privateLimitsFields.declarations, number>>;
}

/** For the safety office and the principal: limits of steps, never what any matter is about. */
export function privateLimitsCard({ school, limits }: PrivateLimitsData): Card {
  return {
    key: 'incident.private_limits',
    title: '私下说的事：办理时限',
    tone: 'info',
    tag: '设置',
    blocks: [
      {
        kind: 'text',
        text: rich`侵害报警、报教育局是立即（《未成年人保护法》第十一条），不能改。`,
      },
      {
        kind: 'text',
        text: rich`欺凌 10 日内查清是文件期限（教督〔2017〕10 号），只能更短。其余是安园默认，以学校制度为准。`,
      },
    ],
    form: {
      action: 'incident.set_private_limits',
      reference: { school },
      revision: 1,
      fields: privateLimitsFields.show({
        checking: { initial: limits.checking },
        decided: { initial: limits.decided },
        told: { initial: limits.told },
        judged: { initial: limits.judged },
        firstAsked: { initial: limits.firstAsked },
        askedEvery: { initial: limits.askedEvery },
      }),
      submit: '保存时限',
    },
    actions: [],
  };
}

export const samples: readonly Card[] = [
  privateLimitsCard({
    school: 1,
    limits: { checking: 24, decided: 10, told: 30, judged: 2, firstAsked: 7, askedEvery: 14 },
  }),
];
