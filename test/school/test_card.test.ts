import { expect, test } from 'vitest';
import { lastCardTest, sendTestCard } from '../../src/school/test_card.ts';
import { refusal, schoolWorld } from './school_world.ts';

test('goes to the safety office only, turns green for all when one of them presses, and an older one is void', () => {
  const world = schoolWorld();
  const office = world.add({ name: '李强', roles: ['safety_office'], feishu: 'ou_1' });
  const colleague = world.add({ name: '周敏', roles: ['safety_office'], feishu: 'ou_2' });
  const teacher = world.add({ name: '王芳', roles: ['class_teacher'], feishu: 'ou_3' });
  world.sent();
  expect(sendTestCard(world.context())).toEqual({ test: 1, people: 2 });
  expect(world.sent().map(({ card, personId }) => [card, personId])).toEqual([
    ['admin.test-card', office],
    ['admin.test-card', colleague],
  ]);
  world.deliver(office, 'admin.test-card', { test: 1 });
  world.deliver(colleague, 'admin.test-card', { test: 1 });
  expect(world.card(office, 'admin.test-card', { test: 1 })).toMatchObject({ tone: 'info' });
  expect(world.card(teacher, 'admin.test-card', { test: 1 })).toBeUndefined();
  expect(refusal(() => world.press(teacher, 'admin.test-card', { test: 1 }))).toBe('action.forbidden');

  world.press(office, 'admin.test-card', { test: 1 });
  const { pressedAt } = lastCardTest(world.context());
  expect(pressedAt).toBe(world.context().now);
  expect(world.card(colleague, 'admin.test-card', { test: 1 })).toMatchObject({ tone: 'done', actions: [] });
  expect(world.sent().filter((row) => row.kind === 'update')).toHaveLength(2);
  world.later(60_000);
  world.press(colleague, 'admin.test-card', { test: 1 });
  expect(lastCardTest(world.context()).pressedAt).toBe(pressedAt);

  expect(sendTestCard(world.context()).test).toBe(2);
  expect(world.card(office, 'admin.test-card', { test: 1 })).toMatchObject({ tone: 'closed' });
  expect(refusal(() => world.press(office, 'admin.test-card', { test: 1 }))).toBe('test-card.outdated');
  expect(lastCardTest(world.context())).toEqual({ test: 2 });
});
