import type { FoundPerson } from '../platform.ts';
import { isObject, type JsonObject, textOf } from '../wire/json.ts';
import type { DingTalkClient } from './client.ts';
import { DingTalkCallFailed } from './failure.ts';
import type { ApiResult } from './read_answer.ts';
import { verdictOf } from './verdict.ts';

/** The vendor knows nobody of this number or id (reference/dingtalk.md §7). */
const nobody = new Set(['60121', '60003', '50002', '50004']);

/** 20 questions a second are allowed (reference/dingtalk.md §7, §8); this many go without a pause. */
const BURST = 10;
const PAUSE_MS = 80;
/** After a refusal for their number the window of a second is let pass, this often. */
const LIMITED_MS = 1_100;
const TRIES = 3;

/**
 * People by mobile number, one question each, one after the other and not too fast. Unknown numbers are simply missing.
 * Rejects with `DingTalkCallFailed`. Exempt from the month's calls (reference/dingtalk.md §8). `wait` in ms.
 */
export async function findByMobile(
  client: DingTalkClient,
  mobiles: readonly string[],
  wait: (ms: number) => Promise<void> = pause,
): Promise<readonly FoundPerson[]> {
  const found: FoundPerson[] = [];
  const ask = (mobile: string) =>
    client.call({
      method: 'POST',
      host: 'oapi',
      path: 'topapi/v2/user/getbymobile',
      body: { mobile },
    });
  for (const mobile of mobiles) {
    if (mobiles.length > BURST) await wait(PAUSE_MS);
    let result = await ask(mobile);
    for (let tries = 1; tries < TRIES && isLimited(result); tries += 1) {
      await wait(LIMITED_MS);
      result = await ask(mobile);
    }
    if (!result.ok) {
      if (nobody.has(result.failure.code)) continue;
      throw new DingTalkCallFailed(result.failure);
    }
    const userId = isObject(result.value.result) ? textOf(result.value.result.userid) : undefined;
    if (userId) found.push({ userId, mobile });
  }
  return found;
}

const isLimited = (result: ApiResult<JsonObject>): boolean => {
  if (result.ok) return false;
  const verdict = verdictOf(result.failure);
  return verdict.is === 'later' && verdict.why === 'rate_limited';
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Name and number of somebody in the organisation; undefined when the vendor does not say. Never rejects. */
export async function describePerson(client: DingTalkClient, userId: string): Promise<FoundPerson | undefined> {
  const result = await client.call({
    method: 'POST',
    host: 'oapi',
    path: 'topapi/v2/user/get',
    body: { userid: userId },
  });
  if (!result.ok || !isObject(result.value.result)) return undefined;
  const person = result.value.result;
  const [unionId, name, mobile] = [textOf(person.unionid), textOf(person.name), textOf(person.mobile)];
  return { userId, ...(unionId ? { unionId } : {}), ...(name ? { name } : {}), ...(mobile ? { mobile } : {}) };
}
