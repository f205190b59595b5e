import { isObject, type JsonObject, objectsAt } from '../../ground/json.ts';

/** One component of a card's body with where it stands. */
export interface PlacedElement {
  readonly element: JsonObject;
  readonly tag: string;
  /** As in the vendor's errors: `ROOT -> body -> elements -> [2](tag: button)`. */
  readonly path: string;
  /** Tags of the containers around it, outermost first. */
  readonly ancestors: readonly string[];
  /** The form around it. */
  readonly form?: JsonObject;
}

/** Members of each container that hold components. */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  column_set: ['columns'],
  column: ['elements'],
  form: ['elements'],
  interactive_container: ['elements'],
  collapsible_panel: ['elements'],
};

export const CONTAINERS = new Set(Object.keys(CHILDREN));

function* walk(
  elements: unknown,
  path: string,
  ancestors: readonly string[],
  form?: JsonObject,
): Generator<PlacedElement> {
  if (!Array.isArray(elements)) return;
  for (const [index, element] of elements.entries()) {
    if (!isObject(element)) continue;
    const tag = typeof element.tag === 'string' ? element.tag : '';
    const here = `${path} -> [${index}](tag: ${tag})`;
    yield { element, tag, path: here, ancestors, ...(form === undefined ? {} : { form }) };
    for (const member of CHILDREN[tag] ?? []) {
      yield* walk(element[member], `${here} -> ${member}`, [...ancestors, tag], tag === 'form' ? element : form);
    }
    if (tag === 'checker' && isObject(element.button_area)) {
      yield* walk(
        objectsAt(element.button_area, 'buttons'),
        `${here} -> button_area -> buttons`,
        [...ancestors, tag],
        form,
      );
    }
  }
}

/** Every component of the body in reading order, containers before what they hold. */
export function elementsOf(card: JsonObject): PlacedElement[] {
  const body = isObject(card.body) ? card.body : {};
  return [...walk(body.elements, 'ROOT -> body -> elements', [])];
}
