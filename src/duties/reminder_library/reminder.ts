import type { ReminderTopic } from './topics.ts';

export type Stage = 'kindergarten' | 'primary' | 'junior' | 'senior';

/** One safety reminder a class head can read out (domain/reminders.md). What is absent does not narrow it. */
export interface Reminder {
  readonly id: string;
  readonly topic: ReminderTopic;
  readonly stages: readonly Stage[];
  /** 1–12. */
  readonly months?: readonly number[];
  /** 1 Monday … 7 Sunday. */
  readonly weekdays?: readonly number[];
  /** Only when a warning or the weather itself says so. */
  readonly weather?: readonly string[];
  /** Its words are about the holiday that begins tomorrow. */
  readonly beforeHoliday?: true;
  readonly campaigns?: readonly string[];
  readonly scenes?: readonly string[];
  /** `MM-DD` windows outside which its words would be wrong, e.g. 清明 or 开学. */
  readonly days?: readonly { readonly from: string; readonly to: string }[];
  readonly text: string;
}
