import { field, fields } from '../fields.ts';
import { type Card, type Fact, type Field, plain, rich } from '../model.ts';
import { shorten } from '../school/shorten.ts';

export const handOverFields = fields({
  note: field.longText('留给下一班', { required: true, hint: '没有就写“无”' }),
  next: field.person('交给'),
});

export interface ShiftView {
  readonly shift: number;
  /** 带班, 北门护导. */
  readonly what: string;
  readonly date: string;
  readonly today: boolean;
  readonly startsAt: string;
  /** 07:00—次日 07:00. */
  readonly span: string;
  readonly person: string;
  /** Whom the person stands in for. */
  readonly insteadOf: string;
  readonly beside: string;
  readonly left: string;
  readonly arrivedAt: string;
  readonly handover: string;
  readonly handedAt: string;
  readonly mine: boolean;
  readonly mayUndo: boolean;
  readonly mayArrive: boolean;
  readonly maySwap: boolean;
  readonly over: boolean;
}

const fact = (label: string, value: string): Fact[] => (value === '' ? [] : [{ label, value: shorten(value, 60) }]);
const reference = (view: { readonly shift: number }) => ({ shift: view.shift });
const undo = (view: ShiftView) =>
  view.mayUndo ? [{ label: '点错了撤回', action: 'shift.undo', reference: reference(view) }] : [];

/** 〔shift.checkin〕 from the minute before a shift until it is handed over. */
export function shiftCheckinCard(view: ShiftView): Card {
  const key = 'shift.checkin';
  const day = view.today ? '今日' : view.date;
  if (!view.mine) {
    return {
      key,
      title: shorten(`已改派：${view.date} ${view.what}`, 20),
      tone: 'closed',
      tag: '不用到岗',
      blocks: [{ kind: 'text', text: rich`这一班由${view.person}值，提醒已改发。` }],
      actions: [],
    };
  }
  if (view.arrivedAt === '') {
    return {
      key,
      title: shorten(view.over ? `已结束：${view.date} ${view.what}` : `${day}${view.what}：${view.startsAt} 到岗`, 20),
      tone: view.over ? 'closed' : 'info',
      tag: view.over ? '未登记' : shorten(view.date, 8),
      blocks: [
        {
          kind: 'facts',
          facts: [
            { label: '时段', value: view.span },
            ...fact('代', view.insteadOf),
            ...fact('值班员', view.beside),
            ...fact('上一班留下', view.left),
          ],
        },
      ],
      actions: [
        ...(view.mayArrive
          ? [{ label: '确认到岗', action: 'shift.check-in', reference: reference(view), style: 'primary' as const }]
          : []),
        ...(view.maySwap ? [{ label: '申请换班', action: 'shift.swap-ask', reference: reference(view) }] : []),
      ],
    };
  }
  const isHanded = view.handedAt !== '';
  return {
    key,
    title: shorten(isHanded ? `已交班：${view.date} ${view.what}` : `已到岗：${view.what} ${view.arrivedAt}`, 20),
    tone: 'done',
    tag: isHanded ? '已交接' : '在岗',
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: '时段', value: view.span },
          { label: '到岗', value: view.arrivedAt },
          ...fact('上一班留下', isHanded ? '' : view.left),
          ...fact('留给下一班', view.handover),
        ],
      },
    ],
    actions: [
      ...(isHanded
        ? []
        : [
            {
              label: '填写交接',
              action: 'shift.hand-over-open',
              reference: reference(view),
              style: 'primary' as const,
            },
          ]),
      ...undo(view),
    ],
  };
}

export interface HandOverView {
  readonly shift: number;
  readonly what: string;
  readonly date: string;
  readonly fields: readonly Field[];
  readonly message?: string;
}

export const handOverCard = (view: HandOverView): Card => ({
  key: 'shift.hand-over',
  title: shorten(`填写交接：${view.date} ${view.what}`, 20),
  tone: 'info',
  tag: '待填写',
  blocks: [{ kind: 'text', text: plain('写给下一班要接着办的事，会显示在下一班的卡上。') }],
  form: {
    action: 'shift.hand-over',
    reference: reference(view),
    revision: 1,
    fields: view.fields,
    submit: '交给下一班',
    cancel: { label: '先不交', action: 'shift.hand-over-later', reference: reference(view) },
    ...(view.message ? { message: view.message } : {}),
  },
  actions: [],
});

/** To somebody a shift was handed to who is not next on the roster. */
export const shiftHandedCard = (view: ShiftView): Card => ({
  key: 'shift.handed',
  title: shorten(`交班给您：${view.date} ${view.what}`, 20),
  tone: 'info',
  tag: '请接班',
  blocks: [
    {
      kind: 'facts',
      facts: [
        { label: '交班人', value: view.person },
        { label: '留下的事', value: shorten(view.handover, 200) },
      ],
    },
  ],
  actions: [],
});

export interface ShiftAbsentView extends ShiftView {
  readonly school: number;
  readonly mayVouch: boolean;
  readonly mayEdit: boolean;
}

