import type { PersonId } from '../../cards/model.ts';
import { shorten } from '../../cards/school/shorten.ts';
import { expiringSoon } from '../duties/expiries.ts';
import { periodText } from '../duties/period_text.ts';
import { scopeName } from '../duties/scope_name.ts';
import { postText, whatText } from '../duties/shift_rows.ts';
import {
  allRepeated,
  daysToFix,
  isClosedBy,
  isOnTime,
  isWanted,
  type MeasuredHazard,
  measuredHazards,
  rechecksIn,
} from '../hazards/metrics.ts';
import type { ReadContext } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { clockOf, dateOf, daysBetween, dayText, shortDay } from '../kernel/time.ts';
import { undelivered } from '../school/undelivered.ts';
import { weekAhead } from './ahead.ts';
import { drillStandings, standingLines } from './drill_figures.ts';
import { missedShifts, missedTasks, missedTwice } from './duty_figures.ts';
import { type HazardList, hazardLine, hazardsBehind, nameOfHazard } from './hazard_rows.ts';
import { interruptionsByDay } from './interruptions.ts';
import type { Told } from './told.ts';

/** Lines of a list on one card (domain/voice.md §2: ten, and 300 characters in all). */
export const PAGE_LINES = 8;

/** One line of a list; where it is one hazard, its id. */
export interface ListRow {
  readonly text: string;
  readonly hazard?: number;
}

/** The list behind one number of a summary: as many rows as the number says, read when it is asked for. */
export interface NumberList {
  readonly key: string;
  /** 当前逾期 */
  readonly title: string;
  readonly rows: (context: ReadContext, told: Told) => readonly ListRow[];
  /** Names people who could not be reached: the safety office's business. */
  readonly isForOffice?: true;
  /** Its rows can be put on the agenda of the next meeting (列入例会). */
  readonly isForMeeting?: true;
}

const plainly = (lines: readonly string[]): readonly ListRow[] => lines.map((text) => ({ text }));

const hazards = (key: HazardList, title: string): NumberList => ({
  key,
  title,
  isForMeeting: true,
  rows: (context, told) =>
    hazardsBehind(context, told, key).map((row) => ({ text: hazardLine(context, row), hazard: row.id })),
});

const measured = (
  key: string,
  title: string,
  isIn: (row: MeasuredHazard, told: Told) => boolean,
  status: (row: MeasuredHazard, told: Told) => string,
): NumberList => ({
  key,
  title,
  rows: (context, told) =>
    measuredHazards(context, told.schoolId, told)
      .filter((row) => isIn(row, told))
      .map((row) => ({ text: `${nameOfHazard(row)} ${status(row, told)}`, hazard: row.id })),
});

/** 每周安全课, 初一5班, 9月15日那一周: what was missed, where, and which time. */
export function missedText(
  context: ReadContext,
  told: Told,
  { name, task }: ReturnType<typeof missedTasks>[number],
): { readonly name: string; readonly where: string; readonly when: string } {
  const duty = told.duty(task.dutyId);
  // One colleague's task is nobody else's to read by name (issue: no person is ranked).
  const where = task.scope === 'person' ? '一人' : scopeName(context, task);
  const when = duty ? periodText(duty, task.period, dateOf(context.now, context.timeZone)) : '';
  return { name, where, when };
}

