import { z } from 'zod';
import type { HazardSearch, Which } from '../../hazards/search.ts';
import { categoryOf, isPlaceKind } from '../../hazards/taxonomy.ts';

export const whichNames: Readonly<Record<Which, string>> = {
  open: '在账',
  overdue: '逾期',
  major: '重大和疑似',
  waiting: '待认定',
  working: '整改中',
  recheck: '待复查',
  listed: '挂牌督办',
  closed: '已销号',
  settled: '不属实、并入、转外部',
  all: '全部',
};

// The names' keys are exactly the filters.
const whichOnes = Object.keys(whichNames) as [Which, ...Which[]];
const day = z.iso.date().optional().catch(undefined);
const ticked = z
  .literal('1')
  .transform(() => true as const)
  .optional()
  .catch(undefined);

const query = z.object({
  which: z.enum(whichOnes).catch('open'),
  overdue: ticked,
  major: ticked,
  category: z
    .string()
    .refine((id) => categoryOf(id) !== undefined)
    .optional()
    .catch(undefined),
  place: z.string().refine(isPlaceKind).optional().catch(undefined),
  from: day,
  to: day,
  page: z.coerce.number().int().min(0).max(100_000).catch(0),
});

/** The filters an address asks for; what is none is left out. */
export const readFilters = (given: Readonly<Record<string, string>>): HazardSearch => query.parse(given);

/** The same as the end of an address, with changes; the first page unless one is named. */
export function filterQuery(filters: HazardSearch, changes: Partial<HazardSearch> = {}): string {
  const { which, overdue, major, category, place, from, to, page } = { ...filters, page: 0, ...changes };
  const search = new URLSearchParams({ which });
  if (overdue) search.set('overdue', '1');
  if (major) search.set('major', '1');
  for (const [name, value] of Object.entries({ category, place, from, to })) if (value) search.set(name, value);
  if (page > 0) search.set('page', String(page));
  return search.toString();
}
