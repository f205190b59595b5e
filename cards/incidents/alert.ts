import type { Block, Button, Card, Fact } from '../model.ts';
import { plain, rich } from '../model.ts';
import { clip } from './clip.ts';

export interface AlertData {
  readonly incident: number;
  /** 着火冒烟; 险情未说明 when only the word 紧急 came. */
  readonly kind: string;
  /** What was typed, as typed. */
  readonly words: string;
  readonly place?: string;
  readonly reporter: string;
  readonly at: string;
  /** The sender has not pressed anything: nobody has confirmed it yet. */
  readonly unconfirmed: boolean;
  readonly steps: readonly string[];
  /** What happens next without an answer, or what has happened: 10:41 无应答报分管副校长. */
  readonly ladder: readonly string[];
  readonly handled?: { readonly name: string; readonly at: string };
  /** 10:33 王强, per call to the authorities. */
  readonly calls: readonly string[];
  /** Once somebody leads: 保卫组 张强 10:36 到位, per person called. */
  readonly posts: readonly string[];
  /** The report that is due next, and by when; whoever leads may write it. */
  readonly report?: { readonly label: string; readonly stage: string; readonly due: string };
  /** There are people of the teams who are not called yet. */
  readonly mayCallTeams: boolean;
}

/** To duty leader and safety office (domain/voice.md §2.4 〔incident.alert〕; first line fixed by domain/duties.md E5). */
export function alertCard(data: AlertData): Card {
  const { incident, handled } = data;
  const facts: Fact[] = [
    { label: '地点', value: data.place ?? `未说，请先联系${data.reporter}` },
    { label: '报告人', value: data.reporter },
    { label: '时间', value: [data.at, ...(handled ? [] : data.ladder)].join('；') },
  ];
  if (handled) facts.push({ label: '处置', value: `${handled.at} ${handled.name}已接手` });
  if (data.calls.length > 0) facts.push({ label: '已打电话', value: data.calls.join('、') });
  if (data.posts.length > 0) facts.push({ label: '各组', value: data.posts.join('；') });
  if (data.report) facts.push({ label: data.report.label, value: `${data.report.due}报出` });
  const blocks: Block[] = [{ kind: 'text', text: rich`先打 110／119／120。` }];
  // Somebody leads: they have spoken with whoever reported it.
  if (data.unconfirmed && !handled) {
    blocks.push({ kind: 'text', text: rich`对方还没点确认，请先联系${data.reporter}。` });
  }
  blocks.push({ kind: 'text', text: rich`原话：“${clip(data.words, 80)}”` }, { kind: 'facts', facts });
  if (data.steps.length > 0) blocks.push({ kind: 'list', items: data.steps.map(plain) });
  const buttons: Button[] = [
    { label: '已打电话', action: 'incident.called', reference: { incident } },
    ...(data.report && handled
      ? [
          {
            label: `写${data.report.label}`,
            action: 'incident.ask_report',
            reference: { incident, stage: data.report.stage },
          },
        ]
      : []),
    ...(handled ? [{ label: '处置完毕', action: 'incident.ask_resolve', reference: { incident } }] : []),
    { label: '误报解除', action: 'incident.ask_call_off', reference: { incident } },
  ];
  if (data.mayCallTeams)
    buttons.unshift({ label: '叫齐各组', action: 'incident.call_teams', reference: { incident }, style: 'primary' });
  if (!handled)
    buttons.unshift({ label: '我来处置', action: 'incident.handle', reference: { incident }, style: 'danger' });
  return {
    key: 'incident.alert',
    title: `真实险情，非演练：${data.kind}`,
    tone: 'danger',
    tag: handled ? '处置中' : '等应答',
    blocks,
    actions: buttons,
    summary: clip(`真实险情，非演练：${data.kind}，先打 110／119／120`, 40),
  };
}

const sample: AlertData = {
  incident: 3,
  kind: '着火冒烟',
  words: '实验楼二楼冒烟了',
  place: '实验楼2层',
  reporter: '王芳',
  at: '10:31',
  unconfirmed: false,
  steps: ['先撤人：弯腰捂口鼻走楼梯，不乘电梯。'],
  ladder: ['10:41 无应答报分管副校长', '10:51 无应答报校长'],
  calls: [],
  posts: [],
  mayCallTeams: false,
};

export const samples: readonly Card[] = [
  alertCard(sample),
  alertCard({ ...sample, words: '紧急', kind: '险情未说明', unconfirmed: true }),
  alertCard({
    ...sample,
    handled: { name: '李敏', at: '10:33' },
    calls: ['10:34 李敏'],
    mayCallTeams: true,
    report: { label: '首报', stage: 'first', due: '11:31 前' },
  }),
  alertCard({
    ...sample,
    handled: { name: '李敏', at: '10:33' },
    posts: ['保卫组 张强 10:36 到位', '救护组 周医 等应答'],
    report: { label: '续报', stage: 'follow_up', due: '9月18日' },
  }),
];
