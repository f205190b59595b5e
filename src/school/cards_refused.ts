import { eq, sql } from 'drizzle-orm';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { sendText } from '../kernel/send.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { setting } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { safetyOffices } from './queries.ts';

/** Since when a platform takes no cards, and why. */
export interface CardsRefused {
  /** ms. */
  readonly since: number;
  readonly why: Why;
}

/** What the vendor's refusal comes down to for whoever mends it. */
type Why = 'unknown-template' | 'unpublished' | 'permission' | 'template';

interface Event {
  readonly platform: PlatformName;
  /** The verdict's detail; undefined: a card has arrived as a card. */
  readonly refusedFor: string | undefined;
}

const keyOf = (platform: PlatformName): string => `school.cards-refused:${platform}`;

const byKey = prepared((db) =>
  db
    .select({ value: setting.value })
    .from(setting)
    .where(eq(setting.key, sql.placeholder('key')))
    .prepare(),
);

export function cardsRefused(context: Pick<ReadContext, 'db'>, platform: PlatformName): CardsRefused | undefined {
  // Written by this file only.
  return byKey(context.db).get({ key: keyOf(platform) })?.value as CardsRefused | undefined;
}

const names: Readonly<Record<PlatformName, string>> = { feishu: '飞书', dingtalk: '钉钉' };

/** Reason and remedy, for the safety office and for doctor. */
export const remedies: Readonly<Record<Why, { readonly reason: string; readonly remedy: string }>> = {
  'unknown-template': { reason: '没有这个卡片模板', remedy: '核对 DINGTALK_CARD_TEMPLATE_ID，改好后重启' },
  unpublished: { reason: '卡片模板没有发布', remedy: '到钉钉卡片平台打开模板，点“发布”' },
  permission: {
    reason: '应用没有发卡片的权限',
    remedy: '到钉钉开放平台 → 权限管理，开通 Card.Instance.Write，再发布版本',
  },
  template: { reason: '卡片模板不能用', remedy: '照 cards/dingtalk/building.zh-CN.md 核对模板' },
};

function whyOf(detail: string): Why {
  if (/templateNotExist|cardTemplateIdEmpty/.test(detail)) return 'unknown-template';
  if (/templateUnpublished/.test(detail)) return 'unpublished';
  return /PermissionDenied|60011/.test(detail) ? 'permission' : 'template';
}

/**
 * Tells the safety offices once that a platform takes no cards, what that means and who mends it; and once when cards
 * arrive again. Meanwhile every card goes as numbered text.
 */
export function tellCards(context: Context, { platform, refusedFor }: Event): void {
  const before = cardsRefused(context, platform);
  if ((before === undefined) === (refusedFor === undefined)) return;
  if (refusedFor === undefined) {
    context.db
      .delete(setting)
      .where(eq(setting.key, keyOf(platform)))
      .run();
    record(context, 'cards.back', `platform:${platform}`);
    tellOffices(context, `${names[platform]}又收卡片了，新的提醒照常发卡。`);
    return;
  }
  const value: CardsRefused = { since: context.now, why: whyOf(refusedFor) };
  context.db
    .insert(setting)
    .values({ key: keyOf(platform), value })
    .run();
  const { reason, remedy } = remedies[value.why];
  record(context, 'cards.refused', `platform:${platform}`, { why: value.why });
  tellOffices(
    context,
    `${names[platform]}不收安园的卡片：${reason}。提醒先发文字，回复数字照样能办。请转告信息老师：${remedy}。`,
  );
}

function tellOffices(context: Context, text: string): void {
  for (const person of safetyOffices(context)) sendText(context, text, { person }, { lane: 'press' });
}
