/** How the emulated organisation is configured; every member may be changed while it runs. */
export interface Rules {
  /** Who may use the app; one-to-one sends to others are refused. */
  availability: 'everyone' | Set<string>;
  /** Departments whose tree the app may read (reference/dingtalk.md §7); 1 is everybody. */
  contactScope: Set<number>;
  /** Calls a month of the organisation before ApiCountLimitForOrg; 5,000 on the free edition, undefined: no quota (§8). */
  apiQuota: number | undefined;
  /** Webhook and Stream uses a month; 3,000 on the free edition (§8). */
  streamQuota: number | undefined;
  /** Calls of one API in a second before QpsLimitForAppkeyAndApi (§8). */
  callsPerSecond: number;
  /** Permissions the app was not given, such as `Card.Instance.Write`. */
  missingPermissions: Set<string>;
  /** Content holding one of these words is refused as unsafe. */
  unsafeWords: string[];
  /** False: the app lacks the extra right to read mobile numbers. */
  mobileVisible: boolean;
  /** False before a version is published: robot payloads carry neither senderStaffId nor isAdmin (§4). */
  published: boolean;
  /** Un-acked robot messages come again after 60 s; the protocol page denies it, practice shows it (§2.5). */
  redeliversBotMessages: boolean;
  /** DINGs by short message and by phone before `ding.serverquota.insufficient`; free organisations have none. */
  dingQuota: { sms: number; phone: number };
  /** System frames after the handshake; the protocol page knows none, the Node SDK handles both (§2.2). */
  greeting: 'none' | 'connected' | 'registered';
  /** SYSTEM pings come this often (§2.4); undefined: never, for a clock that is moved by months. */
  pingEveryMs: number | undefined;
  /** After this a connection is told to disconnect; the vendor's own time is not documented, undefined: never (§2.4). */
  connectionLifeMs: number | undefined;
  /** How NUMBER fields arrive (UNVERIFIED, §6.6). */
  numberValue: 'string' | 'number';
  /** Whether an untouched optional field is sent empty or left out (UNVERIFIED, §6.6). */
  untouchedField: 'absent' | 'empty';
  /** Event types ticked in the developer console; undefined: all of them. */
  subscribed: Set<string> | undefined;
  /** Exact redirect addresses of the app's security settings. */
  redirectUris: Set<string>;
}

export function defaultRules(): Rules {
  return {
    availability: 'everyone',
    contactScope: new Set([1]),
    apiQuota: 5_000,
    streamQuota: 3_000,
    callsPerSecond: 20,
    missingPermissions: new Set(),
    unsafeWords: [],
    mobileVisible: true,
    published: true,
    redeliversBotMessages: true,
    dingQuota: { sms: 0, phone: 0 },
    greeting: 'none',
    pingEveryMs: 30_000,
    connectionLifeMs: undefined,
    numberValue: 'string',
    untouchedField: 'absent',
    subscribed: undefined,
    redirectUris: new Set(),
  };
}
