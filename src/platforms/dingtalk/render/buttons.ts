import { BUTTON_ID } from '../../../../cards/dingtalk/contract.ts';
import type { Button } from '../../../../cards/model.ts';
import { within } from '../limits.ts';

const colours = { primary: 'blue', danger: 'red', default: 'gray' } as const;

/** The value of the variable `buttons` (reference/dingtalk.md §6.7). Parameters are texts: others may change type. */
export function buttonGroup(cardKey: string, buttons: readonly Button[]): readonly unknown[] {
  within(cardKey, 'buttons', buttons.length);
  return buttons.map((button) => {
    within(cardKey, 'buttonLabel', [...button.label].length);
    return {
      text: button.label,
      color: colours[button.style ?? 'default'],
      status: 'normal',
      event: {
        type: 'sendCardRequest',
        params: {
          actionId: BUTTON_ID,
          params: { action: button.action, reference: JSON.stringify(button.reference ?? {}) },
        },
      },
    };
  });
}
