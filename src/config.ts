import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

/** Where each value is found; part of the message when it is missing or wrong. */
const places: Readonly<Record<string, string>> = {
  FEISHU_APP_ID: '飞书开放平台 → 凭证与基础信息 → App ID',
  FEISHU_APP_SECRET: '飞书开放平台 → 凭证与基础信息 → App Secret',
  FEISHU_ENCRYPT_KEY: '飞书开放平台 → 事件与回调 → 加密策略 → Encrypt Key',
  FEISHU_VERIFICATION_TOKEN: '飞书开放平台 → 事件与回调 → 加密策略 → Verification Token',
};

const empty = (value: unknown): unknown => (typeof value === 'string' && value.trim() === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(empty, schema.optional());
const url = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
  .transform((text) => text.replace(/\/+$/, ''));
const port = z.coerce.number('must be a port number from 0 to 65535').int().min(0).max(65_535);

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
});

export interface FeishuConfig {
  readonly appId: string;
  readonly appSecret: string;
  readonly encryptKey?: string;
  readonly verificationToken?: string;
  readonly transport: 'websocket' | 'webhook';
  readonly baseUrl: string;
  readonly cardReply: 'patch' | 'inline';
}

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDirectory: string;
  readonly timeZone: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly publicUrl?: string;
  readonly secretKeyFile: string;
  readonly feishu: FeishuConfig;
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
  missing('FEISHU_APP_ID', '');
  missing('FEISHU_APP_SECRET', '');
  if (env.FEISHU_TRANSPORT?.trim() === 'webhook')
    missing('FEISHU_VERIFICATION_TOKEN', ', which FEISHU_TRANSPORT=webhook needs');
  const values = parsed.success ? parsed.data : undefined;
  const keyFile = keyFileOf(values ?? {});
  if (values && `${keyFile}/`.startsWith(`${resolve(values.DATA_DIR)}/`)) {
    problems.push(
      'SECRET_KEY_FILE: must not lie inside DATA_DIR, or a backup would carry the key beside what it protects',
    );
  }
  if (problems.length > 0 || !values?.FEISHU_APP_ID || !values.FEISHU_APP_SECRET) throw new ConfigInvalid(problems);
  return {
    port: values.PORT,
    host: values.HOST,
    dataDirectory: resolve(values.DATA_DIR),
    timeZone: values.SCHOOL_TIMEZONE,
    logLevel: values.LOG_LEVEL,
    ...(values.PUBLIC_URL ? { publicUrl: values.PUBLIC_URL } : {}),
    secretKeyFile: keyFile,
    feishu: {
      appId: values.FEISHU_APP_ID,
      appSecret: values.FEISHU_APP_SECRET,
      ...(values.FEISHU_ENCRYPT_KEY ? { encryptKey: values.FEISHU_ENCRYPT_KEY } : {}),
      ...(values.FEISHU_VERIFICATION_TOKEN ? { verificationToken: values.FEISHU_VERIFICATION_TOKEN } : {}),
      transport: values.FEISHU_TRANSPORT,
      baseUrl: values.FEISHU_BASE_URL,
      cardReply: values.FEISHU_CARD_REPLY,
    },
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