/** E7: to the leader on duty, then to the safety office. */
export function shiftAbsentCard(view: ShiftAbsentView): Card {
  const arrived = view.arrivedAt !== '';
  return {
    key: 'shift.absent',
    title: shorten(arrived ? `已到岗：${view.what} ${view.arrivedAt}` : `还没到岗：${view.what}`, 20),
    tone: arrived ? 'done' : view.over ? 'closed' : 'due',
    tag: arrived ? '在岗' : shorten(`${view.startsAt} 起`, 8),
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: '当班', value: view.person },
          { label: '时段', value: `${view.date} ${view.span}` },
          ...fact('代', view.insteadOf),
        ],
      },
      ...(arrived || view.over
        ? []
        : [
            {
              kind: 'text' as const,
              text: plain(
                view.mayEdit ? '请打个电话问一声；来不了，点“改派”换人。' : '请打个电话问一声；来不了，请安全办改派。',
              ),
            },
          ]),
    ],
    actions:
      arrived || view.over
        ? []
        : [
            ...(view.mayVouch
              ? [{ label: '人已在岗', action: 'shift.check-in', reference: reference(view), style: 'primary' as const }]
              : []),
            ...(view.mayEdit
              ? [
                  {
                    label: '改派',
                    action: 'shift.edit-open',
                    reference: { school: view.school, shift: view.shift },
                  },
                ]
              : []),
          ],
  };
}

export interface ShiftGivenView {
  readonly shift: number;
  readonly what: string;
  readonly date: string;
  readonly span: string;
  readonly person: string;
  readonly mine: boolean;
  readonly maySwap: boolean;
}

/** To whom the safety office put on the roster by hand, and to the office itself. */
export const shiftGivenCard = (view: ShiftGivenView): Card => ({
  key: 'shift.given',
  title: shorten(`${view.mine ? '已排您值班' : '已排班'}：${view.date} ${view.what}`, 20),
  tone: view.mine ? 'info' : 'done',
  tag: view.mine ? '新排班' : '已保存',
  blocks: [
    { kind: 'facts', facts: [{ label: '时段', value: view.span }] },
    { kind: 'text', text: view.mine ? plain('到岗前 15 分钟再提醒您。') : rich`这一班由${view.person}值。` },
  ],
  actions:
    view.mine && view.maySwap ? [{ label: '申请换班', action: 'shift.swap-ask', reference: reference(view) }] : [],
});

export interface MyShiftsView {
  readonly shifts: readonly { readonly shift: number; readonly text: string }[];
}

/** 换班: which of the next shifts. */
export const myShiftsCard = (view: MyShiftsView): Card => ({
  key: 'shift.mine',
  title: view.shifts.length === 0 ? '近期没有您的班' : `您近期有 ${view.shifts.length} 个班`,
  tone: view.shifts.length === 0 ? 'closed' : 'info',
  tag: '值班',
  blocks: [
    view.shifts.length === 0
      ? { kind: 'text', text: plain('请人代每日提醒或课，发“请假”。') }
      : { kind: 'list', items: view.shifts.map((one, index) => rich`${index + 1} ${one.text}`) },
    ...(view.shifts.length > 0
      ? [{ kind: 'text' as const, text: plain('换一次班点下面；几天都不在，发“请假”。'), muted: true }]
      : []),
  ],
  actions: view.shifts.slice(0, 5).map((one, index) => ({
    label: `换第 ${index + 1} 班`,
    action: 'shift.swap-ask',
    reference: reference(one),
  })),
});

const sample: ShiftAbsentView = {
  shift: 9,
  school: 1,
  what: '带班',
  date: '9月18日 周四',
  today: true,
  startsAt: '07:00',
  span: '07:00—次日 07:00',
  person: '王强',
  insteadOf: '',
  beside: '赵伟',
  left: '北门门闸待修',
  arrivedAt: '',
  handover: '',
  handedAt: '',
  mine: true,
  mayUndo: false,
  mayArrive: true,
  maySwap: true,
  over: false,
  mayVouch: true,
  mayEdit: true,
};
export const samples: readonly Card[] = [
  shiftCheckinCard(sample),
  shiftCheckinCard({ ...sample, what: '北门护导', insteadOf: '李敏', today: false }),
  shiftCheckinCard({ ...sample, arrivedAt: '06:58', mayUndo: true }),
  shiftCheckinCard({ ...sample, arrivedAt: '06:58', handover: '北门门闸已修', handedAt: '07:00' }),
  shiftCheckinCard({ ...sample, over: true, mayArrive: false, maySwap: false }),
  shiftCheckinCard({ ...sample, mine: false }),
  handOverCard({ shift: 9, what: '带班', date: '9月18日', fields: handOverFields.show({ next: { candidates: [] } }) }),
  handOverCard({
    shift: 9,
    what: '带班',
    date: '9月18日',
    fields: handOverFields.show({}),
    message: '还差一项：留给下一班',
  }),
  shiftHandedCard({ ...sample, handover: '北门门闸待修' }),
  shiftAbsentCard(sample),
  shiftAbsentCard({ ...sample, mayEdit: false }),
  shiftAbsentCard({ ...sample, arrivedAt: '07:12' }),
  shiftAbsentCard({ ...sample, over: true }),
  shiftGivenCard(sample),
  shiftGivenCard({ ...sample, mine: false }),
  myShiftsCard({ shifts: [{ shift: 9, text: '9月20日 周六 07:00 带班' }] }),
  myShiftsCard({ shifts: [] }),
];
