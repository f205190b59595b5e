import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hazardFeature } from '../../src/hazards/actions.ts';
import { incidentFeature } from '../../src/incidents/actions.ts';
import { MINUTE } from '../../src/kernel/time.ts';
import { createOrganisation } from '../../src/organisation/organisation.ts';
import type { Inbound, Reply } from '../../src/platforms/platform.ts';
import { schoolFeature } from '../../src/school/actions.ts';
import { THURSDAY } from '../context.ts';
import { cast, openHazardStage } from './stage.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** The product's own tables as they are; nothing of a delivery seen before may show in any of them. */
function rowsOf(stage: ReturnType<typeof openHazardStage>): string {
  const tables = stage.db.all<{ name: string }>("select name from sqlite_master where type = 'table' order by name");
  const hash = createHash('sha256');
  for (const { name } of tables) hash.update(JSON.stringify(stage.db.all(`select * from "${name}"`)));
  return hash.digest('hex');
}

const texts = ['食堂后门的灭火器过期了', '隐患', '待办', '我的隐患', '着火了', '你好', '灭火器修好了', '绑定 123456'];
const who = fc.constantFrom(...cast.map((one) => one.name));
const event = fc.oneof(
  fc.record({ says: fc.constantFrom(...texts), who }),
  fc.record({ photo: fc.nat({ max: 3 }), who }),
  fc.record({
    press: fc.constantFrom('hazard.register', 'hazard.assign', 'hazard.control', 'hazard.start', 'todo.show', 'bogus'),
    who,
  }),
  fc.record({ enters: who }),
);

describe('a delivery that comes again', () => {
  it('changes no row and gets the same answer, in whatever order and whenever it comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 12 }), fc.array(fc.nat()), async (events, again) => {
        const stage = openHazardStage();
        const organisation = createOrganisation({
          store: stage.store,
          features: [hazardFeature, incidentFeature, schoolFeature],
          timeZone: 'Asia/Shanghai',
          cardReply: 'inline',
          sealer: stage.context().sealer,
          random: stage.context().random,
          schedule: (run) => run(),
          onCommit: () => {},
          log: silent,
        });
        const inbounds: Inbound[] = events.map((one, index) => {
          const id = stage.id('enters' in one ? one.enters : one.who);
          const common = { deliveryId: `d${index}`, platform: 'feishu', at: THURSDAY } as const;
          const sender = { userId: `ou_${id}` };
          const chat = { chatId: `oc_${id}`, type: 'direct' } as const;
          if ('enters' in one) return { ...common, kind: 'chat-entered', sender, chatId: chat.chatId };
          if ('says' in one) {
            const content = { type: 'text', text: one.says } as const;
            return { ...common, kind: 'message', sender, chat, messageId: `m${index}`, content };
          }
          if ('photo' in one) {
            const content = { type: 'image', image: `key${one.photo}` } as const;
            return { ...common, kind: 'message', sender, chat, messageId: `m${index}`, content };
          }
          return {
            ...common,
            kind: 'press',
            sender,
            messageId: 'om_none',
            chatId: chat.chatId,
            action: one.press,
            reference: { hazard: 1, draft: 1 },
            values: { description: '坏了', place: 'canteen', detail: '后门', category: 'fire/', severity: 'general' },
          };
        });
        const answers: Reply[] = [];
        for (const [index, inbound] of inbounds.entries())
          answers.push(await organisation.receive(inbound, THURSDAY + index * MINUTE));
        const before = rowsOf(stage);
        for (const pick of [...again, 0]) {
          const index = pick % inbounds.length;
          const inbound = inbounds[index];
          if (!inbound) continue;
          const reply = await organisation.receive(inbound, THURSDAY + (100 + (pick % 200)) * MINUTE);
          expect(reply.toast).toEqual(answers[index]?.toast);
          expect(rowsOf(stage)).toBe(before);
        }
        stage.store.close();
      }),
      { numRuns: 40, seed: 20_250_918 },
    );
  }, 60_000);
});
