import { expiringSoon } from '../duties/expiries.ts';
import { scopeName } from '../duties/scope_name.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf, daysBetween, shortDay } from '../kernel/time.ts';

/** 消防设施检测 9月30日: what has run out or soon will, the earliest first. */
export function expiringTexts(context: ReadContext, schoolId: number): readonly string[] {
  const today = dateOf(context.now, context.timeZone);
  return expiringSoon(context, schoolId).map((one) => {
    const left = daysBetween(today, one.date);
    const where = scopeName(context, one);
    return `${one.duty.name}${where === '' ? '' : ` ${where}`} ${shortDay(one.date, today)}${left < 0 ? '（已过期）' : ''}`;
  });
}

/** The same as an answer in words. */
export function expiringLines(context: ReadContext, schoolId: number): string {
  const lines = expiringTexts(context, schoolId);
  return lines.length === 0 ? '登记过的证件和设备，近期没有到期的。' : ['快到期的：', ...lines].join('\n');
}
