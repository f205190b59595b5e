import { html } from 'hono/html';
import type { Card, Fact, Reference } from '../../../cards/model.ts';
import { cadenceNames } from '../../duties/setup/cadences.ts';
import { dutyPage } from '../../duties/setup/list.ts';
import { nameOf } from '../../school/people.ts';
import { wordsOf } from '../handed_in.ts';
import { signReference } from '../links.ts';
import { type Html, showBlock, showFacts } from '../show_card.ts';
import type { ConsoleOptions } from './console.ts';
import type { Guest } from './gate.ts';

/** Settings that are one card each, in the order a school fills them in. */
const cards = [
  { card: 'admin.school', title: '学校名称', change: '改名称' },
  { card: 'admin.calendar', title: '校历', change: '登记放假、停课、考试' },
  { card: 'admin.term', title: '学期起止', change: '改学期' },
  { card: 'admin.profile', title: '学校情况', change: '改学校情况' },
  { card: 'digest.settings', title: '安全周报', change: '改时间' },
  { card: 'incident.report_settings', title: '险情报送', change: '改时限和电话' },
] as const;

/** What the settings' cards say now. Each is changed on its own form page, by the same press as in the chat. */
export function showSettings(options: ConsoleOptions, base: string, guest: Guest): Html {
  const { organisation, signer, now } = options;
  const school = guest.school.id;
  const { person, platform } = guest.session;
  const form = (card: string, subject: Reference): string =>
    `${base}/${card}/${signReference(signer, card, { subject, person, platform })}`;
  const sections = cards.flatMap(({ card, title, change }) => {
    const shown = organisation.show({ card, subject: { school } }, person, now());
    return shown ? [showSection(options, shown, title, form(card, { school }), change)] : [];
  });
  const duties = organisation.look(now(), (read) => {
    const { pages, on, total } = dutyPage(read, school, 0);
    const all = Array.from({ length: pages }, (_, page) =>
      dutyPage(read, school, page).duties.map((duty) => ({ ...duty, page })),
    ).flat();
    return { on, total, all };
  });
  const showDuties = (some: typeof duties.all): Html =>
    html`<ul class="rows settings">${some.map((duty) => html`<li><a href="${form('admin.duty', { school, duty: duty.id, page: duty.page })}"><span class="what"><b>${duty.name}</b><small>${duty.here ? cadenceNames[duty.cadence] : '本校不涉及'}</small></span><span class="state${duty.on ? ' closed' : ' off'}">${duty.on ? '开' : '关'}</span></a></li>`)}</ul>`;
  return html`${sections}
<section><h2>职责：已开 ${duties.on} 项，共 ${duties.total} 项</h2>
${showDuties(duties.all.filter((duty) => duty.on))}
<details><summary>没开的 ${duties.total - duties.on} 项</summary><div class="inside">${showDuties(duties.all.filter((duty) => !duty.on))}</div></details></section>`;
}

/** A card's words, and what its form holds now; marking days is asked anew each time, so that form says nothing. */
function showSection(
  { organisation }: ConsoleOptions,
  card: Card,
  title: string,
  address: string,
  change: string,
): Html {
  const around = { photo: () => '', nameOf: (id: number) => nameOf({ db: organisation.store.db }, id) };
  const held: readonly Fact[] =
    card.key === 'admin.calendar'
      ? []
      : (card.form?.fields ?? []).flatMap((field): Fact[] => {
          const words = wordsOf(field, 'initial' in field ? field.initial : undefined);
          return words === '' ? [] : [{ label: field.label, value: words }];
        });
  return html`<section class="panel"><h2>${title}</h2>${card.key === 'admin.calendar' ? card.blocks.map((block) => showBlock(block, around)) : ''}${held.length > 0 ? showFacts(held) : ''}
<a class="button quiet" href="${address}">${change}</a></section>`;
}
