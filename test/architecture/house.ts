/**
 * The house's rooms and which may lean on which (design.md §3). A room may import itself and what is named here,
 * nothing else; the table has no circles, so folders cannot import each other in one.
 */
export interface Room {
  readonly name: string;
  /** Whether a file (path from the repository's root) belongs here; the first room that says yes has it. */
  readonly has: (path: string) => boolean;
  readonly mayImport: readonly string[];
  /** Packages and parts of Node; `undefined`: any. */
  readonly packages?: readonly string[];
  /** Pure in time and surroundings: `now` is an argument, nothing reads the clock, chance, the environment. */
  readonly pure?: boolean;
}

const below =
  (...folders: string[]) =>
  (path: string): boolean =>
    folders.some((folder) => path === folder || path.startsWith(`${folder}/`));

/** Feature folders besides school, which all features may lean on. They never import each other, except as `leans` says. */
const features = ['hazards', 'incidents', 'duties', 'drills', 'nudges', 'digests', 'records', 'inspection'];

/**
 * Features that stand on others, in one direction: an inspection opens hazards; summaries and the merged to-do card
 * gather what the others did.
 */
const leans: Readonly<Record<string, readonly string[]>> = {
  duties: ['hazards'],
  // A drill fulfils a duty, what it finds become hazards, and a child not found becomes an emergency.
  drills: ['hazards', 'duties', 'incidents'],
  // Also where a school's calendar begins to run, its ledgers' time among the rest (plan_schools.ts).
  digests: ['hazards', 'duties', 'incidents', 'drills', 'records'],
  nudges: ['hazards', 'duties', 'incidents'],
  records: ['hazards', 'duties', 'incidents', 'drills'],
  // What inspectors get: everybody's records in one package.
  inspection: ['hazards', 'duties', 'drills', 'digests', 'records'],
};

const ground = ['cards', 'store', 'kernel', 'platform port'];
const featureGround = [...ground, 'school', 'understanding', 'photos'];
const domainPackages = ['drizzle-orm', 'zod', 'node:crypto'];

