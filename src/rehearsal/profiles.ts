import type { PacingLimits, PlatformName } from '../platforms/platform.ts';

/** What leaves for a platform, as its port names it. */
export type Call = 'card' | 'text' | 'file' | 'update' | 'urge' | 'upload' | 'download' | 'contact';

/** How one vendor counts, for the figures of a rehearsal; each number with its source. */
export interface CountingProfile {
  readonly platform: PlatformName;
  readonly text: string;
  /** Calls one use of the port costs against the month's quota. */
  readonly calls: Readonly<Record<Call, number>>;
  /** What one message, press or menu tap that comes in costs against the quota of arrivals. */
  readonly arrival: number;
  /** Free calls a month, and what an ordinary school of 40 classes may use: two thirds (design.md §4). */
  readonly callsPerMonth: number;
  readonly callsAllowed: number;
  /** Free arrivals a month; absent: the vendor counts none. */
  readonly arrivalsPerMonth?: number;
  readonly arrivalsAllowed?: number;
  readonly pacing: PacingLimits;
}

/**
 * Feishu's basic edition: reported at 10,000 calls a month (design.md §4). Everything but the token is counted; no
 * exemption is documented, so reading contacts counts too. What comes in costs nothing.
 */
export const feishuProfile: CountingProfile = {
  platform: 'feishu',
  text: '飞书',
  // A file is uploaded, then sent (reference/feishu.md §7).
  calls: { card: 1, text: 1, file: 2, update: 1, urge: 1, upload: 1, download: 1, contact: 1 },
  arrival: 0,
  callsPerMonth: 10_000,
  callsAllowed: 6_666,
  // reference/feishu.md §7.1, a little lower, as the adapter has it.
  pacing: {
    perUserPerSecond: 4,
    perChatPerSecond: 4,
    perMessagePerSecond: 4,
    perAppPerSecond: 40,
    perAppPerMinute: 900,
    callsPerMonth: 10_000,
  },
};

/**
 * DingTalk's standard edition since 2025-11-19: 5,000 calls and 3,000 webhook or stream uses a month (reference/
 * dingtalk.md §0.1, §8). A card is one call, an update one more, a text one (a batch holds 20 receivers of the same
 * words; each of ours says something else). Contacts are exempt. Whether every message and press counts as one use is
 * unclear there: every one is counted.
 */
export const dingtalkProfile: CountingProfile = {
  platform: 'dingtalk',
  text: '钉钉',
  calls: { card: 1, text: 1, file: 2, update: 1, urge: 1, upload: 1, download: 1, contact: 0 },
  arrival: 1,
  callsPerMonth: 5_000,
  callsAllowed: 3_300,
  arrivalsPerMonth: 3_000,
  arrivalsAllowed: 2_000,
  // reference/dingtalk.md §8: 20 a second per API, 10 a second advised.
  pacing: {
    perUserPerSecond: 2,
    perChatPerSecond: 2,
    perMessagePerSecond: 2,
    perAppPerSecond: 10,
    perAppPerMinute: 600,
    callsPerMonth: 5_000,
  },
};

export const profiles: Readonly<Record<PlatformName, CountingProfile>> = {
  feishu: feishuProfile,
  dingtalk: dingtalkProfile,
};
