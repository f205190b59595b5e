import { type Config, readConfig } from '../../src/config.ts';
import { APP_ID, APP_SECRET, ENCRYPT_KEY, TIME_ZONE, VERIFICATION_TOKEN } from './tenant.ts';

/** What `npm start` would read from its environment. `directory` is emptied by whoever made it. */
export const environmentOf = (
  directory: string,
  vendorUrl: string,
  transport: 'webhook' | 'websocket' = 'webhook',
) => ({
  PORT: '0',
  DATA_DIR: `${directory}/data`,
  SECRET_KEY_FILE: `${directory}/anyuan.key`,
  SCHOOL_TIMEZONE: TIME_ZONE,
  FEISHU_APP_ID: APP_ID,
  FEISHU_APP_SECRET: APP_SECRET,
  FEISHU_ENCRYPT_KEY: ENCRYPT_KEY,
  FEISHU_VERIFICATION_TOKEN: VERIFICATION_TOKEN,
  FEISHU_TRANSPORT: transport,
  FEISHU_BASE_URL: vendorUrl,
});

export const configOf = (directory: string, vendorUrl: string): Config =>
  readConfig(environmentOf(directory, vendorUrl));
