import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

/** Where each value is found; part of the message when it is missing or wrong. */
const places: Readonly<Record<string, string>> = {
  FEISHU_APP_ID: '飞书开放平台 → 凭证与基础信息 → App ID',
  FEISHU_APP_SECRET: '飞书开放平台 → 凭证与基础信息 → App Secret',
  FEISHU_ENCRYPT_KEY: '飞书开放平台 → 事件与回调 → 加密策略 → Encrypt Key',
  FEISHU_VERIFICATION_TOKEN: '飞书开放平台 → 事件与回调 → 加密策略 → Verification Token',
  FEISHU_CALLS_PER_MONTH: '飞书管理后台 → 费用中心 → 版本权益里的接口调用次数；不填按免费版',
  DINGTALK_CALLS_PER_MONTH: '钉钉开放平台 → 资源管理 → 每月接口调用次数，含加购；不填按免费版',
  DINGTALK_USES_PER_MONTH: '钉钉开放平台 → 资源管理 → 每月 Webhook 和 Stream 次数，含加购；不填按免费版',
  DINGTALK_CLIENT_ID: '钉钉开放平台 → 应用开发 → 凭证与基础信息 → Client ID（原 AppKey）',
  DINGTALK_CLIENT_SECRET: '钉钉开放平台 → 应用开发 → 凭证与基础信息 → Client Secret（原 AppSecret）',
  DINGTALK_ROBOT_CODE: '钉钉开放平台 → 应用能力 → 机器人 → RobotCode',
  DINGTALK_CARD_TEMPLATE_ID: '钉钉卡片平台 open-dev.dingtalk.com/fe/card → 模板列表 → 模板 ID',
  DINGTALK_EVENT_TOKEN: '钉钉开放平台 → 事件订阅 → HTTP 推送 → 签名 token',
  DINGTALK_EVENT_AES_KEY: '钉钉开放平台 → 事件订阅 → HTTP 推送 → 加密 aes_key',
  DINGTALK_CARD_API_SECRET: '自己定一串 16 位以上的字母和数字，注册卡片回调时交给钉钉，用来验签',
  PUBLIC_URL: '手机和钉钉能打开的 https 地址',
};

const empty = (value: unknown): unknown => (typeof value === 'string' && value.trim() === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(empty, schema.optional());
const url = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
  .transform((text) => text.replace(/\/+$/, ''));
const port = z.coerce.number('must be a port number from 0 to 65535').int().min(0).max(65_535);

const perMonth = z.coerce.number('must be a whole number above 0').int().positive();

const isTimeZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

const environment = z.object({
  PORT: z.preprocess(empty, port.default(3000)),
  HOST: z.preprocess(empty, z.string().default('127.0.0.1')),
  DATA_DIR: z.preprocess(empty, z.string().default('./data')),
  SCHOOL_TIMEZONE: z.preprocess(
    empty,
    z.string().refine(isTimeZone, 'must be a time zone such as Asia/Shanghai').default('Asia/Shanghai'),
  ),
  LOG_LEVEL: z.preprocess(
    empty,
    z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent').default('info'),
  ),
  PUBLIC_URL: optional(url),
  SECRET_KEY_FILE: optional(z.string()),
  FEISHU_APP_ID: optional(z.string().regex(/^cli_[0-9a-fA-F]{16}$/, 'must be cli_ and 16 hexadecimal digits')),
  FEISHU_APP_SECRET: optional(z.string()),
  FEISHU_ENCRYPT_KEY: optional(z.string()),
  FEISHU_VERIFICATION_TOKEN: optional(z.string()),
  FEISHU_TRANSPORT: z.preprocess(
    empty,
    z.enum(['websocket', 'webhook'], 'must be websocket or webhook').default('websocket'),
  ),
  FEISHU_BASE_URL: z.preprocess(empty, url.default('https://open.feishu.cn')),
  FEISHU_CARD_REPLY: z.preprocess(empty, z.enum(['patch', 'inline'], 'must be patch or inline').default('patch')),
  FEISHU_CALLS_PER_MONTH: optional(perMonth),
  DINGTALK_CALLS_PER_MONTH: optional(perMonth),
  DINGTALK_USES_PER_MONTH: optional(perMonth),
  DINGTALK_CLIENT_ID: optional(
    z
      .string()
      .trim()
      .regex(/^\w{8,64}$/, 'must be letters and digits, such as dingabc123'),
  ),
  DINGTALK_CLIENT_SECRET: optional(z.string().trim()),
  DINGTALK_ROBOT_CODE: optional(z.string().trim()),
  DINGTALK_CARD_TEMPLATE_ID: optional(
    z
      .string()
      .trim()
      .regex(/^[0-9a-f-]{36}\.schema$/, 'must be an id such as 280f6d7a-63bc-4905-bf3f-4c6d95e5166b.schema'),
  ),
  DINGTALK_TRANSPORT: z.preprocess(empty, z.enum(['stream', 'webhook'], 'must be stream or webhook').default('stream')),
  DINGTALK_EVENT_TOKEN: optional(z.string().trim()),
  DINGTALK_EVENT_AES_KEY: optional(z.string().trim().length(43, 'must have 43 characters')),
  DINGTALK_CARD_API_SECRET: optional(z.string().trim().min(16, 'must have at least 16 characters')),
  DINGTALK_BASE_URL: z.preprocess(empty, url.default('https://api.dingtalk.com')),
  DINGTALK_OAPI_BASE_URL: z.preprocess(empty, url.default('https://oapi.dingtalk.com')),
});

export interface FeishuConfig {
  readonly appId: string;
  readonly appSecret: string;
  readonly encryptKey?: string;
  readonly verificationToken?: string;
  readonly transport: 'websocket' | 'webhook';
  readonly baseUrl: string;
  readonly cardReply: 'patch' | 'inline';
  /** Of the school's edition; left out: the free one's. */
  readonly callsPerMonth?: number;
}

export interface DingTalkConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly robotCode: string;
  /** Without it cards go out as numbered text. */
  readonly cardTemplateId?: string;
  readonly transport: 'stream' | 'webhook';
  /** Only for webhooks. */
  readonly webhook?: { readonly eventToken: string; readonly eventAesKey: string; readonly cardApiSecret: string };
  readonly baseUrl: string;
  readonly oldBaseUrl: string;
  /** Of the school's edition, what is bought in addition included; left out: the free one's. */
  readonly callsPerMonth?: number;
  readonly usesPerMonth?: number;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDirectory: string;
  readonly timeZone: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly publicUrl?: string;
  readonly secretKeyFile: string;
  /** At least one of the two platforms is there. */
  readonly feishu?: FeishuConfig;
  readonly dingtalk?: DingTalkConfig;
}

