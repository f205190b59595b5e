import { describe, expect, test } from 'vitest';
import type { ApiFailure } from '../../../src/platforms/dingtalk/failure.ts';
import { codeTable, verdictOf } from '../../../src/platforms/dingtalk/verdict.ts';

const failure = (more: Partial<ApiFailure>): ApiFailure => ({
  during: 'POST api/v1.0/robot/oToMessages/batchSend',
  reason: 'vendor',
  status: 400,
  code: '',
  message: 'a sentence of a teacher',
  ...more,
});

describe('codes', () => {
  test.each([
    ['staffId.notExisted', 'recipient_left'],
    ['60121', 'recipient_left'],
    ['chatbotId.notAllow.sendOTO', 'not_in_range'],
    ['group.disbanded', 'bot_removed'],
    ['resource.not.found', 'bot_removed'],
    ['param.contentUnsafe', 'content_blocked'],
    ['contain.notAllowed.text', 'content_blocked'],
    ['contain.somethingNew', 'content_blocked'],
    ['param.templateUnpublished', 'cards_refused'],
    ['param.somethingNew', 'card_rejected'],
    ['param.cardNotExist', 'message_gone'],
    ['Forbidden.AccessDenied.ApiCountLimitForOrg', 'quota_exhausted'],
    ['90020', 'quota_exhausted'],
    ['Forbidden.AccessDenied.AccessTokenPermissionDenied', 'scope_missing'],
    ['60011', 'scope_missing'],
    ['ding.serverquota.insufficient', 'refused'],
    ['never.seen.before', 'refused'],
  ])('%s is final: %s', (code, why) => {
    expect(verdictOf(failure({ code }))).toMatchObject({ is: 'never', why });
  });

  test.each([
    ['Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', 403, 'rate_limited', 1_000],
    ['Forbidden.AccessDenied.QpmLimitForSomething', 403, 'rate_limited', 1_000],
    ['90018', 200, 'rate_limited', 1_000],
    ['send.too.fast', 400, 'rate_limited', 5_000],
    ['130101', 200, 'rate_limited', 600_000],
    ['system.busy', 500, 'platform_5xx', undefined],
    ['invalidClientIdOrSecret', 400, 'unauthorised', 300_000],
    ['88:90001', 200, 'unauthorised', 300_000],
    ['', 401, 'unauthorised', 300_000],
    ['', 429, 'rate_limited', 1_000],
    ['', 503, 'platform_5xx', undefined],
  ])('%s with HTTP %d is tried again: %s', (code, status, why, waitMs) => {
    expect(verdictOf(failure({ code, status }))).toMatchObject({
      is: 'later',
      why,
      ...(waitMs === undefined ? {} : { waitMs }),
    });
  });

  test.each([...codeTable])('%s says why', (code, row) => {
    const verdict = verdictOf(failure({ code, trace: 'r-1' }));
    expect(verdict.is).toBe(row.is);
    expect(verdict).toHaveProperty('detail', expect.stringContaining(row.reason));
    expect(verdict).toHaveProperty('detail', expect.stringContaining('request id r-1'));
  });

  test('what was blocked for its content is not quoted', () => {
    expect(verdictOf(failure({ code: 'param.contentUnsafe' }))).not.toHaveProperty(
      'detail',
      expect.stringContaining('teacher'),
    );
  });
});

test.each([
  ['timeout', 0, 'later', 'network'],
  ['network', 0, 'later', 'network'],
  ['unreadable', 200, 'later', 'network'],
  ['unreadable', 502, 'later', 'platform_5xx'],
  ['unreadable', 429, 'later', 'rate_limited'],
  ['unreadable', 400, 'never', 'refused'],
] as const)('no readable answer, %s, HTTP %d: %s, %s', (reason, status, is, why) => {
  expect(verdictOf(failure({ reason, status }))).toMatchObject({ is, why });
});
