/** How a campaign's date of a year is found. */
export type CampaignDate =
  /** `MM-DD` to `MM-DD`; a `to` before `from` lies in the next year. */
  | { readonly by: 'days'; readonly from: string; readonly to: string }
  /** The last such weekday (1 Monday … 7 Sunday) of a month. */
  | { readonly by: 'weekday'; readonly month: number; readonly weekday: number; readonly which: 'last' }
  /** The Monday-to-Sunday week a date lies in. */
  | { readonly by: 'week-of'; readonly date: string }
  /** The week that begins on the n-th Monday of a month. */
  | { readonly by: 'week'; readonly month: number; readonly week: number }
  /** The first week of the autumn (1) or spring (2) term. */
  | { readonly by: 'term-week'; readonly half: 1 | 2 }
  /** The last school day of the autumn (1) or spring (2) term. */
  | { readonly by: 'term-end'; readonly half: 1 | 2 }
  /** The last school day before a date. */
  | { readonly by: 'school-day-before'; readonly date: string }
  /** The education office or the police name it; nothing is computed. */
  | { readonly by: 'announced' };

export interface Campaign {
  readonly id: string;
  readonly name: string;
  /** Named by the documents the catalogue was made from. */
  readonly seed: boolean;
  readonly date: CampaignDate;
  /** As the calendar of domain/duties.md §4 says it. */
  readonly dateText: string;
  /** How many calendar days before it the task opens. */
  readonly offsetDays: number;
  readonly focus: string;
  /** A day off: the school day before (D8); a window of days stays as it is. */
  readonly onDayOff: 'earlier-school-day' | 'window' | 'none';
  /** The date differs by place or year: it is proposed, and used once the school has confirmed it. */
  readonly confirm: boolean;
  readonly source: string;
}
