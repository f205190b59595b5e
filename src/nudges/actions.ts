import { z } from 'zod';
import { todoCard } from '../../cards/nudges/todo.ts';
import { eventDutiesFor } from '../duties/events/begin.ts';
import { defineAction } from '../kernel/action.ts';
import type { Feature } from '../kernel/feature.ts';
import { staff } from '../kernel/permission.ts';
import { definePresentation } from '../kernel/presentation.ts';
import { sendCard } from '../kernel/send.ts';
import { dateOf, dayText } from '../kernel/time.ts';
import { schoolOf } from '../school/people.ts';
import { summariesPresentation } from './summaries.ts';
import { mergedTodo } from './todo.ts';

/** What waits for somebody, in one card. */
export const nudgesFeature: Feature = {
  name: 'nudges',
  actions: [
    defineAction({
      name: 'todo.show',
      reference: z.object({}),
      subject: (context, _reference, person) => ({ schoolId: schoolOf(context, person) ?? 0 }),
      who: staff,
      run: (context, { person }) => {
        sendCard(context, 'todo.merged', {}, { person }, { lane: 'press' });
        return {};
      },
    }),
  ],
  presentations: [
    summariesPresentation,
    definePresentation({
      card: 'todo.merged',
      // `instead`: sent instead of single reminders (interruption budget), not because somebody asked.
      subject: z.object({ instead: z.number().default(0) }),
      topic: () => 'list',
      show: (context, _subject, viewer) => {
        if (viewer.kind !== 'person') return undefined;
        const today = dateOf(context.now, context.timeZone);
        const { items, total, earliest } = mergedTodo(context, viewer.person);
        const school = schoolOf(context, viewer.person);
        return todoCard({
          lines: items,
          total,
          today: dayText(today, today),
          ...(earliest ? { earliest } : {}),
          mayBegin: school !== undefined && eventDutiesFor(context, viewer.person, school).length > 0,
        });
      },
      wanted: (context, { instead }, viewer) =>
        viewer.kind === 'person' && (instead === 0 || mergedTodo(context, viewer.person).total > 0),
    }),
  ],
  timers: [],
};
