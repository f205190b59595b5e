import { createHmac } from 'node:crypto';

const hmac = (key: string, message: string) => createHmac('sha256', key).update(message, 'utf8').digest('base64');

/** `sign` of a robot message over HTTP; `timestamp` in ms (reference/dingtalk.md §3.1). */
export function signRobot(timestamp: string, appSecret: string): string {
  return hmac(appSecret, `${timestamp}\n${appSecret}`);
}

/** `x-ddpaas-signature` of a card callback over HTTP; `timestamp` in ms (reference/dingtalk.md §3.2). */
export function signCard(timestamp: string, apiSecret: string): string {
  return hmac(apiSecret, timestamp);
}
