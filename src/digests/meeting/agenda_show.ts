import { z } from 'zod';
import { putCard, takeOffCard } from '../../../cards/digests/agenda_forms.ts';
import { shorten } from '../../../cards/school/shorten.ts';
import { definePresentation, type Presentation } from '../../kernel/presentation.ts';
import { dateOf, shortDay } from '../../kernel/time.ts';
import { nameOf } from '../../school/people.ts';
import { listReference } from '../subjects.ts';
import { agendaChoices } from './choose.ts';
import { entryText, waitingEntries } from './entries.ts';
import { putForm, takeOffForm } from './forms.ts';
import { keeper } from './who.ts';

export const agendaPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'agenda.choose',
    subject: listReference,
    topic: (of) => `agenda-form:${of.school}`,
    show: (context, of, viewer, entered) => {
      if (viewer.kind !== 'person' || !keeper.allows(context, viewer.person, { schoolId: of.school })) return undefined;
      const options = agendaChoices(context, of);
      const fields = putForm.show({ rows: { options } }, entered?.values);
      return putCard({
        school: of.school,
        from: of,
        fields: options.length > 0 ? fields : fields.filter((one) => one.name !== 'rows'),
        hasRows: options.length > 0,
        ...(entered ? { message: entered.message } : {}),
      });
    },
  }),
  definePresentation({
    card: 'agenda.take_off',
    subject: z.object({ school: z.number().int() }),
    topic: (of) => `agenda-form:${of.school}`,
    show: (context, of, viewer, entered) => {
      if (viewer.kind !== 'person' || !keeper.allows(context, viewer.person, { schoolId: of.school })) return undefined;
      const today = dateOf(context.now, context.timeZone);
      const options = waitingEntries(context, of.school).map((entry) => {
        const day = shortDay(dateOf(entry.at, context.timeZone), today);
        return {
          value: String(entry.id),
          text: shorten(`${entryText(context, entry)}（${nameOf(context, entry.byId)} ${day}）`, 60),
        };
      });
      return takeOffCard({
        school: of.school,
        fields: takeOffForm.show({ entries: { options } }, entered?.values),
        ...(entered ? { message: entered.message } : {}),
      });
    },
  }),
];
