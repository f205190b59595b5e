/** One thing that was looked at. */
export interface Finding {
  /** `note`: works, but somebody should know; `bad`: does not work or is in danger. */
  readonly is: 'ok' | 'note' | 'bad';
  /** What was looked at, Chinese and English. */
  readonly what: string;
  readonly text: string;
  /** What to do and where. */
  readonly remedy?: string;
}

export const ok = (what: string, text: string): Finding => ({ is: 'ok', what, text });
export const note = (what: string, text: string, remedy?: string): Finding => ({
  is: 'note',
  what,
  text,
  ...(remedy === undefined ? {} : { remedy }),
});
export const bad = (what: string, text: string, remedy?: string): Finding => ({
  is: 'bad',
  what,
  text,
  ...(remedy === undefined ? {} : { remedy }),
});

const marks = { ok: '✓', note: '!', bad: '✗' } as const;

export const lines = ({ is, what, text, remedy }: Finding): readonly string[] => [
  `${marks[is]} ${what}：${text}`,
  ...(remedy === undefined ? [] : [`    → ${remedy}`]),
];
