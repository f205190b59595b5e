import type { Option } from '../../cards/model.ts';
import { type MajorTrigger, majorTriggers } from './major_triggers.ts';
import { type Category, categories, type PlaceKind, placeKinds } from './taxonomy_data.ts';

const places = new Map(placeKinds.map((kind) => [kind.id, kind]));
const byCategory = new Map(categories.map((category) => [category.id, category]));
const triggers = new Map(majorTriggers.map((trigger) => [trigger.id, trigger]));

/** Where nothing better is known. */
const fallbackPlace: PlaceKind = { id: 'school-wide', name: '全校/制度', owners: ['safety_office'] };

export const placeKindOf = (id: string): PlaceKind => places.get(id) ?? fallbackPlace;
export const categoryOf = (id: string): Category | undefined => byCategory.get(id);
export const triggerOf = (id: string | null | undefined): MajorTrigger | undefined =>
  id ? triggers.get(id) : undefined;
export const isPlaceKind = (id: string): boolean => places.has(id);

export const placeOptions: readonly Option[] = placeKinds.map((kind) => ({ value: kind.id, text: kind.name }));

/** 栏杆扶手; the category's name where no sub-category was chosen. */
export function categoryName(category: string, sub: string): string {
  const found = byCategory.get(category);
  return found?.subs.find((one) => one.id === sub)?.name ?? found?.name ?? '待定';
}

/** One select holds both levels: `building/railing`, or `building/` for the whole category. */
export const categoryValue = (category: string, sub: string): string => `${category}/${sub}`;

export function readCategoryValue(value: string): { category: string; sub: string } | undefined {
  const [category = '', sub = ''] = value.split('/');
  const found = byCategory.get(category);
  if (!found || (sub !== '' && !found.subs.some((one) => one.id === sub))) return undefined;
  return { category, sub };
}

/** The understood sub-category, its siblings, then every other category as a whole: short enough to scroll. */
export function categoryOptions(category: string | undefined): readonly Option[] {
  const own = category ? byCategory.get(category) : undefined;
  const siblings = own ? own.subs.map((sub) => ({ value: categoryValue(own.id, sub.id), text: sub.name })) : [];
  const rest = categories
    .filter((other) => other !== own)
    .map((other) => ({ value: categoryValue(other.id, ''), text: other.name }));
  return [...siblings, ...(own ? [{ value: categoryValue(own.id, ''), text: `${own.name}（其他）` }] : []), ...rest];
}

/** Roles to ask for an owner, best first: who keeps the place, then who keeps the category. */
export const ownerRoles = (placeKind: string, category: string): readonly string[] => [
  ...placeKindOf(placeKind).owners,
  ...(byCategory.get(category)?.owners ?? []),
  'facility_lead',
  'safety_office',
];
