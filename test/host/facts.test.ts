import { expect, test } from 'vitest';
import { factsOf } from '../../src/host/facts.ts';
import { openMemoryStore } from '../../src/store/node.ts';

test('a fact is there when the next process asks, and the newer one counts', () => {
  const store = openMemoryStore(0);
  expect(factsOf(store).get('dingtalk.corp_id:ding1')).toBeUndefined();
  factsOf(store).put('dingtalk.corp_id:ding1', 'dingold');
  factsOf(store).put('dingtalk.corp_id:ding1', 'dingnew');
  expect(factsOf(store).get('dingtalk.corp_id:ding1')).toBe('dingnew');
  expect(factsOf(store).get('dingtalk.corp_id:ding2')).toBeUndefined();
});
