import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { sendCard, sendText } from '../kernel/send.ts';
import { dateOf } from '../kernel/time.ts';
import { readPeriod } from '../records/period.ts';
import { termOf } from '../school/calendar.ts';
import { schoolsOf } from '../school/people.ts';
import { inspectionPackage } from '../store/schema/index.ts';
import type { PackageWords } from './package_words.ts';
import { keeper } from './rules.ts';

/**
 * 迎检包 9月: asks on a card whether period and size are meant, before anything is made. Nothing said is this term.
 * Whoever may not have it, or named a period nobody understands, is told so.
 */
export function askPackage(context: Context, person: PersonId, words: PackageWords): void {
  const schoolId = schoolsOf(context, person).find((one) => keeper.allows(context, person, { schoolId: one }));
  if (schoolId === undefined) {
    sendText(context, '迎检包由安全办和校长整理，要用请找他们。', { person });
    return;
  }
  const today = dateOf(context.now, context.timeZone);
  const term = termOf(context, schoolId, today);
  const period = readPeriod(words.period === '' && term ? '本学期' : words.period, { today, term });
  if (!period) {
    sendText(context, '没看懂要哪段时间的材料。可以这样说：迎检包 9月、迎检包 本学期、迎检包 9月1日至10月15日。', {
      person,
    });
    return;
  }
  const { id } = context.db
    .insert(inspectionPackage)
    .values({
      schoolId,
      personId: person,
      fromDay: period.from,
      toDay: period.to,
      periodText: period.text,
      state: 'asked',
      askedAt: context.now,
      key: context.random(4),
    })
    .returning({ id: inspectionPackage.id })
    .get();
  record(context, 'package.asked', `package:${id}`, { school: schoolId, from: period.from, to: period.to });
  sendCard(context, 'package.view', { package: id }, { person }, { lane: 'press' });
}
