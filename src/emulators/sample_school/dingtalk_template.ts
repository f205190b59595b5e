import { CURRENT_FORM, FORM_ID, templateVariables } from '../../../cards/dingtalk/contract.ts';
import type { CardTemplate } from '../dingtalk/emulator.ts';

export const SAMPLE_TEMPLATE = '5a1d0c0e-0000-4000-8000-000000000001.schema';

/** Anyuan's card template as cards/dingtalk/building.zh-CN.md builds it, in the words of the local DingTalk. */
export const sampleTemplate: CardTemplate = {
  templateId: SAMPLE_TEMPLATE,
  published: true,
  variables: Object.entries(templateVariables).map(([name, { type, private: isPrivate }]) => ({
    name,
    type,
    private: isPrivate,
  })),
  components: [
    {
      kind: 'header',
      title: 'title',
      tag: 'tag',
      tagColor: 'tone',
      tagColors: { info: 'blue', done: 'green', due: 'orange', danger: 'red', closed: 'gray' },
    },
    { kind: 'markdown', variable: 'markdown' },
    { kind: 'text', variable: 'notice', tone: 'error' },
    {
      kind: 'form',
      id: FORM_ID,
      variable: 'form',
      status: 'form_status',
      buttonText: 'form_btn_text',
      params: { [CURRENT_FORM]: 'form' },
      visibleWhen: { variable: 'state', is: ['form', 'form+buttons'] },
    },
    { kind: 'buttonGroup', variable: 'buttons', visibleWhen: { variable: 'state', is: ['buttons', 'form+buttons'] } },
  ],
};
