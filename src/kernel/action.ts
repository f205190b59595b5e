/**
 * One declaration gives an action its routing, its check of input, its permission, its audit name and its help text
 * (reference/code-examples.md §10). The declaration is typed; the registry sees `Action`.
 */
import type { z } from 'zod';
import type { Declarations, FieldSet, FormValues } from '../../cards/fields.ts';
import type { FieldValue, PersonId, Reference } from '../../cards/model.ts';
import type { Toast } from '../platforms/platform.ts';
import type { Context } from './context.ts';
import { type Permission, staff } from './permission.ts';
import { FormRefused, Refused } from './refused.ts';

/** What a press is answered with. `become` turns the pressed card into another one, in place. */
export interface Outcome {
  readonly toast?: Toast;
  readonly become?: CardReference;
}

export interface CardReference {
  readonly card: string;
  readonly subject: Reference;
}

/** Everything an action is about belongs to a school. */
export interface Subject {
  readonly schoolId: number;
}

export interface Press {
  readonly person: PersonId;
  readonly reference: Readonly<Record<string, unknown>>;
  readonly values?: Readonly<Record<string, FieldValue>>;
  readonly revision?: number;
}

export interface Action {
  readonly name: string;
  readonly who: Permission<never>;
  readonly hasForm: boolean;
  /**
   * Whether the person may press it now; undefined when there is nothing (any more) it could be about. Changes nothing.
   * Throws Refused where subject or permission says why not.
   */
  readonly may: (context: Context, press: Pick<Press, 'person' | 'reference'>) => boolean | undefined;
  /** Throws Refused or FormRefused. */
  readonly press: (context: Context, press: Press) => Outcome;
}

interface Declared<R, S extends Subject, D extends Declarations> {
  readonly name: string;
  readonly reference: z.ZodType<R>;
  /** The row the action is about; undefined when there is none (any more). */
  readonly subject: (context: Context, reference: R, person: PersonId) => S | undefined;
  readonly who: Permission<S>;
  /** The form's fields; a function where they depend on the subject (a duty's form is data). */
  readonly form?: FieldSet<D> | ((context: Context, subject: S) => FieldSet<D>);
  /** For forms: the revision the form must have been made from. */
  readonly revision?: (subject: S) => number;
  readonly run: (context: Context, input: Input<S, D>) => Outcome;
}

export interface Input<S, D extends Declarations> {
  readonly subject: S;
  readonly person: PersonId;
  readonly values: FormValues<D>;
  readonly reference: Reference;
}

/** Declares an action; order of checks: input → is it still there → may you → is the form complete → run. */
export function defineAction<R, S extends Subject, D extends Declarations = Record<never, never>>(
  declared: Declared<R, S, D>,
): Action {
  return {
    name: declared.name,
    // The registry only reads `says` and `roles`; `allows` is called below with the subject it was declared for.
    who: declared.who as Permission<never>,
    hasForm: declared.form !== undefined,
    may(context, { person, reference }) {
      const about = declared.reference.safeParse(reference);
      const subject = about.success ? declared.subject(context, about.data, person) : undefined;
      return subject && declared.who.allows(context, person, subject);
    },
    press(context, press) {
      const reference = declared.reference.safeParse(press.reference);
      if (!reference.success) throw new Refused('action.reference', '这张卡已过期，请发“待办”');
      const subject = declared.subject(context, reference.data, press.person);
      if (!subject) throw new Refused('action.gone', '这张卡已过期，请发“待办”');
      if (!declared.who.allows(context, press.person, subject)) {
        // Somebody of another school learns the role that may, but no name.
        const named = staff.allows(context, press.person, subject)
          ? declared.who.refusal?.(context, subject)
          : undefined;
        throw new Refused('action.forbidden', named ?? `这一步由${declared.who.says}办`, declared.who.advice);
      }
      if (declared.revision && press.revision !== undefined && press.revision !== declared.revision(subject)) {
        throw new FormRefused('内容有更新，请按新卡填');
      }
      let values: unknown = {};
      if (declared.form) {
        const form = typeof declared.form === 'function' ? declared.form(context, subject) : declared.form;
        const checked = form.check(press.values ?? {});
        if (!checked.ok) throw new FormRefused(checked.problems.map((problem) => problem.text).join('；'));
        values = checked.values;
      }
      return declared.run(context, {
        subject,
        person: press.person,
        // Either checked just above by the declared form, or there is no form and D is empty.
        values: values as FormValues<D>,
        // zod accepted it as R, whose members are ids and short texts by declaration.
        reference: reference.data as Reference,
      });
    },
  };
}
