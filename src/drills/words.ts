import { type Drill, typeOf } from './rules.ts';

/** How every text about a drill begins: nobody may take a drill for real, nor a real event for a drill. */
export const headOf = (of: Pick<Drill, 'kind' | 'realAt'>): string =>
  of.realAt !== null ? '真实险情，非演练：' : '【演练】';

/** 火灾疏散, 全员点名. */
export const nameOfDrill = (of: Pick<Drill, 'type'>): string => typeOf(of.type).name;

/** X 月 X 日 … : the notice to parents, to be copied (domain/drills.md §7). */
export const noticeToParents = (of: Drill, day: string, clock: string): string =>
  `我校将于 ${day} ${clock} 开展${nameOfDrill(of)}演练，属日常教学安排，请勿担心、不传播片段。`;
