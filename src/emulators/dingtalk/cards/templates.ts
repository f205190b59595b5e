import type { Emulation } from '../state.ts';

/** Variable types of the card builder (reference/dingtalk.md §6.7). */
export type VariableType =
  | 'string'
  | 'number'
  | 'boolean'
  | 'markdown'
  | 'object'
  | 'loopArray'
  | 'numberArray'
  | 'form'
  | 'table'
  | 'buttonGroup';

export interface TemplateVariable {
  readonly name: string;
  readonly type: VariableType;
  /** Only private variables take a person's own value. */
  readonly private?: boolean;
}

/** Shown only while the variable holds one of these values (booleans as `true`, `false`); absent: always. */
interface Visibility {
  readonly visibleWhen?: { readonly variable: string; readonly is: readonly string[] };
}

export type TagColor = 'blue' | 'green' | 'orange' | 'red' | 'gray';

/** What the builder puts on the card, each bound to variables by name. One whose variable is empty shows nothing. */
export type TemplateComponent = Visibility &
  (
    | {
        readonly kind: 'header';
        readonly title: string;
        readonly tag?: string;
        readonly tagColor?: string;
        /** Colour by the value of `tagColor`, as conditional styles of the builder; absent: the value is the colour. */
        readonly tagColors?: Readonly<Record<string, TagColor>>;
      }
    | { readonly kind: 'markdown'; readonly variable: string }
    | { readonly kind: 'text'; readonly variable: string; readonly tone?: 'normal' | 'error' | 'note' }
    | {
        readonly kind: 'form';
        /** Comes back as the action id; the builder's default is `form`. */
        readonly id?: string;
        readonly variable: string;
        /** Holds `normal` or `disabled`. */
        readonly status?: string;
        readonly buttonText?: string;
        /** Further params of the submit, each bound to a variable; they arrive as its JSON type. */
        readonly params?: Readonly<Record<string, string>>;
      }
    | { readonly kind: 'buttonGroup'; readonly variable: string }
  );

/** A card template as its contract describes it: the emulator draws nothing the builder's file would lay out. */
export interface CardTemplate {
  /** `uuid.schema`. */
  readonly templateId: string;
  readonly published: boolean;
  readonly variables: readonly TemplateVariable[];
  /** From top to bottom. */
  readonly components: readonly TemplateComponent[];
}

/** The organisation's card templates, as built and published in the vendor's card builder. */
export interface Templates {
  add(template: CardTemplate): void;
  list(): readonly CardTemplate[];
}

const TEXTS: readonly VariableType[] = ['string', 'number', 'markdown'];
const ANY: readonly VariableType[] = [
  ...TEXTS,
  'boolean',
  'object',
  'loopArray',
  'numberArray',
  'form',
  'table',
  'buttonGroup',
];

/** Variables a component is bound to, with the types it takes. */
function bindings(component: TemplateComponent): readonly (readonly [string | undefined, readonly VariableType[]])[] {
  const seen = [[component.visibleWhen?.variable, ['string', 'number', 'boolean']]] as const;
  switch (component.kind) {
    case 'header':
      return [...seen, [component.title, TEXTS], [component.tag, TEXTS], [component.tagColor, TEXTS]];
    case 'form':
      return [
        ...seen,
        [component.variable, ['form']],
        [component.status, TEXTS],
        [component.buttonText, TEXTS],
        ...Object.values(component.params ?? {}).map((name) => [name, ANY] as const),
      ];
    case 'buttonGroup':
      return [...seen, [component.variable, ['buttonGroup']]];
    default:
      return [...seen, [component.variable, TEXTS]];
  }
}

export function createTemplates(emulation: Emulation): Templates {
  return {
    add(template) {
      const types = new Map(template.variables.map((variable) => [variable.name, variable.type]));
      if (types.size !== template.variables.length) throw new Error('a variable is declared twice');
      for (const [name, allowed] of template.components.flatMap(bindings)) {
        if (name === undefined) continue;
        const type = types.get(name);
        if (type === undefined) throw new Error(`a component is bound to ${name}, which is not declared`);
        if (!allowed.includes(type)) throw new Error(`a component cannot show ${name} of type ${type}`);
      }
      emulation.templates.set(template.templateId, template);
    },
    list: () => [...emulation.templates.values()],
  };
}
