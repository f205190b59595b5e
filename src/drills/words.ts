import { clockOf } from '../kernel/time.ts';
import { type Drill, typeOf } from './rules.ts';

/** How every text about a drill begins: nobody may take a drill for real, nor a real event for a drill. */
export const headOf = (of: Pick<Drill, 'kind' | 'realAt' | 'late'>): string =>
  of.realAt !== null ? '真实险情，非演练：' : of.late === null ? '【演练】' : '【演练补录】';

/** 火灾疏散, 火灾疏散（补录）, 全员点名. */
export const nameOfDrill = (of: Pick<Drill, 'type' | 'late'>): string =>
  `${typeOf(of.type).name}${of.late === null ? '' : '（补录）'}`;

/** X 月 X 日 … : the notice to parents, to be copied (domain/drills.md §7). */
export const noticeToParents = (of: Drill, day: string, clock: string): string =>
  `我校将于 ${day} ${clock} 开展${nameOfDrill(of)}演练，属日常教学安排，请勿担心、不传播片段。`;

/** 10:05:07, as the record and the cards give moments of a drill. */
export const secondText = (at: number, timeZone: string): string =>
  `${clockOf(at, timeZone)}:${String(Math.floor(at / 1_000) % 60).padStart(2, '0')}`;
