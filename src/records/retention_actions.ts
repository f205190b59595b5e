import { z } from 'zod';
import { expiredCard } from '../../cards/records/expired.ts';
import { type Action, defineAction } from '../kernel/action.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { hasRole, safetyOffice } from '../kernel/permission.ts';
import { definePresentation, type Presentation } from '../kernel/presentation.ts';
import type { TimerHandler } from '../kernel/timers.ts';
import { peopleWithFirstRole, schoolById } from '../school/people.ts';
import { type Expired, expiredOf } from './expired.ts';
import {
  CLEARING_TIMER,
  clearArchived,
  decideArchive,
  proposeArchive,
  RETENTION_TIMER,
  retentionOf,
  retentionTopic,
} from './retention.ts';

const reference = z.object({ school: z.number().int().positive(), day: z.iso.date() });

const subject = (context: Context, of: z.infer<typeof reference>) =>
  schoolById(context, of.school) && { schoolId: of.school, day: of.day };

const lineOf = (one: Expired): string =>
  `${one.ending === 'strip' ? '' : '保存 '}${one.text}：${one.first}${one.kinds > 1 ? `等 ${one.kinds} 类` : ''} ${one.records} 条（${one.before} 前）`;

/** The safety office, or where there is none the vice principal, who was asked in its place. */
const mayDecide = (context: ReadContext, person: number, schoolId: number): boolean =>
  hasRole(context, person, schoolId, 'safety_office') ||
  peopleWithFirstRole(context, schoolId, ['safety_office', 'vice_principal']).some((one) => one.person === person);

const decider = {
  ...safetyOffice,
  allows: (context: ReadContext, person: number, of: { schoolId: number }) => mayDecide(context, person, of.schoolId),
};

const decide = (name: string, keep: boolean): Action =>
  defineAction({
    name,
    reference,
    subject,
    who: decider,
    run: (context, { subject: { schoolId, day } }) => {
      decideArchive(context, schoolId, day, keep);
      return { toast: { tone: 'success', text: keep ? '先留着，下学期再问' : '正在归档，办完告诉您' } };
    },
  });

export const retentionPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'records.expired',
    subject: reference,
    topic: ({ school }) => retentionTopic(school),
    show: (context, { school, day }, viewer) => {
      const state = retentionOf(context, school);
      if (viewer.kind !== 'person' || !mayDecide(context, viewer.person, school) || state?.day !== day)
        return undefined;
      const found = state.state === 'asked' || state.state === 'kept' ? expiredOf(context, school, day) : [];
      return expiredCard({
        ...state,
        school,
        records: found.reduce((sum, one) => sum + one.records, 0),
        lines: found.map(lineOf),
        files: found.length > 0 ? state.found : state.files,
      });
    },
  }),
];

export const retentionActions: readonly Action[] = [decide('records.archive', false), decide('records.keep', true)];

export const retentionTimers: readonly TimerHandler[] = [
  { kind: RETENTION_TIMER, run: proposeArchive },
  { kind: CLEARING_TIMER, run: clearArchived },
];
