import { gapCard, missingCard, postCard, realCard } from '../../cards/drills/alarm.ts';
import { boardCard, commandCard, refusedCard } from '../../cards/drills/board.ts';
import { countCard, otherCard } from '../../cards/drills/count.ts';
import type { Option } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { definePresentation, type Entered, type Presentation, type Viewer } from '../kernel/presentation.ts';
import { clockOf } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { gapOf, standingOf, type Unit } from './count.ts';
import { mayDepart } from './depart.ts';
import { countForm, otherForm } from './forms.ts';
import { findDrill, findPost, findUnit, reportsOf, unitsOf } from './queries.ts';
import { boardTopic, type Drill, gapStages, postName, postTopic, topicOf, typeOf, unitTopic } from './rules.ts';
import { obstacleOf } from './stand_down.ts';
import { boardView, gapText, openTexts } from './view.ts';
import { alarmer, commander, drillReference, postReference, unitReference } from './who.ts';
import { headOf, nameOfDrill, secondText } from './words.ts';

/** Options of one select; more cannot be used on a phone, and Feishu takes 100 (src/platforms/feishu/limits.ts). */
const MOST_OPTIONS = 100;

const isOver = (of: Drill): boolean => of.state !== 'running';
const personOf = (viewer: Viewer): number => (viewer.kind === 'person' ? viewer.person : 0);

/** A card about a drill: found by id, current by one of its topics. */
export const drillCard = (
  card: string,
  topic: (id: number) => string,
  show: (context: ReadContext, of: Drill, viewer: Viewer, entered?: Entered) => ReturnType<Presentation['show']>,
  wanted?: (of: Drill) => boolean,
): Presentation =>
  definePresentation<{ drill: number }>({
    card,
    subject: drillReference,
    topic: (of) => topic(of.drill),
    show: (context, subject, viewer, entered) => {
      const of = findDrill(context, subject.drill);
      return of && show(context, of, viewer, entered);
    },
    ...(wanted
      ? {
          wanted: (context, subject) => {
            const of = findDrill(context, subject.drill);
            return of !== undefined && wanted(of);
          },
        }
      : {}),
  });

function showUnit(context: ReadContext, unit: Unit, entered: Entered | undefined, isEditing: boolean) {
  const of = findDrill(context, unit.drillId);
  if (!of) return undefined;
  const corrections = Math.max(0, reportsOf(context, unit.id).length - 1);
  const by =
    unit.reportedAt === null ? '' : `${nameOf(context, unit.reporterId)} ${clockOf(unit.reportedAt, context.timeZone)}`;
  const expected = unit.expected ?? unit.enrolled ?? undefined;
  return countCard({
    unit: unit.id,
    revision: unit.revision,
    head: headOf(of),
    isReal: of.realAt !== null,
    name: unit.name,
    kind: unit.kind,
    act: typeOf(of.type).act,
    ...(unit.enrolled === null ? {} : { enrolled: unit.enrolled }),
    standing: standingOf(unit),
    expected: unit.expected ?? 0,
    present: unit.present ?? 0,
    ...(unit.reason === null ? {} : { reason: unit.reason }),
    isFound: unit.resolved,
    by,
    corrections,
    ...(unit.leftAt === null ? {} : { left: secondText(unit.leftAt, context.timeZone) }),
    mayDepart: !isOver(of) && mayDepart(of, unit),
    isOver: isOver(of),
    isEditing: isEditing && !isOver(of),
    fields: countForm.show(
      {
        expected: { initial: expected },
        present: { initial: unit.present ?? undefined },
        reason: { initial: unit.reason ?? undefined },
        resolved: { initial: unit.resolved },
      },
      entered?.values,
    ),
    ...(entered ? { message: entered.message } : {}),
  });
}

const unitCard = (card: string, isEditing: boolean): Presentation =>
  definePresentation({
    card,
    subject: unitReference,
    topic: (of) => unitTopic(of.unit),
    show: (context, of, _viewer, entered) => {
      const unit = findUnit(context, of.unit);
      return unit && showUnit(context, unit, entered, isEditing);
    },
    wanted: (context, of) => {
      const unit = findUnit(context, of.unit);
      return unit !== undefined && findDrill(context, unit.drillId)?.state === 'running';
    },
  });

