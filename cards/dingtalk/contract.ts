/**
 * What the one card template on DingTalk must declare (reference/dingtalk.md §6.6, §6.7). The adapter fills exactly
 * these; `building.zh-CN.md` says how the template is built in the vendor's editor, where it has not been tried yet.
 */

/** Types as the vendor's editor names them. */
export type VariableType = 'string' | 'markdown' | 'form' | 'buttonGroup';

export interface TemplateVariable {
  readonly type: VariableType;
  /** A private value of one person stands before the public one (reference/dingtalk.md §6.2). All are private: an answer shows only to who pressed. */
  readonly private: boolean;
  /** The component it feeds and the property. */
  readonly bind: string;
}

export const templateVariables = {
  /** Heading. */
  title: { type: 'string', private: true, bind: 'CardHeader.title' },
  /** Short word beside the heading; empty: none. */
  tag: { type: 'string', private: true, bind: 'CardHeader.tag' },
  /** info blue, done green, due orange, danger red, closed grey; never the only carrier of meaning. */
  tone: { type: 'string', private: true, bind: 'CardHeader.color' },
  /** The body. */
  markdown: { type: 'markdown', private: true, bind: 'Markdown.content' },
  /** Why an answer was not taken, or what has become of it; empty: hidden. Stands above the form. */
  notice: { type: 'string', private: true, bind: 'Text.content' },
  /** The built-in Form's fields (reference/dingtalk.md §6.6). */
  form: { type: 'form', private: true, bind: 'Form.form' },
  /** `normal` or `disabled`. */
  form_status: { type: 'string', private: true, bind: 'Form.status' },
  form_btn_text: { type: 'string', private: true, bind: 'Form.submitText' },
  /** Callback buttons (reference/dingtalk.md §6.7). */
  buttons: { type: 'buttonGroup', private: true, bind: 'ButtonGroup.buttons' },
  /** What is visible: `text`, `form`, `buttons`, `form+buttons`. */
  state: { type: 'string', private: true, bind: 'visibility of Form and ButtonGroup' },
} as const satisfies Readonly<Record<string, TemplateVariable>>;

export type TemplateVariableName = keyof typeof templateVariables;

/** Every value is a text; forms and button groups are JSON texts (reference/dingtalk.md §6.1). */
export type TemplateValues = Readonly<Record<TemplateVariableName, string>>;

/** Id of the Form component; its submit calls back with it (reference/dingtalk.md §6.5). */
export const FORM_ID = 'form';
/** Extra parameter of the Form's submit, bound to the variable `form`: lets the answer show what was handed in. */
export const CURRENT_FORM = 'current_form';
/** Hidden field that says what the form is for and how its values are read. */
export const FORM_AIM = '_anyuan';
/** Action id of every button; what it does is in its parameters. */
export const BUTTON_ID = 'anyuan';
