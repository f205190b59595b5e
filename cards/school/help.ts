import { type Card, plain } from '../model.ts';

/**
 * What a person can say to Anyuan: the words that are understood today (design.md §7). `office`: the safety office also
 * sets the duties from here. `both`: the school has people on both platforms.
 */
export const helpCard = ({
  office = false,
  both = false,
}: {
  readonly office?: boolean;
  readonly both?: boolean;
} = {}): Card => ({
  key: 'help',
  title: '可以这样对安园说',
  tone: 'info',
  tag: '帮助',
  blocks: [
    {
      kind: 'list',
      items: [
        plain('直接打一句话：报隐患'),
        plain('待办：我要办的；我的隐患：进展'),
        plain('台账：登记册；导出台账 9月：发您表格（安全办、领导）'),
        plain('演练：安排与点名；演练开始、全员点名'),
        plain('例会：议题；开会、散会；小结 9月：起草（安全办、领导）'),
        plain('紧急 或 报警：先打电话，再通知带班领导'),
        plain('周报、谁没办（安全办、领导）；今天谁值班、什么时候放假'),
        plain('请假 或 代班：找人代办'),
        ...(both ? [plain('关联账号：飞书和钉钉合成一个人')] : []),
        ...(office ? [plain('名册、校历、报送、登记、险情报送、迎检包 9月：打开各自的卡')] : []),
      ],
    },
    {
      kind: 'text',
      text: plain('群里请 @安园；照片发到私聊。欺凌、侵害、自伤、威胁只在私聊说，不想留名发“匿名”。'),
    },
  ],
  actions: [
    { label: '报隐患', action: 'hazard.start', style: 'primary' },
    { label: '看待办', action: 'todo.show' },
    ...(office ? [{ label: '选择职责', action: 'duty.settings' }] : []),
  ],
});

export const samples: readonly Card[] = [
  helpCard(),
  helpCard({ office: true }),
  helpCard({ office: true, both: true }),
];