export const rooms: readonly Room[] = [
  { name: 'cards', has: below('cards'), mayImport: [], packages: ['zod'], pure: true },
  { name: 'understanding', has: below('src/understanding'), mayImport: [], packages: [], pure: true },
  { name: 'photos', has: below('src/photos'), mayImport: [], packages: ['node:crypto'], pure: true },
  {
    name: 'platform port',
    has: below(
      'src/platforms/platform.ts',
      'src/platforms/sign_in.ts',
      'src/platforms/verdict_row.ts',
      'src/platforms/form_values.ts',
    ),
    mayImport: ['cards'],
    packages: [],
    pure: true,
  },
  { name: 'migrations', has: below('migrations'), mayImport: [] },
  { name: 'store', has: below('src/store'), mayImport: ['migrations'] },
  {
    name: 'kernel',
    has: below('src/kernel'),
    mayImport: ['cards', 'store', 'platform port'],
    packages: domainPackages,
    pure: true,
  },
  {
    name: 'school',
    has: below('src/school'),
    mayImport: ground,
    // Calendar data, and the two readers of spreadsheets (bytes in, rows out).
    packages: [...domainPackages, 'chinese-days', 'exceljs', 'node:zlib'],
    pure: true,
  },
  ...features.map((feature) => ({
    name: feature,
    has: below(`src/${feature}`),
    mayImport: [...featureGround, ...(leans[feature] ?? [])],
    packages: domainPackages,
    pure: true,
  })),
  {
    name: 'delivery',
    has: below('src/delivery'),
    mayImport: [...ground, 'photos', 'school'],
    // Comparing two cards as data.
    packages: [...domainPackages, 'node:util'],
    pure: true,
  },
  {
    name: 'organisation',
    has: below('src/organisation'),
    mayImport: [...featureGround, ...features, 'delivery'],
    packages: domainPackages,
    pure: true,
  },
  {
    name: 'pages',
    has: below('src/pages'),
    mayImport: [...featureGround, 'hazards', 'duties', 'drills', 'digests', 'inspection', 'delivery', 'organisation'],
    packages: ['hono', 'hono/body-limit', 'hono/cookie', 'hono/html', 'zod', 'node:crypto'],
    pure: true,
  },
  // What every adapter needs of a wire: tokens, deadlines, capped bodies.
  { name: 'wire', has: below('src/platforms/wire'), mayImport: [], packages: ['node:crypto'] },
  { name: 'feishu', has: below('src/platforms/feishu'), mayImport: ['platform port', 'cards', 'wire'] },
  { name: 'dingtalk', has: below('src/platforms/dingtalk'), mayImport: ['platform port', 'cards', 'wire'] },
  { name: 'settings', has: below('src/config.ts'), mayImport: [], packages: ['node:path', 'zod'] },
  {
    name: 'host',
    has: below('src/host'),
    mayImport: [
      ...featureGround,
      ...features,
      'delivery',
      'organisation',
      'feishu',
      'dingtalk',
      'wire',
      'pages',
      'settings',
    ],
  },
  {
    // The real organisation in memory with simulated staff; ships with the command line, so it knows no emulator.
    name: 'rehearsal',
    has: below('src/rehearsal'),
    mayImport: [...featureGround, ...features, 'delivery', 'organisation', 'feishu', 'host'],
  },
  {
    name: 'command line',
    has: below('src/cli'),
    mayImport: [
      ...ground,
      'migrations',
      'school',
      'records',
      'inspection',
      'delivery',
      'feishu',
      'dingtalk',
      'settings',
      'host',
      'rehearsal',
    ],
  },
  // The vendors' side knows nothing of ours: what it checks, it checks by the vendor's documents.
  {
    name: 'vendor emulators',
    has: below('src/emulators/feishu', 'src/emulators/dingtalk', 'src/emulators/ground'),
    mayImport: [],
  },
  { name: 'phone page', has: below('src/emulators/phone/page'), mayImport: ['phone'] },
  { name: 'phone', has: below('src/emulators/phone'), mayImport: ['vendor emulators'] },
  {
    name: 'sample school',
    has: below('src/emulators/sample_school'),
    mayImport: [
      ...featureGround,
      ...features,
      'delivery',
      'organisation',
      'host',
      'settings',
      'vendor emulators',
      'phone',
    ],
  },
  { name: 'server entry', has: below('src/main.ts'), mayImport: ['host'] },
  { name: 'command entry', has: below('src/cli.ts'), mayImport: ['host', 'command line'] },
  { name: 'demo entry', has: below('src/demo.ts'), mayImport: ['host', 'sample school'] },
  {
    name: 'worker entry',
    has: below('src/worker.ts'),
    mayImport: [...ground, 'feishu', 'dingtalk', 'settings', 'host', 'organisation', 'delivery', 'school'],
  },
];

/** Arrows that break the table, each with the reason it is there. An entry that is no longer needed is an error. */
export const exceptions: readonly { readonly from: string; readonly to: string; readonly reason: string }[] = [];

/** What ships and must never reach the emulators, tests or benchmarks, not even behind `import()`. */
export const shipped = ['src/main.ts', 'src/worker.ts', 'src/cli.ts'] as const;
export const neverShipped = ['src/emulators', 'src/demo.ts', 'test', 'bench'] as const;

/** Only Node has these: whatever the Cloudflare host imports at load must do without. */
export const onlyOnNode = [
  'better-sqlite3',
  '@hono/node-server',
  'node-cron',
  'pino',
  'ws',
  'exceljs',
  'yazl',
  '@larksuiteoapi/node-sdk',
  'node:fs',
  'node:fs/promises',
  'node:http',
  'node:net',
] as const;

/** Large: loaded only where and when they are used, so that starting stays quick and small. */
export const onlyDynamic = ['exceljs', 'docx', '@larksuiteoapi/node-sdk'] as const;

export const WARN_LINES = 300;
export const MAX_LINES = 400;

/** What reads the clock, chance or the surroundings. */
export const impurities: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /\bDate\.now\(|\bnew Date\(\)/, what: 'reads the clock' },
  { pattern: /\bperformance\.now\(/, what: 'reads the clock' },
  { pattern: /\bprocess\./, what: 'reads the process' },
  { pattern: /\bMath\.random\(/, what: 'rolls dice' },
  { pattern: /\bfetch\(/, what: 'calls the network' },
  { pattern: /\bset(?:Timeout|Interval)\(/, what: 'waits on real time' },
  { pattern: /^(?:export )?let /, what: 'keeps state in the module' },
];
