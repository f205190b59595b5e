import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { features } from '../../src/host/features.ts';
import { createOrganisation } from '../../src/organisation/organisation.ts';
import type { MessageContent } from '../../src/platforms/platform.ts';
import { hazard, incident, photo, privateReport, role } from '../../src/store/schema/index.ts';
import { THURSDAY } from '../context.ts';
import { openHazardStage } from '../hazards/stage.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

function open() {
  const stage = openHazardStage();
  const organisation = createOrganisation({
    store: stage.store,
    features,
    timeZone: 'Asia/Shanghai',
    cardReply: 'patch',
    sealer: stage.context().sealer,
    random: stage.context().random,
    schedule: (run) => run(),
    onCommit: () => {},
    log: silent,
  });
  let sent = 0;
  const says = (name: string, content: MessageContent, quotes?: string) => {
    sent += 1;
    return organisation.receive(
      {
        kind: 'message',
        deliveryId: `d${sent}`,
        platform: 'feishu',
        at: THURSDAY,
        sender: { userId: `ou_${stage.id(name)}` },
        chat: { chatId: `oc_${stage.id(name)}`, type: 'direct' },
        messageId: `m${sent}`,
        content,
        ...(quotes ? { quotes } : {}),
      },
      THURSDAY,
    );
  };
  return { ...stage, says };
}

describe('danger and private matters come first', () => {
  /** Somebody answers a card about a hazard, as people do when they are in a hurry. */
  async function withCard() {
    const school = open();
    await school.says('刘洋', { type: 'text', text: '食堂后门的灭火器过期了' });
    school.later(20 * 60_000);
    expect(school.db.select().from(hazard).all()).toHaveLength(1);
    school.db
      .update(hazard)
      .set({ ownerId: school.id('赵强'), state: 'assigned', due: '2025-09-30' })
      .run();
    school.store.transaction(() =>
      school.pressRaw(`ou_${school.id('刘洋')}`, 'om_none', `oc_${school.id('刘洋')}`, {
        action: 'hazard.open',
        reference: { hazard: 1 },
      }),
    );
    school.deliver();
    const card = school.phone(school.id('刘洋')).find((one) => one.card === 'hazard.receipt');
    if (!card) throw new Error('there is no card about the hazard');
    return { ...school, card: card.messageId };
  }

  it('an emergency that quotes a hazard is an emergency', async () => {
    const school = await withCard();
    await school.says('刘洋', { type: 'text', text: '着火了！快来' }, school.card);
    expect(school.db.select().from(incident).all()).toHaveLength(1);
  });

  it('a private matter that quotes a hazard reaches no story of it', async () => {
    const school = await withCard();
    await school.says('刘洋', { type: 'text', text: '有学生被同学欺负，一直被打' }, school.card);
    expect(school.db.select().from(privateReport).all()).toHaveLength(1);
    expect(JSON.stringify(school.db.all('select * from hazard_step'))).not.toContain('欺负');
  });

  it('a picture of a private matter becomes no report', async () => {
    const school = open();
    await school.says('刘洋', { type: 'rich', text: '有学生被同学欺负，一直被打', images: ['key'] });
    expect(school.db.select().from(privateReport).all()).toHaveLength(1);
    expect(school.db.select().from(photo).all()).toEqual([]);
  });

  it('somebody without a role is heard when there is danger', async () => {
    const school = open();
    school.db
      .delete(role)
      .where(eq(role.personId, school.id('孙梅')))
      .run();
    await school.says('孙梅', { type: 'text', text: '着火了！快来' });
    expect(school.db.select().from(incident).all()).toHaveLength(1);
  });
});
