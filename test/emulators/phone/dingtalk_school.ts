/** A small school on the DingTalk emulator, seen through the phone in the browser. */
import { dingtalkWorld } from '../../../src/emulators/phone/dingtalk_world.ts';
import type { PhoneWorld } from '../../../src/emulators/phone/world.ts';
import { button, type Organisation, organisation } from '../dingtalk/organisation.ts';

export interface DingtalkSchool extends Organisation {
  readonly world: PhoneWorld;
  readonly leader: string;
  readonly group: string;
  /** The teacher's one-to-one chat with the robot. */
  readonly chat: string;
}

export function dingtalkSchool(): DingtalkSchool {
  const o = organisation();
  const { emulator, clock, teacher } = o;
  const leader = emulator.people.add({ name: '孙校长' }).userId;
  emulator.people.add({ name: '不在栏里' });
  const group = emulator.chats.create({ name: '领导小组', members: [teacher, leader], withBot: true });
  const roles = new Map([
    [teacher, { role: '班主任', group: '教师' }],
    [leader, { role: '校长', group: '领导' }],
  ]);
  const world = dingtalkWorld({
    emulator,
    title: '安园示范学校',
    clock: { now: clock.now, advanceTo: async (at) => clock.advance(at - clock.now()) },
    describe: (userId) => roles.get(userId),
  });
  const chat = world.chats(teacher).find((each) => each.kind === 'p2p')?.id ?? '';
  return { ...o, world, leader, group, chat };
}

export const hazardForm = {
  fields: [
    { name: 'spot', label: '具体位置', type: 'TEXT', required: true, placeholder: '如：2号楼3层西侧楼梯口' },
    {
      name: 'severity',
      label: '严重程度',
      type: 'SELECT',
      defaultValue: { index: 0, value: 'general' },
      options: [
        { value: 'general', text: '一般隐患' },
        { value: 'major', text: '重大隐患' },
      ],
    },
    {
      name: 'kinds',
      label: '涉及',
      type: 'MULTI_SELECT',
      options: [
        { value: 'fire', text: '消防' },
        { value: 'electric', text: '用电' },
      ],
    },
    { name: 'due', label: '整改期限', type: 'DATE', defaultValue: '2026-11-26' },
    { name: 'seen', label: '已到现场看过', type: 'CHECKBOX', defaultValue: false },
    { name: 'words', label: '说明', type: 'TEXT_AREA', placeholder: '还有什么要说的' },
    { name: 'token', type: 'TEXT', hidden: true, defaultValue: 'r7' },
  ],
} as const;

export const hazardValues = {
  title: '隐患 QS-202611-0012',
  tag: '待整改',
  body: '**地点**：食堂后门  \n**发现人**：李老师  \n\n灭火器压力表在红区，请在 **11月26日 17:00** 前更换。\n\n- 先把过期的取下\n- 拍一张换好的照片',
  form: JSON.stringify(hazardForm),
  buttons: JSON.stringify([
    button('接单', 'accept'),
    { ...button('转给别人', 'reassign'), color: 'gray' },
    { ...button('不是隐患', 'reject'), color: 'red' },
  ]),
} as const;
