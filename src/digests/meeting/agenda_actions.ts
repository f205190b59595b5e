import { type Action, defineAction } from '../../kernel/action.ts';
import { FormRefused, Refused } from '../../kernel/refused.ts';
import { sendCard } from '../../kernel/send.ts';
import { schoolById } from '../../school/people.ts';
import { listReference } from '../subjects.ts';
import { chosenOf } from './choose.ts';
import { putOnAgenda, takeOffAgenda, waitingEntries } from './entries.ts';
import { putForm, takeOffForm } from './forms.ts';
import { keeper, schoolReference } from './who.ts';

const agendaCard = (school: number) => ({ card: 'meeting.agenda', subject: { task: 0, school } });

/** 列入例会: who runs the meeting decides what it is about, one to one; the group's card stays. */
export const agendaActions: readonly Action[] = [
  defineAction({
    name: 'agenda.choose',
    reference: listReference,
    subject: (context, from) => schoolById(context, from.school) && { schoolId: from.school, from },
    who: keeper,
    run: (context, { subject, person }) => {
      sendCard(context, 'agenda.choose', subject.from, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'agenda.put',
    reference: listReference,
    subject: (context, from) => schoolById(context, from.school) && { schoolId: from.school, from },
    who: keeper,
    form: putForm,
    run: (context, { subject: { schoolId, from }, person, values }) => {
      const words = values.words?.trim() ?? '';
      const chosen = chosenOf(context, from, values.rows ?? []);
      if (chosen.length === 0 && words === '') throw new FormRefused('选一项，或写一句');
      const wanted = words === '' ? chosen : [...chosen, { text: words }];
      return { toast: putOnAgenda(context, schoolId, person, wanted), become: agendaCard(schoolId) };
    },
  }),
  defineAction({
    name: 'agenda.show',
    reference: schoolReference,
    subject: (_context, { school }) => ({ schoolId: school }),
    who: keeper,
    run: (_context, { subject }) => ({ become: agendaCard(subject.schoolId) }),
  }),
  defineAction({
    name: 'agenda.choose-off',
    reference: schoolReference,
    subject: (_context, { school }) => ({ schoolId: school }),
    who: keeper,
    run: (context, { subject: { schoolId }, person }) => {
      if (waitingEntries(context, schoolId).length === 0)
        throw new Refused('agenda.none', '没有另列的议题', undefined, 'info');
      sendCard(context, 'agenda.take_off', { school: schoolId }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'agenda.take-off',
    reference: schoolReference,
    subject: (_context, { school }) => ({ schoolId: school }),
    who: keeper,
    form: takeOffForm,
    run: (context, { subject: { schoolId }, person, values }) => ({
      toast: takeOffAgenda(context, schoolId, person, values.entries),
      become: agendaCard(schoolId),
    }),
  }),
];
