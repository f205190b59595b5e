import { expect, test } from 'vitest';
import { readSummaryWords } from '../../src/organisation/summary_speech.ts';

test.each([
  ['小结 9月', '小结', '9月'],
  ['9月小结', '小结', '9月'],
  ['本学期总结', '总结', '本学期'],
  ['写一份本学期的安全工作总结', '总结', '本学期'],
  ['学期总结', '总结', '本学期'],
  ['阶段小结', '阶段小结', ''],
  ['月度小结。', '小结', '本月'],
  ['小结 9月1日至9月15日', '小结', '9月1日至9月15日'],
])('%s', (words, name, period) => {
  expect(readSummaryWords(words)).toEqual({ name, period });
});
