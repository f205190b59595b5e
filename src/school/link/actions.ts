import { z } from 'zod';
import { type Action, defineAction } from '../../kernel/action.ts';
import type { Context } from '../../kernel/context.ts';
import { related } from '../../kernel/permission.ts';
import { sendCard } from '../../kernel/send.ts';
import type { Toast } from '../../platforms/platform.ts';
import { schoolOf } from '../people.ts';
import { confirmLink, refuseLink, sawLink, undoLink } from './decide.ts';
import { type AccountLink, linkById, mayDecide } from './queries.ts';

const about = z.object({ link: z.number().int().positive() });

function linkSubject(context: Context, { link: id }: z.infer<typeof about>) {
  const link = linkById(context, id);
  return link && { schoolId: schoolOf(context, link.personId) ?? 0, link };
}

const owner = related<{ readonly schoolId: number; readonly link: AccountLink }>(
  '本人',
  (person, { link }) => link.personId === person,
);
const done = (text: string): { readonly toast: Toast } => ({ toast: { tone: 'success', text } });

const decision = (name: string, run: (context: Context, link: AccountLink) => void, said: string): Action =>
  defineAction({
    name,
    reference: about,
    subject: linkSubject,
    who: mayDecide,
    run(context, { subject }) {
      run(context, subject.link);
      return done(said);
    },
  });

export const linkActions: readonly Action[] = [
  defineAction({
    name: 'link.open',
    reference: about,
    subject: linkSubject,
    who: mayDecide,
    run(context, { subject, person }) {
      sendCard(context, 'admin.link', { link: subject.link.id }, { person }, { lane: 'press' });
      return {};
    },
  }),
  decision('link.confirm', confirmLink, '已合为一人'),
  decision('link.refuse', refuseLink, '没有关联'),
  decision('link.seen', sawLink, '好的'),
  decision('link.undo', undoLink, '已撤销关联'),
  defineAction({
    name: 'link.not-me',
    reference: about,
    subject(context, reference) {
      const found = linkSubject(context, reference);
      // What the safety office confirmed is the safety office's to take back.
      return found && found.link.otherPersonId === null ? found : undefined;
    },
    who: owner,
    run(context, { subject }) {
      undoLink(context, subject.link);
      return done('已断开那个账号');
    },
  }),
];
