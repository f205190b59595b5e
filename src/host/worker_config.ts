import { type Config, ConfigInvalid, readConfig } from '../config.ts';
import { KEY_BYTES } from './sealer.ts';

/** The organisation behind `/feishu/webhook` and `/dingtalk/…`, when the settings of the Worker itself name an app. */
export const DEFAULT_ORGANISATION = 'default';

/** What the Worker's variables and secrets hold; the other bindings (storage, bucket) are not read here. */
export type Bindings = Readonly<Record<string, unknown>>;

export interface WorkerConfig extends Config {
  /** Seals private reports. */
  readonly secretKey: Uint8Array;
}

type Settings = Readonly<Record<string, string | undefined>>;

/** Part of an address and of the names of stored pictures. */
const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;
const KEY = new RegExp(`^[0-9a-fA-F]{${KEY_BYTES * 2}}$`);

const textsOf = (object: object): Settings =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => typeof value === 'string'));

/** `ORGANISATIONS`: a JSON object, name → settings that differ from the Worker's own. Throws `ConfigInvalid`. */
function organisationsOf(bindings: Bindings): Readonly<Record<string, Settings>> {
  const text = bindings.ORGANISATIONS;
  if (typeof text !== 'string' || text.trim() === '') return {};
  const broken = new ConfigInvalid([
    'ORGANISATIONS: must be a JSON object such as {"qingshan":{"FEISHU_APP_ID":"cli_…", …}}; names have small letters, digits and hyphens',
  ]);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw broken;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw broken;
  const organisations: Record<string, Settings> = {};
  for (const [name, settings] of Object.entries(parsed)) {
    if (!NAME.test(name) || typeof settings !== 'object' || settings === null) throw broken;
    organisations[name] = textsOf(settings);
  }
  return organisations;
}

/**
 * All settings of one organisation (design.md §7): the Worker's variables and secrets, and over them its own entry in
 * `ORGANISATIONS`. Undefined when the Worker serves no organisation of that name: nobody else's address makes a
 * database. Always the webhook, since a Worker cannot hold a long connection. Throws `ConfigInvalid` with every problem
 * at once.
 */
export function readWorkerConfig(bindings: Bindings, name: string): WorkerConfig | undefined {
  const organisations = organisationsOf(bindings);
  const own = Object.hasOwn(organisations, name) ? organisations[name] : undefined;
  if (own === undefined && name !== DEFAULT_ORGANISATION) return undefined;
  const settings = { ...textsOf(bindings), ...own };
  const problems: string[] = [];
  if (settings.FEISHU_TRANSPORT?.trim() === 'websocket') {
    problems.push('FEISHU_TRANSPORT: a Worker cannot hold the long connection; leave it out or set webhook');
  }
  if (settings.DINGTALK_TRANSPORT?.trim() === 'stream') {
    problems.push('DINGTALK_TRANSPORT: a Worker cannot hold the Stream; leave it out or set webhook');
  }
  const key = settings.SECRET_KEY?.trim() ?? '';
  if (!KEY.test(key)) {
    problems.push(
      `SECRET_KEY: must be a secret of ${KEY_BYTES * 2} hexadecimal digits that never changes (openssl rand -hex ${KEY_BYTES}, then wrangler secret put SECRET_KEY); it seals private reports`,
    );
  }
  let config: Config | undefined;
  try {
    const webhooks = { FEISHU_TRANSPORT: 'webhook', DINGTALK_TRANSPORT: 'webhook' };
    config = readConfig({ ...settings, ...webhooks, SECRET_KEY_FILE: undefined });
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    problems.unshift(...error.problems);
  }
  if (!config || problems.length > 0) throw new ConfigInvalid(problems);
  return { ...config, secretKey: Buffer.from(key, 'hex') };
}
