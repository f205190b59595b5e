import type { FormValues } from '../../../cards/fields.ts';
import { leaders } from '../../duties/who.ts';
import { type Action, defineAction } from '../../kernel/action.ts';
import type { TimerHandler } from '../../kernel/timers.ts';
import { DRAFT_TIMER, draftWhenAtSchool, requestSummary } from './ask.ts';
import { photosForm, summarySubject } from './show.ts';

const subject = (_context: unknown, of: typeof summarySubject._output) => ({ schoolId: of.school, span: of });
const chosen = (values: FormValues<typeof photosForm.declarations>): string => (values.photos ?? []).join(',');
const coming = { toast: { tone: 'success', text: '正在起草，好了发给您' } } as const;

/** The draft with the chosen photos, and without any; the file comes to the asker only. */
export const summaryActions: readonly Action[] = [
  defineAction({
    name: 'summary.write',
    reference: summarySubject,
    subject,
    who: leaders,
    form: photosForm,
    run: (context, { subject: { schoolId, span }, person, values }) => {
      requestSummary(context, person, schoolId, span, chosen(values));
      return coming;
    },
  }),
  defineAction({
    name: 'summary.write-plain',
    reference: summarySubject,
    subject,
    who: leaders,
    run: (context, { subject: { schoolId, span }, person }) => {
      requestSummary(context, person, schoolId, span, '');
      return coming;
    },
  }),
];

export const summaryTimers: readonly TimerHandler[] = [{ kind: DRAFT_TIMER, run: draftWhenAtSchool }];
