import { expect, it } from 'vitest';
import { raiseEmergency } from '../../src/incidents/raise_emergency.ts';
import { mergedTodo } from '../../src/nudges/todo.ts';
import { type Name, openStage } from './stage.ts';

it('待办 holds what nobody answers, then what this person leads, then the report that is left', () => {
  const stage = openStage();
  const texts = (name: Name) => mergedTodo(stage.context(), stage.id(name)).items.map((one) => one.text);
  raiseEmergency(stage.asPerson('王芳'), {
    person: stage.id('王芳'),
    platform: 'feishu',
    kind: 'fire',
    words: '食堂着火了',
    place: '食堂',
  });
  stage.deliver();
  expect(texts('王强')).toEqual([]);
  stage.presses('王芳', '通知带班领导');
  stage.deliver();
  expect(texts('王强')).toEqual(['等应答：食堂着火冒烟']);
  expect(texts('王芳')).toEqual([]);
  stage.presses('王强', '我来处置');
  stage.deliver();
  expect(texts('王强')).toEqual(['处置中：食堂着火冒烟']);
  expect(texts('李敏')).toEqual([]);
  stage.presses('王强', '处置完毕');
  stage.presses('王强', '处置完毕', { outcome: '火已扑灭' });
  expect(texts('王强')[0]).toContain('写首报：食堂着火冒烟');
});
