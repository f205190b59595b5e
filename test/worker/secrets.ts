/** The emulated apps of the tests' organisations; their secrets protect nothing. */
export const apps = {
  default: {
    appId: 'cli_a1b2c3d4e5f60718',
    appSecret: 'secret-of-the-emulated-app',
    encryptKey: 'encrypt-key-of-the-emulated-app',
    verificationToken: 'token-of-the-emulated-app',
    name: '安园',
  },
  /** Answers a press with the card in the answer. */
  qingshan: {
    appId: 'cli_18f7e6d5c4b3a291',
    appSecret: 'secret-of-another-app',
    encryptKey: 'encrypt-key-of-another-app',
    verificationToken: 'token-of-another-app',
    name: '安园',
  },
  /** Nobody has joined it yet; its log is read. */
  new: {
    appId: 'cli_00112233445566aa',
    appSecret: 'secret-of-a-new-app',
    encryptKey: 'encrypt-key-of-a-new-app',
    verificationToken: 'token-of-a-new-app',
    name: '安园',
  },
} as const;

export type OrganisationName = keyof typeof apps;

const settingsOf = (name: OrganisationName) => ({
  FEISHU_APP_ID: apps[name].appId,
  FEISHU_APP_SECRET: apps[name].appSecret,
  FEISHU_ENCRYPT_KEY: apps[name].encryptKey,
  FEISHU_VERIFICATION_TOKEN: apps[name].verificationToken,
  FEISHU_BASE_URL: `https://${name}.feishu.test`,
});

/** What an installer would give with `wrangler secret put`. */
export const workerSecrets = {
  ...settingsOf('default'),
  SECRET_KEY: '0123456789abcdef'.repeat(4),
  LOG_LEVEL: 'silent',
  ORGANISATIONS: JSON.stringify({
    qingshan: {
      ...settingsOf('qingshan'),
      FEISHU_CARD_REPLY: 'inline',
      PUBLIC_URL: 'https://anyuan.test',
    },
    new: { ...settingsOf('new'), LOG_LEVEL: 'warn' },
  }),
};
