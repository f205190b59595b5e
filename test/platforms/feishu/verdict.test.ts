import { describe, expect, test } from 'vitest';
import type { ApiFailure } from '../../../src/platforms/feishu/failure.ts';
import { codeTable, verdictOf } from '../../../src/platforms/feishu/verdict.ts';

const failure = (more: Partial<ApiFailure>): ApiFailure => ({
  during: 'POST im/v1/messages',
  reason: 'vendor',
  status: 400,
  code: 0,
  message: 'the vendor’s words',
  ...more,
});

describe('codes', () => {
  test.each([
    [230013, 'not_in_range'],
    [230029, 'recipient_left'],
    [230002, 'bot_removed'],
    [232009, 'bot_removed'],
    [230031, 'too_old'],
    [230011, 'message_gone'],
    [230110, 'message_gone'],
    [230028, 'content_blocked'],
    [230022, 'content_blocked'],
    [230099, 'card_rejected'],
    [230025, 'card_rejected'],
    [99991403, 'quota_exhausted'],
    [99991672, 'scope_missing'],
    [99992361, 'refused'],
    [555555, 'refused'],
  ])('%d is final: %s', (code, why) => {
    expect(verdictOf(failure({ code }))).toMatchObject({ is: 'never', why });
  });

  test.each([
    [230020, 400, 'rate_limited', 1000],
    [99991400, 429, 'rate_limited', 1000],
    [230049, 400, 'in_flight', 2000],
    [99991663, 400, 'unauthorised', undefined],
    [10014, 200, 'unauthorised', 300_000],
    [1, 500, 'platform_5xx', undefined],
    [0, 429, 'rate_limited', 1000],
  ])('%d with HTTP %d is tried again: %s', (code, status, why, waitMs) => {
    const verdict = verdictOf(failure({ code, status }));
    expect(verdict).toMatchObject({ is: 'later', why, ...(waitMs === undefined ? {} : { waitMs }) });
  });

  test('the vendor’s own time to wait wins', () => {
    expect(verdictOf(failure({ code: 99991400, status: 429, waitMs: 7000 }))).toMatchObject({ waitMs: 7000 });
  });

  test.each([...codeTable])('%d says why', (code, row) => {
    const verdict = verdictOf(failure({ code, trace: 'log-1' }));
    expect(verdict.is).toBe(row.is);
    expect(verdict).toHaveProperty('detail', expect.stringContaining(row.reason));
    expect(verdict).toHaveProperty('detail', expect.stringContaining('log id log-1'));
  });

  test('what was blocked for its content is not quoted', () => {
    expect(verdictOf(failure({ code: 230028 }))).not.toHaveProperty('detail', expect.stringContaining('words'));
  });
});

describe('no readable answer', () => {
  test.each([
    ['timeout', 0, 'later', 'network'],
    ['network', 0, 'later', 'network'],
    ['unreadable', 200, 'later', 'network'],
    ['unreadable', 404, 'later', 'network'],
    ['unreadable', 502, 'later', 'platform_5xx'],
    ['unreadable', 429, 'later', 'rate_limited'],
    ['unreadable', 400, 'never', 'refused'],
  ] as const)('%s, HTTP %d: %s, %s', (reason, status, is, why) => {
    expect(verdictOf(failure({ reason, status }))).toMatchObject({ is, why });
  });
});
