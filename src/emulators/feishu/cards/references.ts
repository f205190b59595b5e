import { isObject, type JsonObject, objectsAt, textAt, textsAt } from '../../ground/json.ts';
import { cardFault } from './card_error.ts';
import type { PlacedElement } from './walk.ts';

/** What a card may refer to. */
export interface CardWorld {
  /** open_id, union_id or user_id of somebody in the tenant. */
  knowsPerson(id: string): boolean;
  /** Uploaded by this app. */
  knowsImage(key: string): boolean;
}

const BAD_PERSON = 100290;
const BAD_IMAGE = 200570;

function checkPerson(world: CardWorld, id: string, path: string): void {
  if (!world.knowsPerson(id)) cardFault(BAD_PERSON, path, `invalid user id: ${id}`);
}

function checkImage(world: CardWorld, key: string, path: string): void {
  if (!world.knowsImage(key)) cardFault(BAD_IMAGE, path, `invalid image key: ${key}`);
}

/** Ids and image keys inside markdown: `<at id=…>`, `<person id=…>`, `![alt](img_key)` (reference/feishu.md §6.3). */
function checkMarkdown(world: CardWorld, content: string, path: string): void {
  for (const [, quoted, plain] of content.matchAll(/<(?:at|person)\s[^>]*?\bid=(?:['"]([^'"]*)['"]|([^\s>]*))/g)) {
    const id = quoted ?? plain ?? '';
    if (id !== 'all') for (const each of id.split(',')) checkPerson(world, each, path);
  }
  for (const [, ids] of content.matchAll(/<at\s[^>]*?\bids=['"]?([^\s'">]*)/g)) {
    for (const each of (ids ?? '').split(',')) checkPerson(world, each, path);
  }
  for (const [, key] of content.matchAll(/!\[[^\]]*\]\(([^)]*)\)/g)) checkImage(world, key ?? '', path);
}

function* textObjects(value: unknown, path: string): Generator<{ text: JsonObject; path: string }> {
  if (Array.isArray(value))
    for (const [index, each] of value.entries()) yield* textObjects(each, `${path} -> [${index}]`);
  if (!isObject(value)) return;
  if (value.tag === 'lark_md' || value.tag === 'markdown') yield { text: value, path };
  if (value.tag === 'custom_icon') yield { text: value, path };
  for (const [name, member] of Object.entries(value)) {
    if (name !== 'elements' && name !== 'columns' && name !== 'chart_spec' && name !== 'behaviors') {
      yield* textObjects(member, `${path} -> ${name}`);
    }
  }
}

function checkTable(world: CardWorld, element: JsonObject, path: string): void {
  const columns = objectsAt(element, 'columns');
  const names = new Set(columns.map((column) => column.name));
  const people = columns.filter((column) => column.data_type === 'persons').map((column) => String(column.name));
  for (const [index, row] of objectsAt(element, 'rows').entries()) {
    const here = `${path} -> rows -> [${index}]`;
    for (const name of Object.keys(row)) if (!names.has(name)) cardFault(200915, here, `no column named ${name}`);
    for (const name of people) {
      const ids = Array.isArray(row[name]) ? row[name] : [row[name]];
      for (const id of ids) if (typeof id === 'string') checkPerson(world, id, here);
    }
  }
}

/** Every person and image one component names must exist. */
export function checkReferences(world: CardWorld, { element, tag, path }: PlacedElement): void {
  for (const each of textObjects(element, path)) {
    const key = textAt(each.text, 'img_key');
    if (each.text.tag === 'custom_icon' && key !== undefined) checkImage(world, key, each.path);
    else checkMarkdown(world, textAt(each.text, 'content') ?? '', each.path);
  }
  for (const id of namedPeople(element, tag)) checkPerson(world, id, path);
  for (const key of namedImages(element, tag)) checkImage(world, key, path);
  if (tag === 'table') checkTable(world, element, path);
}

function namedPeople(element: JsonObject, tag: string): string[] {
  if (tag === 'person') return [String(element.user_id)];
  if (tag === 'person_list' && element.drop_invalid_user_id !== true) {
    return objectsAt(element, 'persons').map((person) => String(person.id));
  }
  if (tag !== 'select_person' && tag !== 'multi_select_person') return [];
  const initial = textAt(element, 'initial_option');
  const options = objectsAt(element, 'options').map((option) => String(option.value));
  return [...options, ...textsAt(element, 'selected_values'), ...(initial === undefined ? [] : [initial])];
}

function namedImages(element: JsonObject, tag: string): string[] {
  if (tag === 'img') return [String(element.img_key)];
  const holder = tag === 'img_combination' ? 'img_list' : tag === 'select_img' ? 'options' : undefined;
  return holder === undefined ? [] : objectsAt(element, holder).map((image) => String(image.img_key));
}
