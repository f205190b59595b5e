import { and, eq } from 'drizzle-orm';
import type { PersonId } from '../../../cards/model.ts';
import type { Context } from '../../kernel/context.ts';
import { record } from '../../kernel/record.ts';
import { refresh, sendCard, sendText } from '../../kernel/send.ts';
import { setTimer, type TimerHandler } from '../../kernel/timers.ts';
import type { PlatformName } from '../../platforms/platform.ts';
import { accountLink } from '../../store/schema/index.ts';
import { newCode } from '../pairing_code.ts';
import { accountsOf } from '../people.ts';
import { linkById } from './queries.ts';
import { CODE_LIVES_MS, linkTopic, otherPlatform, platformNames, UNDO_FOR_MS } from './rules.ts';

const LINK_TIMER = 'school.link';

/**
 * 关联账号: a code for the other platform, in the one-to-one chat of this one; an older code of the person ends. Answers
 * the person itself. The code is sealed in the row and in no other place.
 */
export function askForCode(
  context: Context,
  input: { readonly person: PersonId; readonly platform: PlatformName },
): void {
  const { person, platform } = input;
  const other = otherPlatform(platform);
  if (accountsOf(context, [person]).some((account) => account.platform === other)) {
    const text = `您的${platformNames[other]}账号已经关联了。不是您的，或要换一个，请找安全办。`;
    sendText(context, text, { person }, { on: platform });
    return;
  }
  const older = context.db
    .select({ id: accountLink.id })
    .from(accountLink)
    .where(and(eq(accountLink.personId, person), eq(accountLink.state, 'open')))
    .all();
  for (const { id } of older) endCode(context, id);
  const { id } = context.db
    .insert(accountLink)
    .values({
      personId: person,
      platform,
      state: 'open',
      code: context.sealer.seal(newCode(context)),
      createdAt: context.now,
      expiresAt: context.now + CODE_LIVES_MS,
    })
    .returning({ id: accountLink.id })
    .get();
  setTimer(context, LINK_TIMER, String(id), context.now + CODE_LIVES_MS);
  record(context, 'account.link-asked', `person:${person}`, { link: id, platform });
  sendCard(context, 'account.code', { link: id }, { person }, { lane: 'press', on: platform });
}

/** The code is worth nothing from now on. */
export function endCode(context: Context, id: number): void {
  context.db
    .update(accountLink)
    .set({ state: 'ended', code: '' })
    .where(and(eq(accountLink.id, id), eq(accountLink.state, 'open')))
    .run();
  refresh(context, linkTopic(id));
}

/** How long a link can be taken back begins. */
export const planForgetting = (context: Context, id: number): void =>
  setTimer(context, LINK_TIMER, String(id), context.now + UNDO_FOR_MS);

/** A code runs out; what a link moved is forgotten when it can no longer be taken back. */
export const linkTimer: TimerHandler = {
  kind: LINK_TIMER,
  run(context, subject) {
    const link = linkById(context, Number(subject));
    if (!link) return;
    if (link.state === 'open') endCode(context, link.id);
    else if (link.moved !== null) {
      context.db.update(accountLink).set({ moved: null }).where(eq(accountLink.id, link.id)).run();
      refresh(context, linkTopic(link.id));
    }
  },
};
