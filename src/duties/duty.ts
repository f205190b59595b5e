/**
 * What a duty is: data, and nothing else. Adding a duty is adding a row to the catalogue (issue; domain/duties.md §3).
 */

/** How often, in the words of domain/duties.md §1.3. */
export type Cadence =
  | 'daily'
  | 'every-day'
  | 'weekly'
  | 'half-month'
  | 'month'
  | 'quarter'
  | 'term'
  | 'year'
  | 'boarding-night'
  | 'before-holiday'
  /** By date: campaigns and filings, whose dates the school confirms. */
  | 'dated'
  /** Begins when somebody says so. */
  | 'event'
  /** From a duty roster: one task per shift. */
  | 'shift';

/** When a period's task opens or is due, counted from the period; clock times are the product's defaults, never official. */
export type Moment =
  /** On the period's first / last school day. */
  | { readonly on: 'first-school-day' | 'last-school-day'; readonly clock: Clock; readonly schoolDays?: number }
  /** On a weekday (1 Monday … 7 Sunday) of the week, moved to the nearest earlier school day of the period. */
  | { readonly on: 'weekday'; readonly weekday: number; readonly clock: Clock }
  /** On a day of the month, moved to the nearest school day inside the period. */
  | { readonly on: 'day'; readonly day: number; readonly clock: Clock }
  /** Month and day of a year, `MM-DD`. */
  | { readonly on: 'date'; readonly date: string; readonly clock: Clock }
  /** `days` calendar days from the period's first (positive) or last (negative, 0) day. */
  | { readonly on: 'offset'; readonly from: 'first' | 'last'; readonly days: number; readonly clock: Clock };

/** A clock time, or one relative to the school's day (minutes). */
export type Clock =
  | string
  | { readonly from: 'dismissal' | 'first-class' | 'lights-out' | 'school-start'; readonly minutes: number };

export type DutyField =
  | {
      readonly key: string;
      readonly label: string;
      readonly kind: 'text' | 'longText' | 'number' | 'date' | 'dateTime' | 'bool' | 'person' | 'photo' | 'file';
      readonly required: boolean;
      /** A date until which something is valid: so many days before it the weekly digest names it. */
      readonly expires?: number;
    }
  | {
      readonly key: string;
      readonly label: string;
      readonly kind: 'singleSelect' | 'multiSelect';
      readonly required: boolean;
      readonly options: readonly string[];
    };

/** When the form counts as done beyond its required fields; data too, so that a duty needs no code. */
export type DoneRule =
  | { readonly field: string; readonly is: 'yes' }
  | { readonly field: string; readonly atLeast: number }
  | { readonly sum: readonly string[]; readonly equals: string };

export interface Duty {
  readonly id: string;
  readonly name: string;
  readonly what: string;
  /** core and record: form and deadline; external: presence only; handoff: whom to call, done-at, never the content. */
  readonly build: 'core' | 'record' | 'external' | 'handoff';
  readonly cadence: Cadence;
  /** Glossary roles that do it, the first that somebody holds; `deputies` may do it too. */
  readonly roles: readonly string[];
  readonly deputies: readonly string[];
  readonly scope: 'class' | 'place' | 'school' | 'person';
  /** Place kinds (domain/hazards.md §1) a place-scoped duty has tasks for. */
  readonly places?: readonly string[];
  readonly opens: Moment;
  readonly due: Moment;
  readonly form: readonly DutyField[];
  readonly doneWhen: readonly DoneRule[];
  /** In words, for the card behind 「依据」. */
  readonly doneText: string;
  readonly escalation: 'E0' | 'E1' | 'E2' | 'E3' | 'E4' | 'E5' | 'E6' | 'E7';
  readonly digest: string;
  readonly retention: string;
  readonly source: { readonly seed: string; readonly norm: string };
  readonly appliesIf: string;
  /** The thinnest cadence a school may set, and who says so; absent: the school decides. */
  readonly floor?: { readonly cadence: Cadence; readonly source: string };
  /** Taps a month in a 40-class school, for the preset card; counted from cadence and scope. */
  readonly preset: boolean;
}

/** One period of a cadence as the calendar has it. */
export interface Period {
  /** Stable name: 2025-09-18, 2025-W38, 2025-09-H1, 2025-09, 2025-Q3, T2025-1, Y2025. */
  readonly key: string;
  /** First and last calendar day, inclusive. */
  readonly from: string;
  readonly to: string;
  /** What people read: 9月18日, 第3周, 9月上半月, 9月, 本学期. */
  readonly text: string;
}

/** Matters about children: their words are kept nowhere, and no digest, list or package tells of them (domain/duties.md §1.5 KS, §7). */
export const isSealed = (duty: Pick<Duty, 'retention'>): boolean => duty.retention.startsWith('KS');
