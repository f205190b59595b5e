import { html } from 'hono/html';
import { spanWords } from '../../digests/span_words.ts';
import { weeksTold } from '../../digests/told.ts';
import { type LedgerFilter, ledgerOf } from '../../hazards/lists.ts';
import { searchHazards } from '../../hazards/search.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { nameOf } from '../../school/people.ts';
import { type Html, showBlock } from '../show_card.ts';
import { whichNames } from './filters.ts';
import type { Guest } from './gate.ts';
import { showNumbers, type WhichWeek, weekShown } from './number_list.ts';

/** How a number is read at a glance: these are bad news unless they are 0. */
const alarming: ReadonlySet<string> = new Set(['overdue', 'major']);

/**
 * How the school stands now, each number with the list behind it, and the summary of the week as its card has it: what
 * leaders read in the group and here is one text.
 */
export function showOverview(
  organisation: Organisation,
  home: string,
  guest: Guest,
  which: WhichWeek,
  now: number,
): Html {
  const school = guest.school.id;
  const shown = organisation.look(now, (read) => {
    const totals = (['open', 'overdue', 'major', 'recheck', 'closed'] as const).map((filter: LedgerFilter) => ({
      which: filter,
      total: ledgerOf(read, school, filter, 0, 1).total,
    }));
    const waiting = {
      which: 'waiting' as const,
      total: searchHazards(read, school, { which: 'waiting', page: 0 }, 1).total,
    };
    const told = weekShown(read, school, which);
    return {
      tiles: [...totals.slice(0, 3), waiting, ...totals.slice(3)],
      words: weeksTold(read, school).map((one) => spanWords(one, read.now, read.timeZone)),
      told,
      numbers: told && showNumbers(read, home, guest, told, which),
    };
  });
  const { told } = shown;
  const around = { photo: () => '', nameOf: (id: number) => nameOf({ db: organisation.store.db }, id) };
  const subject = told && { school, week: told.week.from, after: told.after, upTo: told.upTo, late: 0 };
  const digest = subject && organisation.show({ card: 'digest.weekly', subject }, guest.session.person, now);
  return html`<div class="tiles">${shown.tiles.map(
    (tile) =>
      html`<a href="${home}/hazards?which=${tile.which}"${tile.total > 0 && alarming.has(tile.which) ? html` class="alert"` : ''}><b>${tile.total}</b>${whichNames[tile.which]}</a>`,
  )}</div>
<div class="chips weeks">${shown.words.map(
    (words, back) =>
      html`<a href="${home}${back === 0 ? '' : '?week=last'}"${(which === 'last') === (back === 1) ? html` aria-current="true"` : ''}>${words}</a>`,
  )}</div>
${
  digest
    ? html`<section class="panel"><h2>安全周报</h2>${digest.blocks.map((block) => showBlock(block, around))}</section>
<section class="panel"><h2>周报里的数</h2>${shown.numbers ?? ''}</section>`
    : ''
}`;
}
