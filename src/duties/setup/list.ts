import type { ReadContext } from '../../kernel/context.ts';
import { catalogue } from '../catalogue/index.ts';
import { applies, dutiesOf, profileOf, type SchoolDuty } from '../settings.ts';

/** Lines of one page; ten are what a phone shows (domain/voice.md §2). */
export const PAGE_ROWS = 10;

const presets = new Set(catalogue.filter((duty) => duty.preset).map((duty) => duty.id));

/** What makes the list of a school's duties, and one duty's settings, out of date. */
export const settingsTopic = (schoolId: number): string => `duty-settings:${schoolId}`;

export interface DutyPage {
  readonly on: number;
  readonly total: number;
  /** 0-based, within what there is. */
  readonly page: number;
  readonly pages: number;
  readonly duties: readonly (SchoolDuty & { readonly here: boolean })[];
}

/** Every duty of the catalogue, the preset dozen first, what the school has nothing of last. */
export function dutyPage(context: Pick<ReadContext, 'db'>, schoolId: number, wanted: number): DutyPage {
  const profile = profileOf(context, schoolId);
  const all = dutiesOf(context, schoolId).map((duty) => ({ ...duty, here: applies(duty.appliesIf, profile) }));
  const weight = (duty: (typeof all)[number]): number => (presets.has(duty.id) ? 0 : 1) + (duty.here ? 0 : 2);
  // Sorting is stable: within a group the order is the catalogue's.
  const sorted = [...all].sort((left, right) => weight(left) - weight(right));
  const pages = Math.max(1, Math.ceil(sorted.length / PAGE_ROWS));
  const page = Math.min(Math.max(wanted, 0), pages - 1);
  return {
    on: all.filter((duty) => duty.on).length,
    total: all.length,
    page,
    pages,
    duties: sorted.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS),
  };
}
