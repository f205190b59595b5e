/**
 * What a typed sentence means. Deterministic, without network: rules, and a table of how much each character, each pair and
 * the way of telling speak for what, learnt from labelled sentences (weights.ts); no language model. What was understood is shown to the
 * person by what is prefilled, and can always be changed there.
 */

/** Kinds an emergency card offers (domain/voice.md §2.4). */
export type EmergencyKind =
  | 'fire'
  | 'gas'
  | 'injury'
  | 'intruder'
  | 'missing'
  | 'trapped'
  | 'drowning'
  | 'collapse'
  | 'poisoning'
  | 'traffic'
  | 'other';

export type SensitiveKind = 'bullying' | 'abuse' | 'self-harm' | 'threat';

export type Command = 'todo' | 'mine' | 'ledger' | 'drill' | 'emergency' | 'leave' | 'help' | 'hazard';

export interface PlaceReading {
  /** One of the place kinds of domain/hazards.md §1; absent when only a detail was said. */
  readonly kind?: string;
  /** From large to small as the school says it, e.g. 2号楼3层西侧; may be empty. */
  readonly detail: string;
}

export interface HazardReading {
  /** The words about this hazard, as typed. */
  readonly description: string;
  /** At most 14 characters for titles: 2号楼3层扶手松. */
  readonly title: string;
  readonly place: PlaceReading;
  readonly category?: string;
  readonly sub?: string;
  readonly severity: 'general' | 'serious' | 'major_candidate';
  /** id of domain/hazards.md §3.1 when severity is major_candidate. */
  readonly majorTrigger?: string;
  /** 又、还是: hints at a repeat (domain/hazards.md §8). */
  readonly repeated: boolean;
}

export type Understanding =
  | {
      readonly intent: 'emergency';
      readonly kind: EmergencyKind;
      /** Where, in the words that were said: 操场, 实验楼2层; '' when no place was named. */
      readonly where: string;
      /** A sensitive matter happening now: both the emergency answer and the private route. */
      readonly sensitive?: SensitiveKind;
    }
  | { readonly intent: 'sensitive'; readonly kind: SensitiveKind }
  | { readonly intent: 'hazard'; readonly hazard: HazardReading }
  /** Two or more in one message: the bot asks whether to file them one by one. */
  | { readonly intent: 'hazard-many'; readonly hazards: readonly [HazardReading, HazardReading, ...HazardReading[]] }
  /** Something is wrong, but where or what is missing: the bot asks for just that. */
  | {
      readonly intent: 'hazard-vague';
      readonly hazard: HazardReading;
      readonly missing: readonly ('place' | 'phenomenon')[];
    }
  /** About a hazard reported before: it is mended, or nothing happened yet. */
  | {
      readonly intent: 'follow-up';
      readonly says: 'fixed' | 'not-yet';
      readonly number?: string;
      readonly about: HazardReading;
    }
  | { readonly intent: 'command'; readonly command: Command }
  /** Thanks, greetings, receipts: needs no answer. */
  | { readonly intent: 'chatter' }
  /** A question, a plan, something else: help, never nag. */
  | { readonly intent: 'other' };
