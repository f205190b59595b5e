import type { DingTalkConfig } from '../config.ts';
import type { Log } from '../organisation/organisation.ts';
import type { DingTalkClient } from '../platforms/dingtalk/client.ts';
import type { Intake } from '../platforms/dingtalk/intake.ts';
import type { Stream } from '../platforms/dingtalk/stream/connection.ts';
import type { OpenConnection } from './connection.ts';

/** DingTalk's Stream as a way in. The websocket library is loaded when it starts: other schools never need it. */
export function dingtalkStream(
  { clientId, clientSecret }: DingTalkConfig,
  client: DingTalkClient,
  intake: Intake,
  log: Log,
): OpenConnection {
  let stream: Stream | undefined;
  return {
    webhooks: [],
    transport: () => ({ name: 'dingtalk.stream', ...(stream?.state() ?? { connected: false }) }),
    async start() {
      const { createDingTalkStream } = await import('../platforms/dingtalk/stream.ts');
      // Real time: how long a line may be silent has nothing to do with the school's clock.
      stream = createDingTalkStream({ client, clientId, clientSecret, intake, log, now: Date.now });
      stream.start();
    },
    stop: () => stream?.stop(),
  };
}
