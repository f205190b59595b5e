import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { openLinksFor } from '../school/link/queries.ts';
import { otherPlatform, platformNames } from '../school/link/rules.ts';
import { nameOf } from '../school/people.ts';
import type { TodoItem, TodoPart } from './todo.ts';

/** For the safety office: accounts that are to become one person's, and those that did since it last looked. */
export function linkPart(context: ReadContext, person: PersonId): TodoPart {
  const items = openLinksFor(context, person).map((link): TodoItem => {
    const name = nameOf(context, link.personId);
    const other = platformNames[link.otherPlatform ?? otherPlatform(link.platform)];
    return {
      text: link.state === 'waiting' ? `待确认：${name}的两个账号` : `新关联：${name}的${other}账号`,
      action: 'link.open',
      reference: { link: link.id },
    };
  });
  return { items, total: items.length };
}
