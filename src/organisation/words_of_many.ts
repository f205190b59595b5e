import type { PersonId } from '../../cards/model.ts';
import { hearWeekExport } from '../digests/ask_week_ledger.ts';
import { hearMeeting } from '../digests/meeting/said.ts';
import { hearDrill } from '../drills/said.ts';
import type { Context } from '../kernel/context.ts';
import { hearSummary } from './summary_speech.ts';

/** Words about what many people take part in, heard word for word and before everything general. False for anything else. */
export const hearWord = (context: Context, person: PersonId, schoolId: number, words: string): boolean =>
  hearDrill(context, person, schoolId, words) ||
  hearMeeting(context, person, schoolId, words) ||
  hearWeekExport(context, person, schoolId, words) ||
  hearSummary(context, person, schoolId, words);
