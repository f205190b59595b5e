import { expect, test } from 'vitest';
import { lines } from '../../src/cli/doctor/finding.ts';
import { checkMonth } from '../../src/cli/doctor/month.ts';
import type { DingTalkConfig } from '../../src/config.ts';
import { openMemoryStore } from '../../src/store/node.ts';
import { platformBudget, setting } from '../../src/store/schema/index.ts';

const NOW = Date.parse('2025-09-20T10:00:00+08:00');
const dingtalk: DingTalkConfig = {
  clientId: 'dingabc12345',
  clientSecret: 'secret',
  robotCode: 'dingabc12345',
  transport: 'stream',
  baseUrl: 'https://api.invalid',
  oldBaseUrl: 'https://oapi.invalid',
};

function said(calls: number, uses: number, more: Partial<DingTalkConfig> = {}, why?: string): string {
  const { db } = openMemoryStore(NOW);
  db.insert(platformBudget).values({ platform: 'dingtalk', month: '2025-09', calls, uses }).run();
  if (why)
    db.insert(setting)
      .values({ key: 'school.cards-refused:dingtalk', value: { since: NOW, why } })
      .run();
  const findings = checkMonth({ db, now: NOW, timeZone: 'Asia/Shanghai' }, { dingtalk: { ...dingtalk, ...more } });
  return findings.flatMap((finding) => [...lines(finding)]).join('\n');
}

test('a school on DingTalk sees both of its quotas, and nothing of Feishu', () => {
  const text = said(1_000, 500);
  expect(text).toMatch(/✓ 钉钉本月发送 calls：2025-09 已用 1000\/5000/);
  expect(text).toMatch(/✓ 钉钉本月接收 Webhook & Stream：2025-09 已用 500\/3000/);
  expect(text).not.toContain('飞书');
});

test('one that runs out says what it means; a paid edition has more', () => {
  expect(said(4_300, 2_750)).toMatch(
    /✗ 钉钉本月发送[\s\S]*→ 快用完了：平常提醒会先不发卡[\s\S]*✗ 钉钉本月接收[\s\S]*收不到/,
  );
  expect(said(4_300, 2_750, { callsPerMonth: 200_000, usesPerMonth: 50_000 })).not.toMatch(/[✗!]/);
});

test('a template that is refused, with the remedy', () => {
  expect(said(10, 10, {}, 'unpublished')).toMatch(/✗ 钉钉卡片.*没有发布[\s\S]*→ 到钉钉卡片平台打开模板，点“发布”/);
});