/** Every problem of the settings in one message, each with the place where the value is found. */
export class ConfigInvalid extends Error {
  readonly code = 'config.invalid';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      `config.invalid: Anyuan cannot start with these settings.\n${problems.map((problem) => `  - ${problem}`).join('\n')}\nSet them in the environment or in .env (who: the person who runs the server).`,
    );
    this.problems = problems;
  }
}

const place = (name: string): string => (places[name] ? ` (${places[name]})` : '');

/** Reads all settings (design.md §7). Throws `ConfigInvalid` with every problem at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(env);
  const problems: string[] = [];
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0]);
      problems.push(`${name}: ${issue.message}${place(name)}`);
    }
  }
  const broken = new Set(parsed.success ? [] : parsed.error.issues.map((issue) => String(issue.path[0])));
  const missing = (name: string, why: string): void => {
    if (!env[name]?.trim() && !broken.has(name)) problems.push(`${name}: is missing${why}${place(name)}`);
  };
  const uses = (platform: 'FEISHU' | 'DINGTALK'): boolean =>
    Object.entries(env).some(([name, value]) => name.startsWith(`${platform}_`) && !isNeutral(name) && value?.trim());
  const hasDingTalk = uses('DINGTALK');
  // Nothing set at all is read as a Feishu school that has not begun yet.
  const hasFeishu = uses('FEISHU') || !hasDingTalk;
  if (hasFeishu) {
    const either =
      hasDingTalk || uses('FEISHU')
        ? ''
        : ' (or set DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET for a school on DingTalk)';
    missing('FEISHU_APP_ID', either);
    missing('FEISHU_APP_SECRET', '');
    if (env.FEISHU_TRANSPORT?.trim() === 'webhook')
      missing('FEISHU_VERIFICATION_TOKEN', ', which FEISHU_TRANSPORT=webhook needs');
  }
  if (hasDingTalk) {
    missing('DINGTALK_CLIENT_ID', '');
    missing('DINGTALK_CLIENT_SECRET', '');
    if (env.DINGTALK_TRANSPORT?.trim() === 'webhook') {
      for (const name of ['DINGTALK_EVENT_TOKEN', 'DINGTALK_EVENT_AES_KEY', 'DINGTALK_CARD_API_SECRET', 'PUBLIC_URL'])
        missing(name, ', which DINGTALK_TRANSPORT=webhook needs');
    }
  }
  const values = parsed.success ? parsed.data : undefined;
  const keyFile = keyFileOf(values ?? {});
  if (values && `${keyFile}/`.startsWith(`${resolve(values.DATA_DIR)}/`)) {
    problems.push(
      'SECRET_KEY_FILE: must not lie inside DATA_DIR, or a backup would carry the key beside what it protects',
    );
  }
  if (problems.length > 0 || !values) throw new ConfigInvalid(problems);
  const [feishu, dingtalk] = [feishuOf(values), dingtalkOf(values)];
  return {
    port: values.PORT,
    host: values.HOST,
    dataDirectory: resolve(values.DATA_DIR),
    timeZone: values.SCHOOL_TIMEZONE,
    logLevel: values.LOG_LEVEL,
    ...(values.PUBLIC_URL ? { publicUrl: values.PUBLIC_URL } : {}),
    secretKeyFile: keyFile,
    ...(feishu ? { feishu } : {}),
    ...(dingtalk ? { dingtalk } : {}),
  };
}

/** Settings that .env.example fills in for everybody: alone they choose no platform. */
const isNeutral = (name: string): boolean => /_(TRANSPORT|CARD_REPLY|BASE_URL)$/.test(name);

