import { shortDay } from '../kernel/time.ts';
import type { SchoolDuty } from './settings.ts';

/** A period's key as people say it: 9月18日, 9月上半月, 9月, 第38周, 本学期. */
export function periodText(duty: Pick<SchoolDuty, 'cadence'>, key: string, today: string): string {
  if (/^\d{4}-\d{2}-\d{2}/.test(key)) return shortDay(key.slice(0, 10), today);
  const half = /^(\d{4})-(\d{2})-H([12])/.exec(key);
  if (half) return `${Number(half[2])}月${half[3] === '1' ? '上' : '下'}半月`;
  const month = /^(\d{4})-(\d{2})$/.exec(key);
  if (month) return `${Number(month[2])}月`;
  const week = /^(\d{4})-W(\d{2})/.exec(key);
  if (week) return duty.cadence === 'weekly' ? '本周' : `第${Number(week[2])}周`;
  if (key.startsWith('T')) return '本学期';
  if (key.startsWith('Y')) return '本学年';
  return key;
}
