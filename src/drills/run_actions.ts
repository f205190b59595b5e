import { type Action, defineAction } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import type { Permission } from '../kernel/permission.ts';
import { staff } from '../kernel/permission.ts';
import { FormRefused, Refused } from '../kernel/refused.ts';
import { sendCard } from '../kernel/send.ts';
import { requireState } from './change.ts';
import { depart, noVisitors } from './depart.ts';
import { countForm, otherForm, signForm } from './forms.ts';
import { turnMissing } from './gap.ts';
import { confirmPost } from './posts.ts';
import { findUnit } from './queries.ts';
import { turnReal } from './real.ts';
import { reportAll, reportOwn, reportUnit } from './report.ts';
import type { Drill } from './rules.ts';
import { standDown, standDownSigned } from './stand_down.ts';
import { startDrill } from './start.ts';
import {
  alarmer,
  commander,
  drillReference,
  findPostSubject,
  findSubject,
  findUnitSubject,
  type PostSubject,
  postHolder,
  postReference,
  type UnitSubject,
  unitReference,
} from './who.ts';

/** A button about a drill, without a form. */
export const drillButton = (
  name: string,
  who: Permission<Drill>,
  run: (context: Context, of: Drill, person: number) => ReturnType<Action['press']>,
): Action =>
  defineAction({
    name,
    reference: drillReference,
    subject: findSubject,
    who,
    run: (context, { subject, person }) => run(context, subject, person),
  });

const unitButton = (
  name: string,
  run: (context: Context, of: UnitSubject, person: number) => ReturnType<Action['press']>,
): Action =>
  defineAction({
    name,
    reference: unitReference,
    subject: findUnitSubject,
    who: staff,
    run: (context, { subject, person }) => run(context, subject, person),
  });

const postButton = (name: string, state: 'confirmed' | 'trouble'): Action =>
  defineAction({
    name,
    reference: postReference,
    subject: findPostSubject,
    who: postHolder,
    run: (context, { subject, person }: { subject: PostSubject; person: number }) =>
      confirmPost(context, subject.drill, subject, { person, state }),
  });

/** From the press that starts to the one that ends; whoever works at the school may report any class. */
export const runActions: readonly Action[] = [
  drillButton('drill.start', commander, startDrill),
  unitButton('drill.all-in', (context, of, person) => reportAll(context, of.drill, of, person)),
  unitButton('drill.left', (context, of, person) => depart(context, of.drill, of, person)),
  unitButton('drill.no-visitors', (context, of, person) => noVisitors(context, of.drill, of, person)),
  unitButton('drill.correct', (context, of, person) => {
    requireState(context, of.drill, 'count');
    sendCard(context, 'drill.count', { unit: of.id }, { person }, { lane: 'urgent' });
    return {};
  }),
  defineAction({
    name: 'drill.count',
    reference: unitReference,
    subject: findUnitSubject,
    who: staff,
    form: countForm,
    revision: (of) => of.revision,
    run: (context, { subject, person, values }) => {
      const outcome = reportUnit(context, subject.drill, subject, person, values);
      return { ...outcome, become: { card: 'drill.rollcall', subject: { unit: subject.id } } };
    },
  }),
  drillButton('drill.board-all', staff, (context, of, person) => reportOwn(context, of, person)),
  drillButton('drill.board-other', staff, (context, of, person) => {
    requireState(context, of, 'count');
    sendCard(context, 'drill.other', { drill: of.id }, { person }, { lane: 'urgent' });
    return { toast: { tone: 'info', text: '已私信您，选班级上报' } };
  }),
  defineAction({
    name: 'drill.other',
    reference: drillReference,
    subject: findSubject,
    who: staff,
    form: otherForm,
    run: (context, { subject, person, values }) => {
      const unit = findUnit(context, Number(values.unit));
      if (unit?.drillId !== subject.id) throw new FormRefused('班级请从给出的里面选');
      if (values.present === undefined && values.all === true && values.expected === undefined)
        return reportAll(context, subject, unit, person);
      const expected = values.expected ?? unit.expected ?? unit.enrolled;
      if (expected === null) throw new FormRefused('没有在册人数，请填应到');
      const present = values.present ?? (values.all === true ? expected : undefined);
      if (present === undefined) throw new FormRefused('还差一项：实到');
      return reportUnit(context, subject, unit, person, {
        expected,
        present,
        reason: values.reason,
        resolved: values.resolved,
      });
    },
  }),
  postButton('drill.post-ok', 'confirmed'),
  postButton('drill.post-trouble', 'trouble'),
  drillButton('drill.stand-down', commander, standDown),
  defineAction({
    name: 'drill.sign',
    reference: drillReference,
    subject: findSubject,
    who: commander,
    form: signForm,
    run: (context, { subject, person, values }) => standDownSigned(context, subject, person, values.reason),
  }),
  drillButton('drill.missing', alarmer, (context, of) => turnMissing(context, of)),
  drillButton('drill.real', alarmer, turnReal),
  drillButton('drill.watch', staff, (context, of, person) => {
    if (of.state !== 'running') throw new Refused('drill.over', '已经解除', undefined, 'info');
    sendCard(context, 'drill.command', { drill: of.id }, { person }, { lane: 'press' });
    return {};
  }),
];
