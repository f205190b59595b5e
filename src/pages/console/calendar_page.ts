import { html } from 'hono/html';
import { z } from 'zod';
import { dayMarks } from '../../../cards/duties/calendar.ts';
import { heldBetween, plannedDrills } from '../../drills/queries.ts';
import { mayOrganise } from '../../drills/who.ts';
import { nameOfDrill } from '../../drills/words.ts';
import { termDeadlines } from '../../duties/term_deadlines.ts';
import type { ReadContext } from '../../kernel/context.ts';
import { clockOf, dateOf, instantOf, plusDays, shortDay, weekdayOf } from '../../kernel/time.ts';
import { isCalendarKnown, type TermSpan, termNames } from '../../school/calendar.ts';
import { gradeMarks, type TermDay, type TermDayKind, termDays, termNear } from '../../school/term_days.ts';
import type { Html } from '../show_card.ts';
import type { Guest } from './gate.ts';

interface Entry {
  readonly date: string;
  /** The last day, where it is several. */
  readonly to: string;
  readonly text: string;
  /** One character in the month's grid; '' for what the day's colour says already. */
  readonly mark: string;
}

const weekdays = ['一', '二', '三', '四', '五', '六', '日'];

const kindNames: Readonly<Record<TermDayKind, string>> = {
  lessons: '',
  exam: '考试',
  suspended: '停课',
  off: '放假',
  'make-up': '补课',
  weekend: '',
};

/** The term a date falls in, month by month; today's where none is asked for. */
export function showTermCalendar(context: ReadContext, home: string, guest: Guest, asked: string | undefined): Html {
  const today = dateOf(context.now, context.timeZone);
  const school = guest.school.id;
  const on = z.iso.date().safeParse(asked).data ?? today;
  const term = termNear(context, school, on, 1) ?? termNear(context, school, on, -1);
  if (!term) return html`<p>没有学期。安全办在聊天里发“校历”登记。</p>`;
  const days = termDays(context, school, term);
  const entries = [...entriesOf(context, guest, term), ...runsOf(days)].sort((left, right) =>
    left.date < right.date ? -1 : left.date > right.date ? 1 : 0,
  );
  const before = termNear(context, school, plusDays(term.from, -1), -1);
  const after = termNear(context, school, plusDays(term.to, 1), 1);
  const way = (to: TermSpan | undefined, label: string): Html | string =>
    to ? html`<a class="button" href="${home}/calendar?on=${to.from}">${label}</a>` : html`<span></span>`;
  const months = [...new Set(days.map(({ date }) => date.slice(0, 7)))];
  const lessons = days.filter(({ kind }) => kind === 'lessons' || kind === 'exam' || kind === 'make-up').length;
  return html`<h2>${termNames(term.name).long}</h2>
<p class="muted">${shortDay(term.from, today)}—${shortDay(term.to, today)}，上课 ${lessons} 天。${term.assumed ? '起止按惯例估的，请安全办核对。' : ''}${isCalendarKnown(term.to) ? '' : `${term.to.slice(0, 4)} 年放假安排还没公布，暂按周一至周五。`}</p>
<p class="muted">日历里：练 演练，截 职责截止，级 有年级另有安排。每天、每周的职责不列。</p>
${months.map((month) => showMonth(month, days, entries, today))}
<p class="pager">${way(before, '上学期')}${way(after, '下学期')}</p>`;
}

