import { eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import { shorten } from '../../cards/school/shorten.ts';
import { actingPerson, type Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh, sendText } from '../kernel/send.ts';
import { knock, person, role } from '../store/schema/index.ts';
import { greet, linkAccount } from './accounts.ts';
import { knockById, knockTopic, namesakes } from './knock.ts';
import { schoolsOf } from './people.ts';
import { schoolsAsSafetyOffice } from './queries.ts';

/** What the safety office can say to somebody who knocked. Each is for a safety office only and throws Refused. */

function openKnock(context: Context, id: number) {
  const row = knockById(context, id);
  if (!row) throw new Refused('knock.gone', '这张卡已过期，请发“待办”');
  if (row.state === 'accepted') throw new Refused('knock.settled', '这位已经加入了');
  return row;
}

function officeSchoolsOf(context: Context): readonly number[] {
  const acting = actingPerson(context);
  const schools = acting === undefined ? [] : schoolsAsSafetyOffice(context, acting);
  if (schools.length === 0) throw new Refused('knock.forbidden', '这一步由安全办办');
  return schools;
}

/** 确认是他: the account becomes that person's, and they are greeted. The name must still be the one that was claimed. */
export function acceptKnock(
  context: Context,
  input: { readonly knock: number; readonly person: PersonId },
): { readonly name: string } {
  const row = openKnock(context, input.knock);
  const mine = officeSchoolsOf(context);
  if (!schoolsOf(context, input.person).some((school) => mine.includes(school))) {
    throw new Refused('knock.other_school', '这位老师不在您的学校', '请他所在学校的安全办确认。');
  }
  const name = row.claimedName;
  const fits =
    name !== null && namesakes(context, name, row.platform, mine).free.some((one) => one.person === input.person);
  if (!fits) throw new Refused('knock.changed', '情况有变，请按新卡确认');
  const linked = linkAccount(context, {
    person: input.person,
    platform: row.platform,
    user: { userId: row.userId, ...(row.unionId ? { unionId: row.unionId } : {}) },
  });
  if (linked.is === 'taken') throw new Refused('knock.taken', '这个账号已是另一位老师的');
  settle(context, input.knock, 'accepted', input.person);
  greet(context, { person: input.person, platform: row.platform });
  return { name };
}

/** 加为教职工: somebody the roster does not have yet joins the school as staff; the roster gives them roles later. */
export function addFromKnock(context: Context, input: { readonly knock: number }): { readonly name: string } {
  const row = openKnock(context, input.knock);
  const [school] = officeSchoolsOf(context);
  const name = row.claimedName;
  if (!name || school === undefined) throw new Refused('knock.no_name', '对方还没说姓名');
  if (namesakes(context, name, row.platform, officeSchoolsOf(context)).free.length > 0) {
    throw new Refused('knock.changed', '情况有变，请按新卡确认');
  }
  const made = context.db.insert(person).values({ name, createdAt: context.now }).returning({ id: person.id }).get();
  context.db.insert(role).values({ personId: made.id, schoolId: school, role: 'staff' }).run();
  record(context, 'person.added', `person:${made.id}`, { school, from: knockTopic(input.knock) });
  const linked = linkAccount(context, {
    person: made.id,
    platform: row.platform,
    user: { userId: row.userId, ...(row.unionId ? { unionId: row.unionId } : {}) },
  });
  if (linked.is === 'taken') throw new Refused('knock.taken', '这个账号已是另一位老师的');
  settle(context, input.knock, 'accepted', made.id);
  greet(context, { person: made.id, platform: row.platform });
  return { name };
}

/** 不认识: the stranger is told whom to see, once. */
export function refuseKnock(context: Context, input: { readonly knock: number }): void {
  const row = openKnock(context, input.knock);
  officeSchoolsOf(context);
  if (row.state === 'refused') return;
  settle(context, input.knock, 'refused', null);
  sendText(
    context,
    '安全办没有对上您的姓名，请当面找安全办登记。有险情不用等：先打 110／119／120。',
    { stranger: { platform: row.platform, userId: row.userId } },
    { lane: 'normal' },
  );
}

/** 重新确认: a refusal by mistake is taken back. */
export function reopenKnock(context: Context, input: { readonly knock: number }): void {
  const row = openKnock(context, input.knock);
  officeSchoolsOf(context);
  if (row.state === 'refused') settle(context, input.knock, row.claimedName ? 'claimed' : 'new', null);
}

function settle(
  context: Context,
  id: number,
  state: 'new' | 'claimed' | 'accepted' | 'refused',
  personId: PersonId | null,
): void {
  context.db.update(knock).set({ state, personId }).where(eq(knock.id, id)).run();
  record(context, `knock.${state}`, knockTopic(id), personId === null ? {} : { person: personId });
  refresh(context, knockTopic(id));
}

/** A name inside a toast of 20 letters. */
export const toastName = (before: string, name: string): string => `${before}${shorten(name, 20 - [...before].length)}`;
