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
