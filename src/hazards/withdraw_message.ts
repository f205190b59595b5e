import type { Context } from '../kernel/context.ts';
import { endDraft } from './draft.ts';
import { draftOfMessage } from './queries.ts';

/** Somebody took back the message a report began with: the draft goes too. What was registered stays registered. */
export function withdrawMessage(context: Context, messageId: string): void {
  const found = draftOfMessage(context, messageId);
  if (found?.state === 'open') endDraft(context, found, 'dropped');
}
