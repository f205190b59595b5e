import { plusDays, shortDay } from '../kernel/time.ts';
import { isoWeek, mondayOf } from './period_units.ts';
import type { SchoolDuty } from './settings.ts';

const quarters = ['一', '二', '三', '四'];

/** A period's key as people say it: 9月18日, 9月上半月, 9月, 本周, 9月15日那一周, 第三季度, 9月30日放假前, 本学期. */
export function periodText(duty: Pick<SchoolDuty, 'cadence'>, key: string, today: string): string {
  if (/^\d{4}-\d{2}-\d{2}/.test(key)) return shortDay(key.slice(0, 10), today);
  const half = /^(\d{4})-(\d{2})-H([12])/.exec(key);
  if (half) return `${Number(half[2])}月${half[3] === '1' ? '上' : '下'}半月`;
  const month = /^(\d{4})-(\d{2})$/.exec(key);
  if (month) return `${Number(month[2])}月`;
  const week = /^(\d{4})-W(\d{2})/.exec(key);
  if (week) {
    if (duty.cadence === 'weekly' && week[0] === isoWeek(today)) return '本周';
    const monday = plusDays(mondayOf(`${week[1]}-01-04`), (Number(week[2]) - 1) * 7);
    return `${shortDay(monday, today)}那一周`;
  }
  const quarter = /^(\d{4})-Q([1-4])/.exec(key);
  if (quarter) return `第${quarters[Number(quarter[2]) - 1]}季度`;
  if (/^B\d{4}-\d{2}-\d{2}/.test(key)) return `${shortDay(key.slice(1, 11), today)}放假前`;
  if (key.startsWith('T')) return '本学期';
  if (key.startsWith('Y')) return '本学年';
  return key;
}

/**
 * The same in a document that is read in later years: 2025-09-18, 2025年9月上半月, 2025-09-15 那一周, 2025–2026 学年
 * (domain/voice.md §1: ledgers and exports write whole dates).
 */
export function periodInRecord(key: string): string {
  const day = /^B?(\d{4}-\d{2}-\d{2})/.exec(key);
  if (day) return `${day[1]}${key.startsWith('B') ? ' 放假前' : ''}`;
  const month = /^(\d{4})-(\d{2})(?:-H([12]))?/.exec(key);
  if (month)
    return `${month[1]}年${Number(month[2])}月${month[3] === undefined ? '' : month[3] === '1' ? '上半月' : '下半月'}`;
  const week = /^(\d{4})-W(\d{2})/.exec(key);
  if (week) return `${plusDays(mondayOf(`${week[1]}-01-04`), (Number(week[2]) - 1) * 7)} 那一周`;
  const quarter = /^(\d{4})-Q([1-4])/.exec(key);
  if (quarter) return `${quarter[1]}年第${quarters[Number(quarter[2]) - 1] ?? ''}季度`;
  const term = /^T(\d{4})-([12])/.exec(key);
  if (term) return `${yearText(term[1])}第${term[2] === '1' ? '一' : '二'}学期`;
  const year = /^Y(\d{4})/.exec(key);
  return year ? yearText(year[1]) : key;
}

const yearText = (first = ''): string => `${first}–${Number(first) + 1} 学年`;
