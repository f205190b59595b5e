/**
 * Reconnect soak of the DingTalk Stream (npm run soak): 200 disconnects of every kind in two minutes, against the local
 * DingTalk on a clock a hundred times faster, with the real pauses. Ends with 1 when a socket too many existed, when
 * opening stormed, or when a message the vendor kept was not heard exactly once.
 */
import { createDingtalkEmulator } from '../../src/emulators/dingtalk/emulator.ts';
import { createDingTalkClient } from '../../src/platforms/dingtalk/client.ts';
import { createIntake } from '../../src/platforms/dingtalk/intake.ts';
import { createSessions } from '../../src/platforms/dingtalk/sessions.ts';
import { PAUSES } from '../../src/platforms/dingtalk/stream/connection.ts';
import { createDingTalkStream } from '../../src/platforms/dingtalk/stream.ts';

const FASTER = 100;
const SECONDS = Number(process.argv[2] ?? 120);
const DISCONNECTS = Number(process.argv[3] ?? 200);
const APP = { clientId: 'dingsoak00000001', clientSecret: 'secret-of-the-soak' };

const began = Date.now();
const now = (): number => began + (Date.now() - began) * FASTER;
const after = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms / FASTER);
  return () => clearTimeout(timer);
};
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const emulator = createDingtalkEmulator({ app: APP, clock: { now, after }, delivery: { mode: 'stream' } });
emulator.rules.streamQuota = undefined;
emulator.rules.apiQuota = undefined;
const { baseUrl } = await emulator.start();
const { userId } = emulator.people.add({ name: '刘洋' });
const phone = emulator.phone(userId);

const heard = new Map<string, number>();
let pushes = 0;
let warnings = 0;
const warn = (): void => {
  warnings += 1;
};
const log = { info: () => {}, warn, error: warn };
const client = createDingTalkClient({ ...APP, baseUrl, oldBaseUrl: baseUrl, now });
const intake = createIntake({
  // The organisation keeps delivery ids durably; here a map stands for its table.
  accept: async (inbound) => {
    pushes += 1;
    await pause(Math.random() * 5);
    if (inbound.kind === 'message' && !heard.has(inbound.deliveryId)) heard.set(inbound.deliveryId, now());
    return {};
  },
  client,
  sessions: createSessions({ client, oldBaseUrl: baseUrl, now, onUse: () => {} }),
  now,
  log,
  onUse: () => {},
});
const stream = createDingTalkStream({
  ...APP,
  client,
  intake,
  log,
  now,
  schedule: (run, ms) => after(ms, run),
  pauses: PAUSES,
});

const { faults } = emulator;
/** Every way a connection ends or does not come about. */
const kinds: readonly (readonly [string, () => void])[] = [
  ['told to go', faults.disconnectSockets],
  ['line cut', faults.closeSockets],
  ['deaf', faults.deafenSockets],
  [
    'handshake refused',
    () => {
      faults.refuseHandshakes(1);
      faults.closeSockets();
    },
  ],
  [
    'gateway fails',
    () => {
      faults.failOpens({ status: 503, code: 'system.busy' });
      faults.closeSockets();
      after(3_000, () => faults.failOpens(undefined));
    },
  ],
  [
    'told to go twice',
    () => {
      faults.disconnectSockets();
      after(500, faults.disconnectSockets);
    },
  ],
  [
    'ack lost',
    () => {
      faults.dropNextAck();
      faults.disconnectSockets();
    },
  ],
  [
    'pushed twice',
    () => {
      faults.duplicateNextMessage();
      faults.closeSockets();
    },
  ],
];
const done = new Map<string, number>();

stream.start();
await emulator.connected();
let most = 0;
const watch = setInterval(() => {
  most = Math.max(most, stream.sockets(), emulator.socketCount());
}, 1);

const said: string[] = [];
const talking = setInterval(() => {
  void phone.says(`单杠松了 ${said.length}`).then((message) => void said.push(message.messageId));
}, 25);

for (let index = 0; index < DISCONNECTS; index += 1) {
  const [name, run] = kinds[index % kinds.length] ?? kinds[0] ?? ['', () => {}];
  run();
  done.set(name, (done.get(name) ?? 0) + 1);
  await pause((SECONDS * 1_000) / DISCONNECTS);
}
clearInterval(talking);
// What was not acknowledged comes again after a minute of the vendor's time.
await emulator.connected();
await pause((3 * 60_000) / FASTER);
await emulator.settled();
clearInterval(watch);

const opens = emulator.calls.list().filter((call) => call.path.endsWith('/connections/open')).length;
const lost = emulator.lostMessages();
const missing = said.filter((id) => !heard.has(id)).length;
const connected = stream.state().connected;
stream.stop();
await emulator.stop();

const figures = {
  seconds: Math.round((Date.now() - began) / 1_000),
  disconnects: Object.fromEntries(done),
  opens,
  'most sockets': most,
  said: said.length,
  heard: heard.size,
  'pushed again and heard once': pushes - heard.size,
  'given up by the vendor, nobody connected': lost,
  'kept by the vendor, not heard': Math.max(missing - lost, 0),
  connected,
  warnings,
};
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
const isGood = most <= 2 && missing <= lost && heard.size <= said.length && connected && opens <= DISCONNECTS * 3;
process.exit(isGood ? 0 : 1);
