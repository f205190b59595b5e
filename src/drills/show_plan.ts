import { z } from 'zod';
import { homeCard, proposalCard } from '../../cards/drills/home.ts';
import { drillAskCard, planFormCard, postsCard, startCard } from '../../cards/drills/plan.ts';
import { briefingCard, preparationCard } from '../../cards/drills/prepare.ts';
import type { ReadContext } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { definePresentation, type Entered, type Presentation, type Viewer } from '../kernel/presentation.ts';
import { clockOf, DAY, dateOf, dayText, momentText, shortDay } from '../kernel/time.ts';
import { schoolCalendar } from '../school/calendar.ts';
import { candidates, nameOf } from '../school/people.ts';
import { durationText } from './count.ts';
import { leftText } from './coverage.ts';
import { cancelForm, planForm, postForm, postponeForm, preparationForm, signForm } from './forms.ts';
import { classesTakingPart, partName, partOf } from './part.ts';
import { lackingOf } from './prepare.ts';
import {
  briefingOf,
  findDrill,
  lastHeld,
  lastPlanVersion,
  plannedDrills,
  postsOf,
  runningDrill,
  stepsOf,
} from './queries.ts';
import { type Quota, quotasOf } from './quota.ts';
import { type Drill, postName, preparationItems, topicOf, typeOf } from './rules.ts';
import { drillCard } from './show_running.ts';
import { suitableDate } from './suitable.ts';
import { openTexts } from './view.ts';
import { commander, leadersOf, mayOrganise } from './who.ts';
import { headOf, nameOfDrill, noticeToParents } from './words.ts';

const id = z.number().int().positive();
const personOf = (viewer: Viewer): number => (viewer.kind === 'person' ? viewer.person : 0);
const today = (context: ReadContext): string => dateOf(context.now, context.timeZone);

/** 9月25日 周四 10:05. */
const whenText = (context: ReadContext, at: number): string =>
  `${dayText(dateOf(at, context.timeZone), today(context))} ${clockOf(at, context.timeZone)}`;

const postTexts = (context: ReadContext, of: Drill): readonly string[] =>
  postsOf(context, of.id).map(
    (post) => `${postName(post.role)} ${nameOf(context, post.personId)}${post.post === '' ? '' : ` ${post.post}`}`,
  );

function showStart(context: ReadContext, of: Drill, viewer: Viewer) {
  const classes = classesTakingPart(context, of);
  const [first, ...others] = leadersOf(context, of);
  const person = personOf(viewer);
  const postponed = stepsOf(context, of.id).findLast((step) => step.kind === 'postpone');
  const notLooked = new Set(lackingOf(of));
  return startCard({
    drill: of.id,
    name: nameOfDrill(of),
    number: of.number,
    state: of.state,
    when: whenText(context, of.plannedAt),
    clock: clockOf(of.plannedAt, context.timeZone),
    isToday: dateOf(of.plannedAt, context.timeZone) === today(context),
    isPast: context.now > of.plannedAt + DAY / 2,
    scene: of.scene,
    part: partName(of),
    classes: classes.length,
    places: partOf(of)?.places.length ?? 0,
    target: of.targetSeconds === null ? '不求快，求有序' : durationText(of.targetSeconds),
    commander: `${nameOf(context, first)}${others.length > 0 ? `；副 ${others.map((one) => nameOf(context, one)).join('、')}` : ''}`,
    route: of.route,
    posts: postTexts(context, of),
    briefed: briefingOf(context, of),
    ...(of.helperPairs === null ? {} : { helperPairs: of.helperPairs }),
    isPrepared: of.preparedAt !== null,
    lacking: preparationItems.filter((item) => notLooked.has(item.id)).map((item) => item.lacks),
    sizeless: classes.filter((one) => one.students === null).length,
    notice: noticeToParents(
      of,
      shortDay(dateOf(of.plannedAt, context.timeZone), today(context)),
      clockOf(of.plannedAt, context.timeZone),
    ),
    ...(of.cancelReason === null ? {} : { cancelReason: of.cancelReason }),
    ...(postponed ? { postponed: `因${postponed.note ?? '故'}改期，演练仍计入本期任务。` } : {}),
    may: {
      start: commander.allows(context, person, of),
      organise: mayOrganise(context, person, of.schoolId),
    },
  });
}

