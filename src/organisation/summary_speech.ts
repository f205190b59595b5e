import type { PersonId } from '../../cards/model.ts';
import { askSummary } from '../digests/summary/ask.ts';
import type { Context } from '../kernel/context.ts';
import { dateOf } from '../kernel/time.ts';
import { readPeriod } from '../records/period.ts';
import { termOf } from '../school/calendar.ts';

const asks = '(?:请|帮我|麻烦)?(?:要|写|起草|生成|做)?(?:一份|一下)?';
const what = '(?:安全)?(?:工作)?(阶段(?:性)?小结|月度小结|月小结|小结|学期总结|总结)(?:初稿)?';
/** 小结 9月, 写小结 上月; and 本学期总结, 9月小结. */
const behind = new RegExp(`^${asks}${what}\\s*(.*?)[。.]?$`);
const before = new RegExp(`^${asks}\\s*(\\S.*?)的?${what}[。.]?$`);

/** Which summary is asked for, and of which period as it was said; undefined for any other sentence. */
function readSummaryWords(words: string): { readonly name: string; readonly period: string } | undefined {
  const said = words.normalize('NFKC').trim();
  const after = behind.exec(said);
  if (after) return { name: after[1] ?? '', period: after[2] ?? '' };
  const found = before.exec(said);
  return found ? { name: found[2] ?? '', period: found[1] ?? '' } : undefined;
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