type Values = z.infer<typeof environment>;

function feishuOf(values: Values): FeishuConfig | undefined {
  if (!values.FEISHU_APP_ID || !values.FEISHU_APP_SECRET) return undefined;
  return {
    appId: values.FEISHU_APP_ID,
    appSecret: values.FEISHU_APP_SECRET,
    ...(values.FEISHU_ENCRYPT_KEY ? { encryptKey: values.FEISHU_ENCRYPT_KEY } : {}),
    ...(values.FEISHU_VERIFICATION_TOKEN ? { verificationToken: values.FEISHU_VERIFICATION_TOKEN } : {}),
    transport: values.FEISHU_TRANSPORT,
    baseUrl: values.FEISHU_BASE_URL,
    cardReply: values.FEISHU_CARD_REPLY,
    ...(values.FEISHU_CALLS_PER_MONTH ? { callsPerMonth: values.FEISHU_CALLS_PER_MONTH } : {}),
  };
}

function dingtalkOf(values: Values): DingTalkConfig | undefined {
  const { DINGTALK_CLIENT_ID: clientId, DINGTALK_CLIENT_SECRET: clientSecret } = values;
  if (!clientId || !clientSecret) return undefined;
  const { DINGTALK_EVENT_TOKEN: eventToken, DINGTALK_EVENT_AES_KEY: eventAesKey } = values;
  const cardApiSecret = values.DINGTALK_CARD_API_SECRET;
  const webhook = eventToken && eventAesKey && cardApiSecret ? { eventToken, eventAesKey, cardApiSecret } : undefined;
  return {
    clientId,
    clientSecret,
    // In practice the robot of an internal app has the app's own id (reference/dingtalk.md §0).
    robotCode: values.DINGTALK_ROBOT_CODE ?? clientId,
    ...(values.DINGTALK_CARD_TEMPLATE_ID ? { cardTemplateId: values.DINGTALK_CARD_TEMPLATE_ID } : {}),
    transport: values.DINGTALK_TRANSPORT,
    ...(values.DINGTALK_TRANSPORT === 'webhook' && webhook ? { webhook } : {}),
    baseUrl: values.DINGTALK_BASE_URL,
    oldBaseUrl: values.DINGTALK_OAPI_BASE_URL,
    ...(values.DINGTALK_CALLS_PER_MONTH ? { callsPerMonth: values.DINGTALK_CALLS_PER_MONTH } : {}),
    ...(values.DINGTALK_USES_PER_MONTH ? { usesPerMonth: values.DINGTALK_USES_PER_MONTH } : {}),
  };
}

/** Where a server keeps what it has; known also while other settings are still wrong. */
export interface Places {
  readonly dataDirectory: string;
  readonly secretKeyFile: string;
  readonly timeZone: string;
}

/** For commands that must work before the platform is set up (backup, restore, doctor). Wrong values count as unset. */
export function readPlaces(env: Readonly<Record<string, string | undefined>>): Places {
  const wanted = environment.pick({ DATA_DIR: true, SCHOOL_TIMEZONE: true, SECRET_KEY_FILE: true });
  const parsed = wanted.safeParse(env);
  const values = parsed.success ? parsed.data : wanted.parse({ ...env, SCHOOL_TIMEZONE: undefined });
  return {
    dataDirectory: resolve(values.DATA_DIR),
    secretKeyFile: keyFileOf(values),
    timeZone: values.SCHOOL_TIMEZONE,
  };
}

/** Beside the data directory unless it is set. */
const keyFileOf = (values: { readonly SECRET_KEY_FILE?: string | undefined; readonly DATA_DIR?: string }): string =>
  resolve(values.SECRET_KEY_FILE ?? join(dirname(resolve(values.DATA_DIR ?? './data')), 'anyuan.key'));
