import { expect, test } from 'vitest';
import { matrixText, permissionMatrix, type Row } from './matrix.ts';

const rows = permissionMatrix();
const named = (names: (row: Row) => readonly string[]) =>
  rows.filter((row) => names(row).length > 0).map((row) => row.action);

test('every cell is as committed in matrix.md', async () => {
  await expect(matrixText(rows)).toMatchFileSnapshot('matrix.md');
});

test('nobody who left and nobody unknown may press anything', () => {
  expect(named((row) => [...row.may.left, ...row.may.unknown, ...row.partsWhoLeft])).toEqual([]);
});

test('nobody of another school may, but where the press is about their own school', () => {
  expect(named((row) => row.may['other school'])).toEqual([
    'help.show',
    // The vendor's test card and somebody who knocks belong to no school yet: each safety office acts for its own.
    'admin.test-card',
    'knock.accept',
    'knock.choose',
    'knock.add',
    'knock.refuse',
    'knock.reopen',
    'hazard.start',
    'hazard.mine',
    // People in danger, and what must be told in private, need no subject yet.
    'incident.start',
    'incident.confide',
    'filing.list',
    'campaign.list',
    'event.list',
    'todo.show',
  ]);
});

test('a part in another school’s matter gives nothing here, but where the press is about one’s own school', () => {
  expect(named((row) => row.partsElsewhere)).toEqual([
    'help.show',
    'hazard.start',
    'hazard.mine',
    'incident.start',
    'incident.confide',
    'filing.list',
    'campaign.list',
    'event.list',
    'todo.show',
  ]);
});

test('two schools are to each other alike: what one may not of the other, the other may not of the one', () => {
  expect(rows.map((row) => [row.action, row.mirrored])).toEqual(
    rows.map((row) => [row.action, row.may['other school']]),
  );
});

test('the school is read from the matter: one’s own school’s number in the press opens nothing of another’s', () => {
  const aboutTheSchool = rows.filter((row) => row.mixed.length > row.may['other school'].length);
  // These are about nothing but a school, so the press is one about the presser's own.
  expect(aboutTheSchool.map((row) => row.action)).toEqual([
    'school.edit',
    'school.back',
    'school.name',
    'delivery.retry-all',
    'group.list',
    'roster.how',
    'hazard.show_ledger',
    'hazard.ledger',
    'incident.set_report',
    'incident.set_private_limits',
    'filing.new',
    'filing.dates-save',
    'filing.dates-none',
    'filing.begin',
    'campaign.edit',
    'campaign.save',
    'event.begin',
    'leave.submit',
    'leave.dismiss',
    'duty.settings',
    'duty.settings-page',
    'duty.settings-open',
    'duty.settings-back',
    'duty.settings-save',
    'duty.switch-on',
    'duty.profile-open',
    'duty.profile-save',
    'duty.nudges-open',
    'duty.nudges-save',
    'duty.nudges-usual',
    'calendar.show',
    'calendar.mark',
    'calendar.term-open',
    'calendar.back',
    'calendar.term',
    'drill.new',
    'drill.late-new',
    'drill.late',
    'digest.lists',
    'digest.lists-again',
    'digest.list-open',
    'digest.export',
    'digest.list-page',
    'digest.trends',
    'digest.show-trends',
    'digest.settings-save',
    'meeting.open',
    'meeting.late',
    'meeting.enter-late',
    'agenda.choose',
    'agenda.put',
    'agenda.show',
    'agenda.choose-off',
    'agenda.take-off',
    'summary.write',
    'summary.write-plain',
    'ledger.export',
    'records.archive',
    'records.keep',
  ]);
});

test('a private matter is its handler’s, its reporter’s, or of whoever has the key; no role opens it', () => {
  const isPrivate = rows.filter((row) => row.action.startsWith('private.'));
  expect(isPrivate.length).toBeGreaterThanOrEqual(10);
  for (const { action, may, parts } of isPrivate) {
    expect([action, Object.values(may).flat()]).toEqual([action, []]);
    expect([action, parts.length]).toEqual([action, 1]);
  }
});

test('every action can be pressed by somebody', () => {
  expect(rows.filter((row) => row.may.own.length === 0 && row.parts.length === 0).map((row) => row.action)).toEqual([]);
});