/** Who has not reported first, so that the class somebody stands with is near the top. */
export const unitOptions = (units: readonly Unit[]): readonly Option[] => {
  const rank = (unit: Unit): number => (unit.kind === 'person' ? 2 : 0) + (standingOf(unit) === 'silent' ? 0 : 1);
  return [...units]
    .sort((left, right) => rank(left) - rank(right) || left.id - right.id)
    .slice(0, MOST_OPTIONS)
    .map((unit) => {
      const gap = gapOf(unit);
      return {
        value: String(unit.id),
        text: gap === undefined ? unit.name : `${unit.name}（已报 ${unit.present ?? 0}）`,
      };
    });
};

export const runningPresentations: readonly Presentation[] = [
  unitCard('drill.rollcall', false),
  unitCard('drill.count', true),
  drillCard('drill.board', boardTopic, (context, of) => boardCard(boardView(context, of))),
  drillCard('drill.command', boardTopic, (context, of, viewer) =>
    commandCard(boardView(context, of), {
      end: commander.allows(context, personOf(viewer), of),
      alarm: alarmer.allows(context, personOf(viewer), of),
    }),
  ),
  drillCard('drill.refused', boardTopic, (context, of, viewer) => {
    const { missing } = boardView(context, of);
    return refusedCard({
      drill: of.id,
      head: headOf(of),
      obstacle: obstacleOf(context, of) ?? '现在可以解除了',
      open: openTexts(context, of),
      mayTurnMissing: missing > 0 && of.missingAt === null && alarmer.allows(context, personOf(viewer), of),
      isOver: isOver(of),
    });
  }),
  drillCard('drill.other', topicOf, (context, of, _viewer, entered) => {
    const units = unitsOf(context, of.id);
    return otherCard({
      drill: of.id,
      head: headOf(of),
      fields: otherForm.show({ unit: { options: unitOptions(units) }, all: { initial: true } }, entered?.values),
      left: units.filter((unit) => standingOf(unit) === 'silent').length,
      isOver: isOver(of),
      ...(entered ? { message: entered.message } : {}),
    });
  }),
  definePresentation({
    card: 'drill.gap',
    subject: unitReference,
    topic: (of) => unitTopic(of.unit),
    show: (context, { unit: id }) => {
      const unit = findUnit(context, id);
      const of = unit && findDrill(context, unit.drillId);
      if (!unit || !of) return undefined;
      const since = unit.gapSince ?? unit.reportedAt ?? context.now;
      return gapCard({
        unit: unit.id,
        head: headOf(of),
        name: unit.name,
        missing: Math.max(0, gapOf(unit) ?? 0),
        ...(unit.reason === null ? {} : { reason: unit.reason }),
        since: clockOf(since, context.timeZone),
        isOpen: !isOver(of) && standingOf(unit) === 'missing',
        until: clockOf(since + gapStages[2].after, context.timeZone),
      });
    },
    wanted: (context, { unit: id }) => {
      const unit = findUnit(context, id);
      return unit !== undefined && standingOf(unit) === 'missing';
    },
  }),
  drillCard('drill.missing', boardTopic, (context, of) => {
    const open = unitsOf(context, of.id).filter((unit) => standingOf(unit) === 'missing');
    const since = of.missingAt ?? context.now;
    return missingCard({
      drill: of.id,
      head: headOf(of),
      isPlayed: of.incidentId === null,
      missing: open.reduce((sum, unit) => sum + (gapOf(unit) ?? 0), 0),
      gaps: open.map(gapText),
      since: clockOf(since, context.timeZone),
      isFound: open.length === 0 || isOver(of),
      mustDecide: open.some((unit) => unit.gapStage >= 4),
    });
  }),
  drillCard('drill.real', topicOf, (context, of, viewer) =>
    realCard({
      drill: of.id,
      name: nameOfDrill(of),
      act: typeOf(of.type).act,
      at: clockOf(of.realAt ?? context.now, context.timeZone),
      by: nameOf(context, of.realById),
      isOver: isOver(of),
      isGroup: viewer.kind === 'group',
    }),
  ),
  definePresentation({
    card: 'drill.post',
    subject: postReference,
    topic: (of) => postTopic(of.post),
    show: (context, { post: id }) => {
      const post = findPost(context, id);
      const of = post && findDrill(context, post.drillId);
      if (!post || !of) return undefined;
      return postCard({
        post: post.id,
        head: headOf(of),
        what: `${postName(post.role)}${post.post === '' ? '' : ` ${post.post}`}`,
        isSweeper: post.role === 'sweeper',
        takesPhotos: post.role === 'recorder',
        state: post.state,
        at: post.at === null ? '' : clockOf(post.at, context.timeZone),
        isOver: isOver(of),
      });
    },
  }),
];
