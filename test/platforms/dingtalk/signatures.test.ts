import { describe, expect, test } from 'vitest';
import { createEventCrypto, isCardSigned, isRobotSigned } from '../../../src/platforms/dingtalk/signatures.ts';

/** The published and recomputed vectors of reference/dingtalk.md §3. */
const TOKEN = '123456';
const KEY = '4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij';

test('robot messages: the vector, an hour and no more, nothing else', () => {
  const secret = 'SECRETexample_appSecret_0123456789';
  const signed = { timestamp: '1577262236757', signature: 'zgtnm0V/RPdPD35begNuJHm98og9x6uy7m5IC/dHFws=' };
  const now = 1577262236757;
  expect(isRobotSigned(secret, signed, now + 3_599_000)).toBe(true);
  expect(isRobotSigned(secret, signed, now + 3_601_000)).toBe(false);
  expect(isRobotSigned('another', signed, now)).toBe(false);
  expect(isRobotSigned(secret, { ...signed, signature: '' }, now)).toBe(false);
  expect(isRobotSigned(secret, { ...signed, timestamp: '' }, now)).toBe(false);
});

test('card callbacks: the vector, five minutes and no more', () => {
  const signed = { timestamp: '1700000000000', signature: 'I85VWQbGCqbDkjEb7rsCEkTKI9QSL3wzLms54MiwXlg=' };
  expect(isCardSigned('example-secret', signed, 1700000000000 + 299_000)).toBe(true);
  expect(isCardSigned('example-secret', signed, 1700000000000 + 301_000)).toBe(false);
  expect(isCardSigned('other-secret', signed, 1700000000000)).toBe(false);
});

describe('events', () => {
  const A =
    '1a3NBxmCFwkCJvfoQ7WhJHB+iX3qHPsc9JbaDznE1i03peOk1LaOQoRz3+nlyGNhwmwJ3vDMG+OzrHMeiZI7gTRWVdUBmfxjZ8Ej23JVYa9VrYeJ5as7XM/ZpulX8NEQis44w53h1qAgnC3PRzM7Zc/D6Ibr0rgUathB6zRHP8PYrfgnNOS9PhSBdHlegK+AGGanfwjXuQ9+0pZcy0w9lQ==';
  const signedA = {
    timestamp: '1445827045067',
    nonce: 'nEXhMP4r',
    signature: '5a65ceeef9aab2d149439f82dc191dd6c5cbe2c0',
  };
  const C =
    'HcA0QDKRG/U9FnFvX30Rg+afRcpBNP5zPNvZlFVdEzi9JlWjHi3B3mSxjpdfbFAsetNodiufN0VeC9IkwSm74W9cdVXRfbePlD7teLcjl3GOznRdZJf3gSx2QLqazmlWzFcwKrr1eTgfGMojUsiMDBTVM/OHEsEKx7nNmIfHBOlQYB5PnsttcWcUGbKjoe7Vx/o0y6xKPRezcRuqog6O/Q==';
  const ours = createEventCrypto(TOKEN, KEY, 'ding1234567890abcdef');

  test('vector A is signed, and opens for the app it was meant for only', () => {
    const suite = createEventCrypto(TOKEN, KEY, 'suite4xxxxxxxxxxxxxxx');
    expect(suite.isSigned(A, signedA)).toBe(true);
    expect(suite.isSigned(A, { ...signedA, nonce: 'x' })).toBe(false);
    expect(suite.open(A)).toBe(
      '{"EventType":"check_create_suite_url","Random":"LPIdSnlF","TestSuiteKey":"suite4xxxxxxxxxxxxxxx"}',
    );
    expect(ours.open(A)).toBeUndefined();
  });

  test('vector B: the answer', () => {
    expect(ours.seal('success', { timestamp: '1783610513', nonce: '380320111', random: '0123456789abcdef' })).toEqual({
      encrypt: 'HcA0QDKRG/U9FnFvX30Rg1Db3IBr+oyV2dDHb0LHePtS5XRCzmKBjVgfVt0ZOjGirUZG8H1KyKeAVpna5njSlQ==',
      msg_signature: 'bc9430304ebc66993b50ba5f12d0d3ec985778b5',
      timeStamp: '1783610513',
      nonce: '380320111',
    });
  });

  test('vector C opens', () => {
    expect(JSON.parse(ours.open(C) ?? '')).toMatchObject({ EventType: 'user_add_org', UserId: ['user1', 'user2'] });
  });

  test.each([
    ['rubbish', '####'],
    ['cut', C.slice(0, 40)],
    ['empty', ''],
  ])('%s does not open', (_name, text) => {
    expect(ours.open(text)).toBeUndefined();
  });
});
