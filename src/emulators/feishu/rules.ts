/** How the emulated tenant is configured; every member may be changed while it runs. */
export interface Rules {
  /** Who may use the app; sending to others fails with 230013. */
  availability: 'everyone' | Set<string>;
  /** Whom the app may see in the address book (open_ids); reference/feishu.md §8. */
  contactRange: 'everyone' | Set<string>;
  /** Calls a month before 99991403; undefined: no quota. */
  monthlyQuota: number | undefined;
  /** Urgent messages by sms and phone before 230024. */
  urgentQuota: number;
  /** Content holding one of these words fails with 230028. */
  dlpWords: string[];
  /** Content holding one of these words fails with 230022. */
  sensitiveWords: string[];
  /** HTTP status of an unusable token: reported as 400 and as 200 (reference/feishu.md §0). */
  invalidTokenStatus: 400 | 200;
  /** False: the app lacks contact:user.employee_id:readonly, so user_id is absent everywhere. */
  userIdVisible: boolean;
  /** False: the app lacks contact:user.phone:readonly, so mobile is absent. */
  mobileVisible: boolean;
  /** `mentioned`: a group's messages reach the bot only when it is mentioned; `all`: im:message.group_msg is granted. */
  groupMessages: 'mentioned' | 'all';
  /** What an untouched input gives in form_value (UNVERIFIED, reference/feishu.md §5). */
  untouchedInput: 'empty' | 'absent';
  /** Whether callbacks are set up and published; false: every press shows 200340. */
  callbacksPublished: boolean;
  /** Event types the app has subscribed; undefined: all of them. */
  subscribed: Set<string> | undefined;
  /** Exact redirect addresses of the app's security settings. */
  redirectUris: Set<string>;
  /** What the long connection tells its client, in seconds (reference/feishu.md §3.1). */
  clientConfig: { ReconnectCount: number; ReconnectInterval: number; ReconnectNonce: number; PingInterval: number };
}

export function defaultRules(): Rules {
  return {
    availability: 'everyone',
    contactRange: 'everyone',
    monthlyQuota: undefined,
    urgentQuota: 100,
    dlpWords: [],
    sensitiveWords: [],
    invalidTokenStatus: 400,
    userIdVisible: true,
    mobileVisible: true,
    groupMessages: 'mentioned',
    untouchedInput: 'empty',
    callbacksPublished: true,
    subscribed: undefined,
    redirectUris: new Set(),
    clientConfig: { ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30, PingInterval: 120 },
  };
}
