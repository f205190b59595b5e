import type { PersonId } from '../../cards/model.ts';
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
import { stateNames } from '../hazards/rules.ts';
import type { ReadContext } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { clockOf, dateOf, daysBetween, dayText, shortDay } from '../kernel/time.ts';
import { undelivered } from '../school/undelivered.ts';
import { weekAhead } from './ahead.ts';
import { drillStandings, standingLines } from './drill_figures.ts';
import { missedShifts, missedTasks, missedTwice } from './duty_figures.ts';
import { type HazardList, hazardsBehind } from './hazard_rows.ts';
import { interruptionsByDay } from './interruptions.ts';
import type { Told } from './told.ts';

/** The list behind one number of a summary: as many lines as the number says, read when it is asked for. */
export interface NumberList {
  readonly key: string;
  /** 当前逾期 */
  readonly title: string;
  readonly lines: (context: ReadContext, told: Told) => readonly string[];
  /** Names people who could not be reached: the safety office's business. */
  readonly isForOffice?: true;
}

const cut = (words: string, most: number): string =>
  [...words].length > most ? `${[...words].slice(0, most - 1).join('')}…` : words;

const nameOfHazard = (row: { readonly number: string; readonly title: string }): string =>
  `${row.number.slice(-4)} ${cut(row.title, 14)}`;

const hazards = (key: HazardList, title: string): NumberList => ({
  key,
  title,
  lines(context, told) {
    const today = dateOf(context.now, context.timeZone);
    return hazardsBehind(context, told, key).map((row) => {
      const isWorking = row.state === 'assigned' || row.state === 'rectifying';
      const due = isWorking && row.due !== null ? row.due : undefined;
      const status =
        due === undefined
          ? stateNames[row.state]
          : due < today
            ? `逾期 ${daysBetween(due, today)} 天`
            : `${shortDay(due, today)}止`;
      return `${nameOfHazard(row)} ${status}`;
    });
  },
});

const measured = (
  key: string,
  title: string,
  isIn: (row: MeasuredHazard, told: Told) => boolean,
  status: (row: MeasuredHazard, told: Told) => string,
): NumberList => ({
  key,
  title,
  lines: (context, told) =>
    measuredHazards(context, told.schoolId, told)
      .filter((row) => isIn(row, told))
      .map((row) => `${nameOfHazard(row)} ${status(row, told)}`),
});

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
    '本周交整改',
    (row, told) => daysToFix(row, told) !== undefined,
    (row, told) => `用时 ${daysToFix(row, told) ?? 0} 天`,
  ),
  {
    key: 'rechecks',
    title: '本周复查',
    lines: (context, told) =>
      rechecksIn(context, told.schoolId, told).map(
        (one) => `${nameOfHazard(one)} ${one.isFirstPass ? '一次合格' : one.isPassed ? '合格，退回过' : '退回'}`,
      ),
  },
  {
    key: 'repeated',
    title: '重复隐患',
    lines: (context, told) =>
      allRepeated(context, told.schoolId, told).map(
        (one) => `${cut(one.what, 18)} ${one.times} 次：${one.numbers.map((number) => number.slice(-4)).join('、')}`,
      ),
  },
  {
    key: 'duties',
    title: '职责没办',
    lines(context, told) {
      const today = dateOf(context.now, context.timeZone);
      return missedTasks(context, told).map(({ name, task }) => {
        const duty = told.duty(task.dutyId);
        // One colleague's task is nobody else's to read by name (issue: no person is ranked).
        const where = task.scope === 'person' ? '一人' : scopeName(context, task);
        return [name, where, duty ? periodText(duty, task.period, today) : ''].filter((one) => one !== '').join(' ');
      });
    },
  },
  {
    key: 'shifts',
    title: '值守没签到',
    lines(context, told) {
      const today = dateOf(context.now, context.timeZone);
      return missedShifts(context, told).map(
        (shift) =>
          `${shortDay(shift.date, today)} ${clockOf(shift.startsAt, context.timeZone)} ${whatText(shift)}${shift.post === '' ? '' : ` ${postText(shift.post)}`}`,
      );
    },
  },
  {
    key: 'twice',
    title: '连续两期没登记',
    lines: (context, told) =>
      missedTwice(context, told).flatMap(({ name, classes }) => classes.map((one) => `${name} ${one}`)),
  },
  {
    key: 'drills',
    title: '演练',
    lines: (context, told) => drillStandings(context, told).flatMap((standing) => standingLines(context, standing)),
  },
  {
    key: 'undelivered',
    title: '没送到的消息',
    isForOffice: true,
    lines: (context, told) =>
      undelivered(context, told.schoolId).lines.flatMap((line) =>
        Array.from({ length: line.count }, () => `${cut(line.recipient, 12)}：${line.remedy}`),
      ),
  },
  {
    key: 'expiring',
    title: '到期',
    lines(context, told) {
      const today = dateOf(context.now, context.timeZone);
      return expiringSoon(context, told.schoolId).map((one) => {
        const left = daysBetween(today, one.date);
        const where = scopeName(context, one);
        return `${one.duty.name}${where === '' ? '' : ` ${where}`} ${one.field.label} ${shortDay(one.date, today)}，${left < 0 ? `已过 ${-left} 天` : `还有 ${left} 天`}`;
      });
    },
  },
  { key: 'ahead', title: '接下来', lines: weekAhead },
  {
    key: 'interruptions',
    title: '主动打扰',
    lines(context, told) {
      const today = dateOf(context.now, context.timeZone);
      return interruptionsByDay(context, told).map(
        (day) => `${dayText(day.date, today)} ${day.people} 人共 ${day.times} 次，最多 ${day.most} 次`,
      );
    },
  },
];

export const numberList = (key: string): NumberList | undefined => numberLists.find((one) => one.key === key);

/** Whether somebody who may read the summary's lists may read this one. */
export const mayReadList = (context: ReadContext, person: PersonId, schoolId: number, list: NumberList): boolean =>
  list.isForOffice !== true || hasRole(context, person, schoolId, 'safety_office');
