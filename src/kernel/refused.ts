import type { Toast } from '../platforms/platform.ts';

/**
 * Something a person may not or cannot do now. `toast` is at most 20 characters and says why; `advice` says who can
 * and what to do next (domain/voice.md §3). Nothing the verb did before is kept.
 */
export class Refused extends Error {
  readonly code: string;
  readonly toast: Toast;
  readonly advice: string | undefined;
  constructor(code: string, toast: string, advice?: string, tone: Toast['tone'] = 'warning') {
    super(code);
    this.code = code;
    this.toast = { tone, text: toast };
    this.advice = advice;
  }
}

/** A form that was not taken: the same card comes back with `message` above and the values kept (design.md §4). */
export class FormRefused extends Refused {
  constructor(message: string, advice = '已填的都留着。') {
    super('form.invalid', message, advice);
  }
}
