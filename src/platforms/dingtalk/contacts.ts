import type { FoundPerson } from '../platform.ts';
import { isObject, textOf } from '../wire/json.ts';
import type { DingTalkClient } from './client.ts';
import { DingTalkCallFailed } from './failure.ts';

/** The vendor knows nobody of this number or id (reference/dingtalk.md §7). */
const nobody = new Set(['60121', '60003', '50002', '50004']);

/**
 * People by mobile number, one question each, one after the other: 20 a second are allowed. Unknown numbers are simply
 * missing. Rejects with `DingTalkCallFailed`. Exempt from the month's calls (reference/dingtalk.md §8).
 */
export async function findByMobile(
  client: DingTalkClient,
  mobiles: readonly string[],
): Promise<readonly FoundPerson[]> {
  const found: FoundPerson[] = [];
  for (const mobile of mobiles) {
    const result = await client.call({
      method: 'POST',
      host: 'oapi',
      path: 'topapi/v2/user/getbymobile',
      body: { mobile },
    });
    if (!result.ok) {
      if (nobody.has(result.failure.code)) continue;
      throw new DingTalkCallFailed(result.failure);
    }
    const userId = isObject(result.value.result) ? textOf(result.value.result.userid) : undefined;
    if (userId) found.push({ userId, mobile });
  }
  return found;
}

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
