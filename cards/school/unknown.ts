import { type Card, plain } from '../model.ts';

/** To somebody nobody knows: how to join, and that an emergency does not wait for it. No buttons: a stranger may press nothing. */
export const unknownCard = (): Card => ({
  key: 'unknown',
  title: '还不认识您，请发“我是 姓名”',
  tone: 'closed',
  tag: '未登记',
  blocks: [{ kind: 'text', text: plain('安全办确认后即可使用。有险情不用等：先打 110／119／120。') }],
  actions: [],
});

export const samples: readonly Card[] = [unknownCard()];