function showPlanForm(context: ReadContext, schoolId: number, of: Drill | undefined, entered: Entered | undefined) {
  const [proposal] = quotasOf(context, schoolId).flatMap((quota) => quota.proposal ?? []);
  const fallback = suitableDate(
    dateOf(context.now + 7 * DAY, context.timeZone),
    dateOf(context.now + 60 * DAY, context.timeZone),
    schoolCalendar(context, schoolId),
  );
  const date = proposal?.date ?? fallback;
  const type = of?.type ?? proposal?.type;
  const leaders = candidates(context, schoolId, ['principal', 'vice_principal', 'safety_office']);
  const at = of
    ? `${dateOf(of.plannedAt, context.timeZone)} ${clockOf(of.plannedAt, context.timeZone)}`
    : date && `${date} 10:05`;
  return planFormCard({
    ...(of ? { drill: of.id } : {}),
    school: schoolId,
    revision: of?.revision ?? 1,
    isOpen: of === undefined || of.state === 'planned',
    fields: planForm.show(
      {
        type: { initial: type },
        scene: { initial: of?.scene },
        at: { initial: at },
        target: {
          initial: of ? (of.targetSeconds ?? undefined) : type === undefined ? undefined : typeOf(type).target,
        },
        commander: { candidates: leaders, initial: of?.commanderId ?? leaders[0]?.person },
        deputy: {
          candidates: candidates(context, schoolId, ['vice_principal', 'safety_office']),
          initial: of?.deputyId ?? undefined,
        },
        slot: { initial: of?.slot ?? undefined },
        route: { initial: of?.route },
        planVersion: { initial: of ? (of.planVersion ?? undefined) : lastPlanVersion(context, schoolId) },
        announced: { initial: of?.announced ?? true },
      },
      entered?.values,
    ),
    ...(entered ? { message: entered.message } : {}),
  });
}

const askForms = { postpone: postponeForm, cancel: cancelForm, sign: signForm } as const;
const askShape = z.object({ drill: id, ask: z.enum(['postpone', 'cancel', 'sign']) });

/** 9月：应演 1，已演 0，已定 1. */
const quotaText = ({ period, done, held, planned, counted, left }: Quota): string =>
  [
    `${period.text}：应演 1，已演 ${counted}${held.length > done.length ? `（${held.length - done.length} 次待评估立项）` : ''}，已定 ${planned.length}`,
    ...(left.length > 0 ? [`演过部分 ${held.length} 次，${leftText(left)}`] : []),
  ].join('；');

function showHome(context: ReadContext, schoolId: number, viewer: Viewer) {
  const person = personOf(viewer);
  const quotas = quotasOf(context, schoolId);
  const [next] = plannedDrills(context, schoolId);
  const running = runningDrill(context, schoolId);
  const last = lastHeld(context, schoolId);
  const proposal = quotas.find((quota) => quota.proposal)?.proposal;
  return homeCard({
    school: schoolId,
    rows: quotas.flatMap((quota) => [
      quotaText(quota),
      `本学期已演 ${quota.heldInTerm}，底线 1；往期未演 ${quota.overdue}`,
    ]),
    ...(proposal ? { proposal: `${dayText(proposal.date, today(context))} ${typeOf(proposal.type).name}` } : {}),
    ...(next
      ? {
          next: {
            drill: next.id,
            text: `${momentText(next.plannedAt, context.now, context.timeZone)} ${nameOfDrill(next)}`,
          },
        }
      : {}),
    ...(running ? { running: { drill: running.id } } : {}),
    ...(last ? { last: { drill: last.id } } : {}),
    may: {
      organise: mayOrganise(context, person, schoolId),
      start: next !== undefined && commander.allows(context, person, next),
      enterLate: hasRole(context, person, schoolId, 'safety_office'),
    },
  });
}

