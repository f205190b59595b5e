import { z } from 'zod';
import { eventCard, eventFields } from '../../../cards/duties/event.ts';
import { type Action, defineAction } from '../../kernel/action.ts';
import { staff } from '../../kernel/permission.ts';
import { definePresentation, type Presentation } from '../../kernel/presentation.ts';
import { sendCard } from '../../kernel/send.ts';
import { momentText } from '../../kernel/time.ts';
import { schoolById, schoolOf } from '../../school/people.ts';
import { schoolDuty } from '../settings.ts';
import { taskById } from '../tasks.ts';
import { doer } from '../who.ts';
import { beginEvent, dropEvent, eventDue, eventDutiesFor } from './begin.ts';

const id = z.number().int().positive();

/** What begins when somebody says so: chosen from a list, filled in as the duty's form. */
export const eventActions: readonly Action[] = [
  defineAction({
    name: 'event.list',
    reference: z.object({}),
    subject: (context, _reference, person) => {
      const schoolId = schoolOf(context, person);
      return schoolId === undefined ? undefined : { schoolId };
    },
    who: staff,
    run(context, { subject, person }) {
      sendCard(context, 'event.begin', { school: subject.schoolId, person }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'event.begin',
    reference: z.object({ school: id }),
    subject: (context, { school }) => schoolById(context, school) && { schoolId: school },
    who: staff,
    form: eventFields,
    run: (context, { subject, person, values }) => beginEvent(context, subject.schoolId, person, values.duty),
  }),
  defineAction({
    name: 'event.drop',
    reference: z.object({ task: id }),
    subject: (context, { task }) => {
      const found = taskById(context, task);
      return found && schoolDuty(context, found.schoolId, found.dutyId)?.cadence === 'event' ? found : undefined;
    },
    who: doer,
    run: (context, { subject }) => dropEvent(context, subject),
  }),
];

export const eventPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'event.begin',
    subject: z.object({ school: id, person: id }),
    topic: ({ person }) => `events-of:${person}`,
    show: (context, { school, person }, _viewer, entered) =>
      eventCard({
        school,
        duties: eventDutiesFor(context, person, school).map((duty) => ({
          id: duty.id,
          name: duty.name,
          due: momentText(eventDue(context, duty), context.now, context.timeZone),
        })),
        ...(entered ? { message: entered.message } : {}),
      }),
  }),
];
