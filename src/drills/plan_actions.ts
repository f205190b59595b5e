import { z } from 'zod';
import { type Action, defineAction } from '../kernel/action.ts';
import { anyOf, safetyOffice, staff } from '../kernel/permission.ts';
import { Refused } from '../kernel/refused.ts';
import { requestErrand, sendCard } from '../kernel/send.ts';
import { requireState } from './change.ts';
import { choosePart } from './choose_part.ts';
import { evaluateDrill } from './evaluate.ts';
import { fileFindings } from './findings.ts';
import {
  cancelForm,
  evaluationForm,
  findingsForm,
  lateForm,
  partForm,
  planForm,
  postForm,
  postponeForm,
  preparationForm,
} from './forms.ts';
import { enterLate } from './late.ts';
import { assignPost, cancelDrill, changePlan, planDrill, postponeDrill } from './plan.ts';
import { briefClass, prepareDrill } from './prepare.ts';
import { findDrill } from './queries.ts';
import type { Drill, Transition } from './rules.ts';
import { drillButton } from './run_actions.ts';
import { commander, drillReference, findSubject, observer, organiser, preparer } from './who.ts';

const id = z.number().int().positive();
/** Who postpones and cancels: those who plan, and whoever leads the drill. */
const decider = anyOf<Drill>(organiser, commander);
const asks: Readonly<Record<string, Transition>> = {
  postpone: 'postpone',
  cancel: 'cancel',
  posts: 'post',
  part: 'change',
  sign: 'stand_down',
};

/** Before and after the drill: planning, preparing, evaluating. */
export const planActions: readonly Action[] = [
  defineAction({
    name: 'drill.new',
    reference: z.object({ school: id }),
    subject: (_context, reference) => ({ schoolId: reference.school }),
    who: organiser,
    run: (context, { subject, person }) => {
      sendCard(context, 'drill.plan', { school: subject.schoolId, drill: 0 }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'drill.plan',
    reference: z.object({ school: id, drill: id.optional() }),
    subject: (context, reference) => {
      const of = reference.drill === undefined ? undefined : findDrill(context, reference.drill);
      if (reference.drill !== undefined && of === undefined) return undefined;
      return { schoolId: of?.schoolId ?? reference.school, of };
    },
    who: organiser,
    form: planForm,
    revision: ({ of }) => of?.revision ?? 1,
    run: (context, { subject: { schoolId, of }, person, values }) =>
      of ? changePlan(context, of, values) : planDrill(context, schoolId, person, values),
  }),
  drillButton('drill.open', staff, (context, of, person) => {
    sendCard(context, 'drill.start', { drill: of.id }, { person }, { lane: 'press' });
    return {};
  }),
  drillButton('drill.edit', organiser, (context, of, person) => {
    requireState(context, of, 'change');
    sendCard(context, 'drill.plan', { school: of.schoolId, drill: of.id }, { person }, { lane: 'press' });
    return {};
  }),
  defineAction({
    name: 'drill.ask',
    reference: z.object({ drill: id, ask: z.string() }),
    subject: (context, reference) => {
      const of = findDrill(context, reference.drill);
      return of && { ...of, ask: reference.ask };
    },
    who: decider,
    run: (context, { subject: { ask, ...of }, person }) => {
      const transition = asks[ask];
      if (!transition) throw new Refused('ask.unknown', '这张卡已过期，请发“演练”');
      requireState(context, of, transition);
      const [card, subject] =
        ask === 'posts' || ask === 'part' ? [`drill.${ask}`, { drill: of.id }] : ['drill.ask', { drill: of.id, ask }];
      sendCard(context, card, subject, { person }, { lane: of.state === 'running' ? 'urgent' : 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'drill.part',
    reference: drillReference,
    subject: findSubject,
    who: decider,
    form: partForm,
    revision: (of) => of.revision,
    run: (context, { subject, values }) => choosePart(context, subject, values),
  }),
  defineAction({
    name: 'drill.late-new',
    reference: z.object({ school: id }),
    subject: (_context, reference) => ({ schoolId: reference.school }),
    who: safetyOffice,
    run: (context, { subject, person }) => {
      sendCard(context, 'drill.late', { school: subject.schoolId }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'drill.late',
    reference: z.object({ school: id }),
    subject: (_context, reference) => ({ schoolId: reference.school }),
    who: safetyOffice,
    form: lateForm,
    run: (context, { subject, person, values }) => enterLate(context, subject.schoolId, person, values),
  }),
  defineAction({
    name: 'drill.post-add',
    reference: drillReference,
    subject: findSubject,
    who: decider,
    form: postForm,
    run: (context, { subject, values }) => assignPost(context, subject, values),
  }),
  defineAction({
    name: 'drill.postpone',
    reference: drillReference,
    subject: findSubject,
    who: decider,
    form: postponeForm,
    revision: (of) => of.revision,
    run: (context, { subject, values }) => postponeDrill(context, subject, values),
  }),
  defineAction({
    name: 'drill.cancel',
    reference: drillReference,
    subject: findSubject,
    who: decider,
    form: cancelForm,
    revision: (of) => of.revision,
    run: (context, { subject, values }) => cancelDrill(context, subject, values),
  }),
  drillButton('drill.brief', staff, briefClass),
  defineAction({
    name: 'drill.prepare',
    reference: drillReference,
    subject: findSubject,
    who: preparer,
    form: preparationForm,
    run: (context, { subject, person, values }) => prepareDrill(context, subject, person, values),
  }),
  defineAction({
    name: 'drill.evaluate',
    reference: drillReference,
    subject: findSubject,
    who: observer,
    form: evaluationForm,
    run: (context, { subject, person, values }) => evaluateDrill(context, subject, person, values),
  }),
  drillButton('drill.export', organiser, (context, of, person) => {
    if (of.startedAt === null) throw new Refused('drill.not_started', '还没演，没有记录表', undefined, 'info');
    const platform = context.actor.kind === 'person' ? context.actor.platform : 'feishu';
    const errand = { errand: 'write-drill-record', person, drill: of.id } as const;
    requestErrand(context, errand, platform, `drill-record:${of.id}:${context.random(6)}`);
    return { toast: { tone: 'success', text: '正在生成，稍后发给您' } };
  }),
  defineAction({
    name: 'drill.findings',
    reference: drillReference,
    subject: findSubject,
    who: organiser,
    form: findingsForm,
    run: (context, { subject, person, values }) => fileFindings(context, subject, person, values),
  }),
];
