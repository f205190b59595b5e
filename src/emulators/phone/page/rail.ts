import type { PersonView } from '../view.ts';
import { avatar } from './avatar.ts';
import { html, nothing, type SafeHtml } from './html.ts';

/** The people of the school; one click puts a person's phone on the screen. `shown` are those already there. */
export function renderRail(
  people: readonly PersonView[],
  filter: string,
  shown: readonly string[],
  active: string,
): SafeHtml {
  const wanted = filter.trim().toLowerCase();
  const found = people.filter((person) =>
    `${person.name} ${person.role} ${person.group ?? ''}`.toLowerCase().includes(wanted),
  );
  if (found.length === 0) return html`<p class="empty">没有这个人</p>`;
  const groups = [...new Set(found.map((person) => person.group ?? ''))];
  return html`${groups.map((group) => renderGroup(group, found, shown, active))}`;
}

function renderGroup(group: string, people: readonly PersonView[], shown: readonly string[], active: string): SafeHtml {
  const members = people.filter((person) => (person.group ?? '') === group);
  return html`<div class="rail-group">${group ? html`<h2>${group}</h2>` : nothing}${members.map((person) => renderPersonRow(person, shown, active))}</div>`;
}

function renderPersonRow(person: PersonView, shown: readonly string[], active: string): SafeHtml {
  const state = person.id === active ? 'active' : shown.includes(person.id) ? 'shown' : '';
  const platform = person.platform === 'dingtalk' ? html`<span class="platform">钉钉</span>` : nothing;
  const dot =
    person.unread > 0
      ? html`<span class="dot ${person.urgent ? 'dot-urgent' : ''}" data-testid="unread-${person.name}">${person.unread > 99 ? '99+' : person.unread}</span>`
      : nothing;
  return html`<button type="button" class="rail-person ${state}" data-action="show-person" data-person="${person.id}" data-testid="person-${person.name}" aria-pressed="${state === '' ? 'false' : 'true'}"><span class="face">${avatar({ name: person.name, kind: 'user' }, 'small')}${dot}</span><span class="rail-text"><span class="rail-name">${person.name}${platform}</span><span class="rail-role">${person.role}</span></span></button>`;
}
