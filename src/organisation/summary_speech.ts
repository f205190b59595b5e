import type { PersonId } from '../../cards/model.ts';
import { askSummary } from '../digests/summary/ask.ts';
import type { Context } from '../kernel/context.ts';
import { dateOf } from '../kernel/time.ts';
import { readPeriod } from '../records/period.ts';
import { termOf } from '../school/calendar.ts';

const named = /^(.*?)(阶段(?:性)?小结|小结|总结|月报)(.*)$/s;
/** Words around it that say nothing about the period. */
const asking = /^(?:请|帮我|麻烦)?(?:要|写|起草|生成|做|出)?(?:一份|一下|个)?/;
const filler = /校园|安全|工作|初稿|[的\s。.,，]/g;
const periodIn = (words: string | undefined): string => (words ?? '').replace(asking, '').replace(filler, '');

/** Which summary is asked for, and of which period as it was said; undefined for any other sentence. */
export function readSummaryWords(words: string): { readonly name: string; readonly period: string } | undefined {
  const said = named.exec(words.normalize('NFKC').trim());
  if (!said) return undefined;
  const period = `${periodIn(said[1])}${periodIn(said[3])}`;
  return { name: said[2] ?? '', period: { 学期: '本学期', 月度: '本月', 月: '本月' }[period] ?? period };
}

/** 「小结 9月」「本学期总结」: heard only where the period is one; anything else is about something else. */
export function hearSummary(context: Context, person: PersonId, schoolId: number, words: string): boolean {
  const asked = readSummaryWords(words);
  if (!asked) return false;
  const today = dateOf(context.now, context.timeZone);
  const kind = asked.name.endsWith('总结') ? 'final' : 'interim';
  const usual = kind === 'final' || asked.name.startsWith('阶段') ? '本学期' : '本月';
  const term = termOf(context, schoolId, today);
  const period = readPeriod(asked.period === '' ? usual : asked.period, { today, term });
  if (!period) return false;
  askSummary(context, person, schoolId, { kind, ...period });
  return true;
}
