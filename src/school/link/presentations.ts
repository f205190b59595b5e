import { z } from 'zod';
import type { PersonId } from '../../../cards/model.ts';
import { accountCodeCard, accountLinkedCard, adminLinkCard } from '../../../cards/school/account_link.ts';
import type { ReadContext } from '../../kernel/context.ts';
import { definePresentation, type Presentation } from '../../kernel/presentation.ts';
import { momentText } from '../../kernel/time.ts';
import { describePerson } from '../describe_person.ts';
import { nameOf } from '../people.ts';
import { type AccountLink, decidersOf, linkById } from './queries.ts';
import { linkTopic, otherPlatform, platformNames } from './rules.ts';

const subject = z.object({ link: z.number().int().positive() });
const topic = ({ link }: z.infer<typeof subject>): string => linkTopic(link);
const usedAt = (context: ReadContext, link: AccountLink): string =>
  momentText(link.usedAt ?? link.createdAt, context.now, context.timeZone);

const accountCode = definePresentation({
  card: 'account.code',
  subject,
  topic,
  show(context, { link: id }, viewer) {
    const link = linkById(context, id);
    if (!link || viewer.kind !== 'person' || viewer.person !== link.personId) return undefined;
    const isOpen = link.state === 'open' && link.expiresAt > context.now && link.code !== '';
    return accountCodeCard({
      state: link.state,
      code: isOpen ? context.sealer?.open(link.code) : undefined,
      other: platformNames[otherPlatform(link.platform)],
    });
  },
  wanted: (context, { link }) => linkById(context, link)?.state === 'open',
});

const accountLinked = definePresentation({
  card: 'account.linked',
  subject,
  topic,
  show(context, { link: id }, viewer) {
    const link = linkById(context, id);
    if (!link || viewer.kind !== 'person' || viewer.person !== link.personId) return undefined;
    if (link.state !== 'linked' && link.state !== 'undone') return undefined;
    return accountLinkedCard({
      link: id,
      other: platformNames[link.otherPlatform ?? otherPlatform(link.platform)],
      at: usedAt(context, link),
      undone: link.state === 'undone',
      // Who became one with another person of the roster was confirmed by the safety office.
      confirmed: link.otherPersonId !== null,
    });
  },
  wanted: (context, { link }) => linkById(context, link)?.state === 'linked',
});

const side = (context: ReadContext, platform: AccountLink['platform'], person: PersonId | null) => ({
  platform: platformNames[platform],
  name: person === null ? '名册外的账号' : nameOf(context, person),
  ...(person === null ? {} : { description: describePerson(context, person).description }),
});

function doubtsAbout(context: ReadContext, link: AccountLink): readonly string[] {
  if (link.otherPersonId === null) return ['安全办以前答复过不认识'];
  const [one, other] = [link.personId, link.otherPersonId].map((id) => ({
    name: nameOf(context, id),
    mobile: describePerson(context, id).mobile,
  }));
  return [
    ...(one?.name === other?.name ? [] : ['姓名不同']),
    ...(one?.mobile && other?.mobile && one.mobile !== other.mobile ? ['手机号不同'] : []),
  ];
}

const adminLink = definePresentation({
  card: 'admin.link',
  subject,
  topic,
  show(context, { link: id }, viewer) {
    const link = linkById(context, id);
    if (!link || viewer.kind !== 'person' || !decidersOf(context, link).includes(viewer.person)) return undefined;
    if (link.state === 'open' || link.state === 'ended') return undefined;
    return adminLinkCard({
      link: id,
      state: link.state,
      known: side(context, link.platform, link.personId),
      other: side(context, link.otherPlatform ?? otherPlatform(link.platform), link.otherPersonId),
      at: usedAt(context, link),
      doubts: link.state === 'waiting' ? doubtsAbout(context, link) : [],
      canUndo: link.moved !== null,
      seen: link.seenAt !== null,
    });
  },
});

export const linkPresentations: readonly Presentation[] = [accountCode, accountLinked, adminLink];
