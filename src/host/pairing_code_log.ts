import type { Log } from '../organisation/organisation.ts';

/** Shows a new pairing code where only whoever runs the server looks: in its log. `expiresAt` in ms. */
export const showPairingCodeIn =
  (log: Log) =>
  (code: string, expiresAt: number): void =>
    log.warn(
      { code, until: new Date(expiresAt).toISOString() },
      `first administrator: send "绑定 ${code}" to the bot in a one-to-one chat`,
    );
