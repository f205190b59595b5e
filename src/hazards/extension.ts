import { Refused } from '../kernel/refused.ts';
import type { Hazard } from './queries.ts';
import { serviceLevels } from './rules.ts';

/** Whether an extension can still be asked for. */
export const isExtensible = (of: Pick<Hazard, 'severity' | 'extension'>): boolean =>
  serviceLevels[of.severity].extension.days > 0 && of.extension === null;

/** One extension at most, none for a major one (domain/hazards.md §4.2); throws Refused. */
export function requireExtensible(subject: Hazard): void {
  if (serviceLevels[subject.severity].extension.days === 0)
    throw new Refused('extension.major', '重大隐患不能延期', '请保持停用，由校长定。');
  if (subject.extension === 'granted' || subject.extension === 'refused')
    throw new Refused('extension.once', '延期只批一次', '可填预计日期，或点“需要协助”。');
  if (subject.extension === 'asked') throw new Refused('extension.asked', '已申请，等批复');
}
