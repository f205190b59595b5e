import { type Card, plain } from '../model.ts';
import { shorten } from './shorten.ts';

/** The first words to somebody who is known: what to do with Anyuan, in one sentence. */
export const welcomeCard = (data: { readonly role: string }): Card => ({
  key: 'welcome',
  title: '您好，我是安园',
  tone: 'info',
  tag: shorten(data.role, 8),
  blocks: [
    {
      kind: 'text',
      text: plain('看到隐患，打一句话给我，如“食堂地砖翘起”。到点该办的事我来提醒，办完点一下。'),
    },
  ],
  actions: [
    { label: '报隐患', action: 'hazard.start', style: 'primary' },
    { label: '看待办', action: 'todo.show' },
    { label: '看帮助', action: 'help.show' },
  ],
  summary: '您好，我是安园。看到隐患，打一句话就行',
});

export const samples: readonly Card[] = [
  welcomeCard({ role: '班主任' }),
  welcomeCard({ role: '分管安全工作的常务副校长' }),
];