function entriesOf(context: ReadContext, guest: Guest, term: TermSpan): readonly Entry[] {
  const school = guest.school.id;
  const from = instantOf(term.from, '00:00', context.timeZone);
  const to = instantOf(plusDays(term.to, 1), '00:00', context.timeZone);
  const seesAll = mayOrganise(context, guest.session.person, school);
  const drills = [
    ...heldBetween(context, school, from, to)
      .filter((one) => one.realAt === null)
      .map((one) => ({ at: one.startedAt ?? one.plannedAt, text: `已演练：${nameOfDrill(one)}` })),
    ...plannedDrills(context, school)
      // One without notice is known to those who plan it.
      .filter((one) => one.plannedAt >= from && one.plannedAt < to && (one.announced || seesAll))
      .map((one) => ({
        at: one.plannedAt,
        text: `演练：${nameOfDrill(one)} ${clockOf(one.plannedAt, context.timeZone)}`,
      })),
  ].map(({ at, text }) => single(dateOf(at, context.timeZone), text, '练'));
  const deadlines = termDeadlines(context, school, term).map(({ date, name }) => single(date, `${name}截止`, '截'));
  const grades = gradeMarks(context, school, term).map((one) => {
    const kind = dayMarks.find((mark) => mark.value === one.kind)?.text ?? '';
    return single(one.date, `${one.grade} ${kind}${one.note === '' ? '' : `：${one.note}`}`, '级');
  });
  return [...drills, ...deadlines, ...grades];
}

const single = (date: string, text: string, mark: string): Entry => ({ date, to: date, text, mark });

/** Days of one kind that follow one another as one entry: days off under all their names, the rest by what was noted. */
function runsOf(days: readonly TermDay[]): readonly Entry[] {
  const runs: { date: string; to: string; kind: TermDayKind; notes: string[] }[] = [];
  for (const { date, kind, note } of days) {
    const last = runs.at(-1);
    const goesOn = last && plusDays(last.to, 1) === date && last.kind === kind;
    if (last && goesOn && (kind === 'off' || last.notes.includes(note))) {
      last.to = date;
      if (!last.notes.includes(note)) last.notes.push(note);
    } else runs.push({ date, to: date, kind, notes: [note] });
  }
  return runs.flatMap(({ date, to, kind, notes }) => {
    const name = kindNames[kind];
    if (name === '') return [];
    const note = notes.filter((one) => one !== '').join('、');
    return [{ date, to, text: note === '' ? name : `${name}：${note}`, mark: '' }];
  });
}

function showMonth(month: string, days: readonly TermDay[], entries: readonly Entry[], today: string): Html {
  const ofMonth = days.filter(({ date }) => date.startsWith(month));
  const first = ofMonth[0]?.date ?? `${month}-01`;
  const blanks = Array.from({ length: (weekdayOf(first) + 6) % 7 }, () => html`<td></td>`);
  const cells = [...blanks, ...ofMonth.map((day) => showDay(day, entries, today))];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) => cells.slice(week * 7, week * 7 + 7));
  const lines = entries.filter(({ date }) => date.startsWith(month));
  const spans = new Map<string, string[]>();
  for (const line of lines) spans.set(spanText(line), [...(spans.get(spanText(line)) ?? []), line.text]);
  const isOver = month < today.slice(0, 7);
  return html`<details${isOver ? '' : html` open`}><summary>${Number(month.slice(0, 4))}年${Number(month.slice(5))}月</summary><div class="inside">
<table class="month"><thead><tr>${weekdays.map((day) => html`<th scope="col">${day}</th>`)}</tr></thead>
<tbody>${weeks.map((week) => html`<tr>${week}</tr>`)}</tbody></table>
<ul class="entries">${[...spans].map(([span, texts]) => html`<li><span>${span}</span><span>${texts.join('；')}</span></li>`)}</ul>
</div></details>`;
}

/** 26日 周五; 1日—8日; 30日—2月3日: the month is above it. */
function spanText({ date, to }: Entry): string {
  const day = (of: string): string => `${Number(of.slice(8))}日`;
  if (date === to) return `${day(date)} 周${weekdays[(weekdayOf(date) + 6) % 7] ?? ''}`;
  return `${day(date)}—${date.slice(0, 7) === to.slice(0, 7) ? day(to) : shortDay(to, date)}`;
}

function showDay({ date, kind }: TermDay, entries: readonly Entry[], today: string): Html {
  const marks = new Set(entries.filter((entry) => entry.date === date && entry.mark !== '').map(({ mark }) => mark));
  const word = kindNames[kind];
  return html`<td class="${kind}${date === today ? ' today' : ''}">${Number(date.slice(8))}<small>${[word, [...marks].join('')].filter((one) => one !== '').join(' ')}</small></td>`;
}
