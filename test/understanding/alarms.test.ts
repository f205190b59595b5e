import { expect, test } from 'vitest';
import { understand } from '../../src/understanding/understand.ts';
import { HARMLESS, REAL } from './alarms.ts';

test.each(REAL)('raises the alarm: %s', (text) => {
  expect(understand(text).intent).toBe('emergency');
});

test.each(HARMLESS)('raises no alarm: a %s, %s', (_intent, text) => {
  expect(['emergency', 'sensitive']).not.toContain(understand(text).intent);
});
