import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { FieldValue } from '../../../cards/model.ts';
import { handBackTasksOf } from '../../../src/hazards/story.ts';
import { identity, person, type sentCard } from '../../../src/store/schema/index.ts';
import { cast, type HazardStage, valuesFor } from '../stage.ts';
import { changed, forward, type Move, report } from './moves.ts';
import { cardOf, draftsOf, phonesOf, rowsOf, untouchable } from './rows.ts';
import { checkCard, type Watch } from './watch.ts';

/** How far the runs got around. */
export interface Counted {
  refused: number;
  taken: number;
  readonly states: Set<string>;
}

/** Makes the moves; after each one everything the watch knows must hold. */
export function play(stage: HazardStage, watch: Watch, moves: readonly Move[], counted: Counted): void {
  const press = (userId: string, messageId: string, chatId: string, what: Parameters<HazardStage['pressRaw']>[3]) => {
    const before = untouchable(stage);
    const answer = stage.pressRaw(userId, messageId, chatId, what);
    if (answer.toast?.tone === 'warning') {
      counted.refused += 1;
      expect(untouchable(stage), `refused, but changed: ${what.action} ${answer.toast.text}`).toBe(before);
    } else counted.taken += 1;
    const sent = cardOf(stage, messageId);
    const card = sent ? stage.show(sent.card, sent.subject, sent.personId) : undefined;
    if (card) checkCard(stage, card, `${sent?.card} after ${what.action}`);
  };
  const tap = (sent: typeof sentCard.$inferSelect, found: ReturnType<HazardStage['tapsOf']>[number], changes: number) =>
    press(`ou_${sent.personId}`, sent.messageId, sent.chatId ?? '', {
      action: found.action,
      reference: found.reference,
      ...(found.revision === undefined ? {} : { revision: found.revision }),
      ...(found.fields.length > 0 ? { values: changed(valuesFor(found.fields), changes, stage) } : {}),
    });
  for (const one of moves) {
    const phones = phonesOf(stage);
    if ('tap' in one) {
      const recent = phones.slice(-12);
      const sent = recent[one.card % Math.max(1, recent.length)];
      const card = sent && stage.show(sent.card, sent.subject, sent.personId);
      const taps = card ? stage.tapsOf(card) : [];
      const chosen = taps[one.button % Math.max(1, taps.length)];
      if (sent && chosen) tap(sent, chosen, one.changes);
    } else if ('forward' in one) {
      const choices = phones
        .slice(-24)
        .reverse()
        .flatMap((sent) => {
          const card = stage.show(sent.card, sent.subject, sent.personId);
          return card
            ? stage
                .tapsOf(card)
                .filter((each) => forward.includes(each.action))
                .map((found) => ({ sent, found }))
            : [];
        });
      const chosen = choices[Math.floor(one.forward / 250) % Math.max(1, choices.length)];
      if (chosen) {
        if (chosen.found.action === 'hazard.rectify' && one.forward % 4 !== 0) {
          stage.sendsPhoto(chosen.sent.personId ?? 0, 1);
          stage.deliver();
        }
        tap(chosen.sent, chosen.found, one.changes % 5 === 0 ? one.changes : 0);
      }
    } else if ('wild' in one) {
      const stranger = one.who === 'stranger';
      const id = stranger ? 0 : stage.id(one.who);
      const about = rowsOf(stage).find((row) => row.id === one.hazard);
      const revision =
        one.revision === 'none' ? {} : { revision: (about?.revision ?? 1) - (one.revision === 'old' ? 1 : 0) };
      const sent = phones[one.step % Math.max(1, phones.length)];
      const drafts = draftsOf(stage);
      const fields: Record<string, FieldValue> = {
        category: 'fire/',
        severity: 'serious',
        owner: stage.id('赵强'),
        leader: stage.id('陈副'),
        due: '2025-09-30',
        reason: '理由',
        basis: '依据',
        into: String((one.step % 5) + 1),
        to: one.wild === 'hazard.authority-report' ? ['教育局'] : '消防',
        at: '2025-09-18 10:00',
        measure: '已换',
        result: one.changes % 2 === 0 ? 'passed' : 'sent_back',
        until: '2025-10-10',
        interim: '围挡',
        on: '2025-09-29',
        supervisor: stage.id('陈副'),
        deadline: '2025-09-30',
        receipt: '已收',
        rechecker: stage.id('陈副'),
        words: '补充',
        description: '坏了',
        place: 'canteen',
        detail: '后门',
      };
      press(stranger ? 'ou_nobody' : `ou_${id}`, one.forwarded || !sent ? 'om_forwarded' : sent.messageId, `oc_${id}`, {
        action: one.wild,
        reference: {
          hazard: one.hazard,
          draft: drafts[one.draft % Math.max(1, drafts.length)]?.id ?? 1,
          step: one.step + 1,
          photo: (one.step % 6) + 1,
          school: (one.step % 2) + 1,
          filter: one.changes % 2 === 0 ? 'open' : 'bogus',
          ask: one.changes % 2 === 0 ? 'reject' : 'bogus',
          page: one.step - 500,
        },
        ...revision,
        values: changed(fields, one.changes, stage),
      });
    } else if ('photo' in one) {
      const id = stage.id(one.photo);
      if (one.photo === '前安') continue;
      const mine = phones.filter((sent) => sent.personId === id);
      const quoted = one.quotes % 2 === 0 ? mine[one.quotes % Math.max(1, mine.length)]?.messageId : undefined;
      stage.sendsPhoto(id, cast.find((each) => each.name === one.photo)?.school ?? 1, quoted);
      stage.deliver(() => one.spoilt === 0);
    } else if ('wait' in one) stage.later(one.wait);
    else if ('report' in one) {
      if (one.report !== '前安') report(stage, one.report, one.kind);
    } else {
      const id = stage.id(one.leaves);
      stage.store.transaction(() => {
        stage.db.update(person).set({ state: 'left' }).where(eq(person.id, id)).run();
        stage.db.update(identity).set({ state: 'left' }).where(eq(identity.personId, id)).run();
        handBackTasksOf(stage.context(), id);
      });
    }
    stage.deliver();
    watch.check('photo' in one || 'leaves' in one);
    for (const row of rowsOf(stage)) counted.states.add(row.state);
  }
}
