import type { OutboxRow } from './claim.ts';
import { fetchPhotoRow } from './fetch_photo.ts';
import { codeOf, failureOf } from './log.ts';
import { brokenResult, isOutOfQuota, type Result } from './result.ts';
import { runErrandRow } from './run_errand.ts';
import { sendCardRow } from './send_card.ts';
import { sendFileRow, sendTextRow, sendTextTogether } from './send_text.ts';
import { sendUpdate } from './send_update.ts';
import type { Letter, Sender, Surroundings } from './sender.ts';

const senders: Record<OutboxRow['kind'], Sender> = {
  card: sendCardRow,
  update: sendUpdate,
  text: sendTextRow,
  file: sendFileRow,
  photo: fetchPhotoRow,
  errand: runErrandRow,
};

/** Sends rows of the same words to several people. Never throws, as `send`. */
export async function sendTogether(letters: readonly Letter[], surroundings: Surroundings): Promise<readonly Result[]> {
  try {
    return await sendTextTogether(letters);
  } catch (error) {
    surroundings.log.error(
      { rows: letters.map(({ row }) => row.id), ...failureOf(error) },
      'delivery.send: rows broke; they are tried again later',
    );
    return letters.map(() => brokenResult(codeOf(error)));
  }
}

/** Sends one claimed row. Never throws: what breaks in our own code is logged and tried again later. */
export async function send(letter: Letter, surroundings: Surroundings): Promise<Result> {
  try {
    const result = await senders[letter.row.kind](letter, surroundings);
    // The vendor has no calls left: who has just written can be answered all the same.
    if (!isOutOfQuota(result) || letter.bySession || !hasSession(letter)) return result;
    return await senders[letter.row.kind]({ ...letter, bySession: true }, surroundings);
  } catch (error) {
    const { id, kind, card } = letter.row;
    surroundings.log.error(
      { row: id, kind, card, ...failureOf(error) },
      'delivery.send: a row broke; it is tried again later',
    );
    return brokenResult(codeOf(error));
  }
}

const hasSession = ({ row, platform, recipient }: Letter): boolean =>
  (row.kind === 'card' || row.kind === 'text') && recipient !== undefined && platform.hasSession?.(recipient) === true;
