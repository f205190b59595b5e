/** Cards as the product sends them (domain/voice.md §2), together holding every component the phone draws. */
export { formCard, looseFieldsCard } from './sample_cards/forms.ts';
export { alertCard, digestCard, userTextCard, welcomeCard } from './sample_cards/reading.ts';
export { receiptCard, taskCard } from './sample_cards/work.ts';
