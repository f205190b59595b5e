import { z } from 'zod';
import { calendarCard, dayFields, termCard, termFields } from '../../../cards/duties/calendar.ts';
import { type Action, defineAction } from '../../kernel/action.ts';
import type { Context, ReadContext } from '../../kernel/context.ts';
import { hasRole, safetyOffice } from '../../kernel/permission.ts';
import { definePresentation, type Presentation, type Viewer } from '../../kernel/presentation.ts';
import { sendCard } from '../../kernel/send.ts';
import { dateOf } from '../../kernel/time.ts';
import { schoolCalendar } from '../../school/calendar.ts';
import { schoolById } from '../../school/people.ts';
import { calendarWords, gradesOf, termOptions } from './calendar_view.ts';
import { calendarTopic, changesOf, markDays } from './mark_days.ts';
import { setTerm } from './set_term.ts';

const ofSchool = z.object({ school: z.number().int().positive() });
const schoolSubject = (context: Context, { school }: { school: number }) =>
  schoolById(context, school) && { schoolId: school };
const isOffice = (context: ReadContext, viewer: Viewer, schoolId: number): boolean =>
  viewer.kind === 'person' && hasRole(context, viewer.person, schoolId, 'safety_office');
const calendarOf = (school: number) => ({ become: { card: 'admin.calendar', subject: { school } } });
const kinds = z.enum(['suspended', 'day_off', 'school_day', 'exam', 'clear']);

/** The school's calendar: the safety office marks days and says when the term begins and ends. */
export const calendarActions: readonly Action[] = [
  defineAction({
    name: 'calendar.show',
    reference: ofSchool,
    subject: schoolSubject,
    who: safetyOffice,
    run(context, { subject, person }) {
      sendCard(context, 'admin.calendar', { school: subject.schoolId }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'calendar.mark',
    reference: ofSchool,
    subject: schoolSubject,
    who: safetyOffice,
    form: dayFields,
    run: (context, { subject, values }) => ({
      ...markDays(context, subject.schoolId, {
        from: values.from,
        to: values.to ?? values.from,
        // The form offers exactly these.
        kind: kinds.parse(values.kind),
        grade: values.grade ?? '',
        note: values.note ?? '',
      }),
      ...calendarOf(subject.schoolId),
    }),
  }),
  defineAction({
    name: 'calendar.term-open',
    reference: ofSchool,
    subject: schoolSubject,
    who: safetyOffice,
    run: (_context, { subject }) => ({ become: { card: 'admin.term', subject: { school: subject.schoolId } } }),
  }),
  defineAction({
    name: 'calendar.back',
    reference: ofSchool,
    subject: schoolSubject,
    who: safetyOffice,
    run: (_context, { subject }) => calendarOf(subject.schoolId),
  }),
  defineAction({
    name: 'calendar.term',
    reference: ofSchool,
    subject: schoolSubject,
    who: safetyOffice,
    form: termFields,
    run: (context, { subject, values }) => ({
      ...setTerm(context, subject.schoolId, values),
      ...calendarOf(subject.schoolId),
    }),
  }),
];

export const calendarPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'admin.calendar',
    subject: ofSchool,
    topic: ({ school }) => calendarTopic(school),
    show(context, { school }, viewer, entered) {
      if (!isOffice(context, viewer, school)) return undefined;
      const grades = gradesOf(context, school);
      return calendarCard({
        ...calendarWords(context, school),
        revision: changesOf(context, school),
        fields: dayFields.show(
          {
            from: { initial: dateOf(context.now, context.timeZone) },
            grade: { options: grades.slice(0, 20).map((value) => ({ value, text: value })) },
          },
          entered?.values,
        ),
        ...(entered ? { message: entered.message } : {}),
      });
    },
  }),
  definePresentation({
    card: 'admin.term',
    subject: ofSchool,
    topic: ({ school }) => calendarTopic(school),
    show(context, { school }, viewer, entered) {
      if (!isOffice(context, viewer, school)) return undefined;
      const today = dateOf(context.now, context.timeZone);
      const options = termOptions(today);
      const term = schoolCalendar(context, school).termOf(today);
      return termCard({
        school,
        fields: termFields.show(
          {
            name: { options, initial: term?.name ?? options[0]?.value },
            first: { initial: term?.from },
            last: { initial: term?.to },
          },
          entered?.values,
        ),
        ...(entered ? { message: entered.message } : {}),
      });
    },
  }),
];
