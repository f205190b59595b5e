/** A card as the person with the phone sees it, and their choices as the wire wants them. */
import { plainText, readCard } from '../../../src/emulators/feishu/card_reading.ts';
import type { FeishuEmulator, MessageView } from '../../../src/emulators/feishu/emulator.ts';

export interface ShownCard {
  readonly messageId: string;
  /** Whether the phone rang (Feishu 加急). */
  readonly urgent: boolean;
  readonly title: string;
  readonly text: string;
  readonly buttons: readonly string[];
  readonly fields: readonly { readonly label: string; readonly name: string; readonly initial: unknown }[];
}

/** What the message shows now. */
export function shown(message: MessageView): ShownCard {
  if (message.type !== 'interactive')
    return {
      messageId: message.messageId,
      urgent: message.urgent,
      title: '',
      text: message.text,
      buttons: [],
      fields: [],
    };
  const card = readCard(message.content);
  return {
    messageId: message.messageId,
    urgent: message.urgent,
    title: card.title,
    text: plainText(message.content),
    buttons: card.buttons.filter((button) => !button.disabled).map((button) => button.label),
    fields: card.fields.map(({ label, name, initial }) => ({ label, name: name ?? '', initial })),
  };
}

/** Selects take what the person reads; people are chosen by name. */
export function wireValues(
  emulator: Pick<FeishuEmulator, 'people'>,
  message: MessageView,
  values: Readonly<Record<string, string | number | boolean | readonly string[]>>,
) {
  const { fields } = readCard(message.content);
  return Object.fromEntries(
    Object.entries(values).map(([label, value]) => {
      const field = fields.find((one) => one.label === label || one.name === label);
      if (!field)
        throw new Error(`the card has no field ${label}; it has ${fields.map((one) => one.label).join('、')}`);
      const chosen = (text: string): string => {
        const person = emulator.people.list().find((one) => one.name === text);
        const option = field.options.find(
          (one) => one.text === text || one.value === text || (person && one.value === person.openId),
        );
        return option?.value ?? text;
      };
      const wire = Array.isArray(value)
        ? value.map(chosen)
        : typeof value === 'string'
          ? chosen(value)
          : typeof value === 'number'
            ? String(value)
            : value;
      return [field.name, wire];
    }),
  );
}
