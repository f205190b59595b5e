import { type Card, rich } from '../model.ts';

export interface PairedData {
  readonly school: number;
  /** The school still has the name it was made with. */
  readonly unnamed: boolean;
  readonly schoolName: string;
  readonly people: number;
  readonly groups: number;
}

/** What the safety office does first; each line says how far it is. */
export const pairedCard = (data: PairedData): Card => ({
  key: 'paired',
  title: '绑定成功，您是安全办',
  tone: 'done',
  tag: '已绑定',
  blocks: [
    {
      kind: 'list',
      items: [
        data.unnamed ? rich`1 填校名和简称` : rich`1 校名：${data.schoolName}`,
        data.people > 1 ? rich`2 导入名册：已有 ${data.people} 人` : rich`2 导入名册`,
        data.groups > 0 ? rich`3 认领群：已认领 ${data.groups} 个` : rich`3 认领群`,
        rich`4 选要开的职责（默认开最要紧的十来项）`,
      ],
    },
  ],
  actions: [
    {
      label: '填写校名',
      action: 'school.edit',
      reference: { school: data.school },
      style: data.unnamed ? 'primary' : 'default',
    },
    { label: '导入名册', action: 'roster.how', reference: { school: data.school } },
    { label: '设置群', action: 'group.list', reference: { school: data.school } },
    { label: '选择职责', action: 'duty.settings', reference: { school: data.school } },
    { label: '看校历', action: 'calendar.show', reference: { school: data.school } },
  ],
});

export const samples: readonly Card[] = [
  pairedCard({ school: 1, unnamed: true, schoolName: '我的学校', people: 1, groups: 0 }),
  pairedCard({ school: 1, unnamed: false, schoolName: '示范区第一实验学校（东校区）', people: 182, groups: 3 }),
];