/** Every number a summary has, in its order, with the list behind it. */
export const numberLists: readonly NumberList[] = [
  hazards('received', '发现'),
  hazards('removed', '消除'),
  hazards('untriaged', '还没派人'),
  hazards('overdue', '当前逾期'),
  hazards('major', '重大在账'),
  hazards('suspected', '疑似重大'),
  hazards('listed', '挂牌督办'),
  measured(
    'wanted',
    '应整改',
    (row, told) => isWanted(row, told),
    (row, told) => (isOnTime(row, told) ? '按期销号' : isClosedBy(row, told) ? '已销号，过了原期限' : '未销号'),
  ),
  measured(
    'fixed',
    '已交整改',
    (row, told) => daysToFix(row, told) !== undefined,
    (row, told) => `用时 ${daysToFix(row, told) ?? 0} 天`,
  ),
  {
    key: 'rechecks',
    title: '已复查',
    rows: (context, told) =>
      rechecksIn(context, told.schoolId, told).map((one) => ({
        text: `${nameOfHazard(one)} ${one.isFirstPass ? '一次合格' : one.isPassed ? '合格，退回过' : '退回'}`,
        hazard: one.hazard,
      })),
  },
  {
    key: 'repeated',
    title: '重复隐患',
    isForMeeting: true,
    rows: (context, told) =>
      plainly(
        allRepeated(context, told.schoolId, told).map(
          (one) =>
            `${shorten(one.what, 18)} ${one.times} 次：${one.numbers.map((number) => number.slice(-4)).join('、')}`,
        ),
      ),
  },
  {
    key: 'duties',
    title: '职责没办',
    isForMeeting: true,
    rows: (context, told) =>
      plainly(
        missedTasks(context, told).map((one) => {
          const { name, where, when } = missedText(context, told, one);
          return [name, where, when].filter((part) => part !== '').join(' ');
        }),
      ),
  },
  {
    key: 'shifts',
    title: '值守没签到',
    isForMeeting: true,
    rows(context, told) {
      const today = dateOf(context.now, context.timeZone);
      return plainly(
        missedShifts(context, told).map(
          (shift) =>
            `${shortDay(shift.date, today)} ${clockOf(shift.startsAt, context.timeZone)} ${whatText(shift)}${shift.post === '' ? '' : ` ${postText(shift.post)}`}`,
        ),
      );
    },
  },
  {
    key: 'twice',
    title: '连续两期没登记',
    isForMeeting: true,
    rows: (context, told) =>
      plainly(missedTwice(context, told).flatMap(({ name, classes }) => classes.map((one) => `${name} ${one}`))),
  },
  {
    key: 'drills',
    title: '演练',
    isForMeeting: true,
    rows: (context, told) =>
      plainly(drillStandings(context, told).flatMap((standing) => standingLines(context, standing))),
  },
  {
    key: 'undelivered',
    title: '没送到的消息',
    isForOffice: true,
    rows: (context, told) =>
      undelivered(context, told.schoolId).lines.flatMap((line) =>
        Array.from({ length: line.count }, () => ({ text: `${shorten(line.recipient, 12)}：${line.remedy}` })),
      ),
  },
  {
    key: 'expiring',
    title: '到期',
    isForMeeting: true,
    rows(context, told) {
      const today = dateOf(context.now, context.timeZone);
      return expiringSoon(context, told.schoolId).map((one) => {
        const left = daysBetween(today, one.date);
        const where = scopeName(context, one);
        const text = `${one.duty.name}${where === '' ? '' : ` ${where}`} ${one.field.label} ${shortDay(one.date, today)}，${left < 0 ? `已过 ${-left} 天` : `还有 ${left} 天`}`;
        return { text };
      });
    },
  },
  { key: 'ahead', title: '接下来', rows: (context, told) => plainly(weekAhead(context, told)) },
  {
    key: 'interruptions',
    title: '主动打扰',
    rows(context, told) {
      const today = dateOf(context.now, context.timeZone);
      return plainly(
        interruptionsByDay(context, told).map(
          (day) => `${dayText(day.date, today)} ${day.people} 人共 ${day.times} 次，最多 ${day.most} 次`,
        ),
      );
    },
  },
];

export const numberList = (key: string): NumberList | undefined => numberLists.find((one) => one.key === key);

/** Whether somebody who may read the summary's lists may read this one. */
export const mayReadList = (context: ReadContext, person: PersonId, schoolId: number, list: NumberList): boolean =>
  list.isForOffice !== true || hasRole(context, person, schoolId, 'safety_office');
