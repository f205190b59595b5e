import type { PersonId } from '../../cards/model.ts';
import { openDrills } from '../drills/said.ts';
import { openLeave } from '../duties/leave.ts';
import { startReport } from '../hazards/draft.ts';
import { raiseEmergency } from '../incidents/raise_emergency.ts';
import type { Context } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { sendCard, sendText } from '../kernel/send.ts';
import { schoolOf, schoolsOf } from '../school/people.ts';
import type { Command } from '../understanding/understanding.ts';

type Obey = (context: Context, person: PersonId, words: string) => void;

const mayReadLedger = ['safety_office', 'duty_leader', 'vice_principal', 'principal'];

/** The first school of a person whose ledgers they may read. */
export const readableSchool = (context: Context, person: PersonId): number | undefined =>
  schoolsOf(context, person).find((one) => mayReadLedger.some((role) => hasRole(context, person, one, role)));

/** Words a person can type and keys of the bot menu (design.md §7). */
const commands: Readonly<Record<Command, Obey>> = {
  hazard: (context, person) => {
    const schoolId = schoolOf(context, person);
    if (schoolId !== undefined) startReport(context, { person, schoolId, words: '' });
  },
  todo: (context, person) => sendCard(context, 'todo.merged', {}, { person }, { lane: 'press' }),
  mine: (context, person) => sendCard(context, 'hazard.mine', { closed: 0, page: 0 }, { person }, { lane: 'press' }),
  ledger: (context, person) => {
    const school = readableSchool(context, person);
    if (school === undefined) sendText(context, '台账由安全办和校领导看。您的隐患，发“我的隐患”就能看到。', { person });
    else sendCard(context, 'hazard.ledger', { school, filter: 'open', page: 0 }, { person }, { lane: 'press' });
  },
  emergency: (context, person, words) => {
    const platform = context.actor.kind === 'person' ? context.actor.platform : 'feishu';
    raiseEmergency(context, { person, platform, kind: 'unknown', words, place: '' });
  },
  drill: (context, person) => {
    const schoolId = schoolOf(context, person);
    if (schoolId !== undefined) openDrills(context, person, schoolId);
  },
  leave: openLeave,
  help: (context, person) => sendCard(context, 'help', { person }, { person }, { lane: 'press' }),
};

/** 趋势: how hazards move, for whoever may read the ledgers. */
export function openTrends(context: Context, person: PersonId): void {
  const school = readableSchool(context, person);
  if (school === undefined) sendText(context, '趋势由安全办和校领导看。您的隐患，发“我的隐患”就能看到。', { person });
  else sendCard(context, 'digest.trends', { school, by: 'month' }, { person }, { lane: 'press' });
}

export const obey = (context: Context, person: PersonId, command: Command, words: string): void =>
  commands[command](context, person, words);