export const planPresentations: readonly Presentation[] = [
  drillCard('drill.start', topicOf, showStart),
  definePresentation({
    card: 'drill.plan',
    // 0: a new one.
    subject: z.object({ school: id, drill: z.number().int().min(0) }),
    topic: (of) => (of.drill === 0 ? `drills:${of.school}` : topicOf(of.drill)),
    show: (context, subject, _viewer, entered) => {
      const of = subject.drill === 0 ? undefined : findDrill(context, subject.drill);
      return showPlanForm(context, subject.school, of, entered);
    },
  }),
  drillCard('drill.posts', topicOf, (context, of, _viewer, entered) =>
    postsCard({
      drill: of.id,
      revision: of.revision,
      posts: postTexts(context, of),
      isOpen: of.state === 'planned' || of.state === 'running',
      mayChoosePart: of.state === 'planned',
      fields: postForm.show(
        { person: { candidates: candidates(context, of.schoolId, ['safety_office', 'facility_lead', 'grade_lead']) } },
        entered?.values,
      ),
      ...(entered ? { message: entered.message } : {}),
    }),
  ),
  definePresentation({
    card: 'drill.ask',
    subject: askShape,
    topic: (of) => topicOf(of.drill),
    show: (context, subject, _viewer, entered) => {
      const of = findDrill(context, subject.drill);
      if (!of) return undefined;
      const isSign = subject.ask === 'sign';
      return drillAskCard({
        drill: of.id,
        ask: subject.ask,
        head: headOf(of),
        revision: of.revision,
        fields: askForms[subject.ask].show({}, entered?.values),
        isOpen: isSign ? of.state === 'running' : of.state === 'planned',
        open: isSign ? openTexts(context, of) : [],
        ...(entered ? { message: entered.message } : {}),
      });
    },
  }),
  drillCard(
    'drill.briefing',
    topicOf,
    (context, of) =>
      briefingCard({
        drill: of.id,
        name: nameOfDrill(of),
        when: momentText(of.plannedAt, context.now, context.timeZone),
        route: of.route,
        act: typeOf(of.type).act,
        ...briefingOf(context, of),
        isOver: of.state !== 'planned',
      }),
    (of) => of.state === 'planned',
  ),
  drillCard(
    'drill.prepare',
    topicOf,
    (context, of, _viewer, entered) =>
      preparationCard({
        drill: of.id,
        name: nameOfDrill(of),
        when: momentText(of.plannedAt, context.now, context.timeZone),
        items: preparationItems.map((item) => item.text),
        revision: of.revision,
        fields: preparationForm.show(
          { lacking: { initial: lackingOf(of) }, helpers: { initial: of.helperPairs ?? undefined } },
          entered?.values,
        ),
        isPrepared: of.preparedAt !== null,
        isOpen: of.state === 'planned',
        ...(entered ? { message: entered.message } : {}),
      }),
    (of) => of.state === 'planned',
  ),
  definePresentation({
    card: 'drill.home',
    subject: z.object({ school: id }),
    topic: (of) => `drills:${of.school}`,
    show: (context, of, viewer) => showHome(context, of.school, viewer),
  }),
  definePresentation({
    card: 'drill.proposal',
    subject: z.object({ school: id }),
    topic: (of) => `drills:${of.school}`,
    show: (context, of) => {
      const quotas = quotasOf(context, of.school);
      const open = quotas.find((quota) => quota.proposal);
      const period = (open ?? quotas[0])?.period.text ?? '本期';
      return proposalCard({
        school: of.school,
        period,
        what: open?.proposal ? typeOf(open.proposal.type).name : '',
        left: leftText(open?.left ?? []),
        day: open?.proposal ? dayText(open.proposal.date, today(context)) : '',
        isOpen: open !== undefined,
      });
    },
    wanted: (context, of) => quotasOf(context, of.school).some((quota) => quota.proposal),
  }),
];
