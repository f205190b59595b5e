import type { Verdict } from '../platform.ts';
import { later, never, rowByReason, rowByStatus, type VerdictRow, verdictBy } from '../verdict_row.ts';
import { TOO_LARGE } from './client.ts';
import { type ApiFailure, describeApiFailure } from './failure.ts';

/** An administrator has to act first: looking every second would only fill the log. */
const ADMINISTRATOR_MS = 5 * 60_000;

/** reference/feishu.md §1.1 (9999…, 100…), §7 (230…, 232…, 234…), §8 (4…). */
export const codeTable: ReadonlyMap<number, VerdictRow> = new Map<number, VerdictRow>([
  // Access
  [
    10003,
    later(
      'unauthorised',
      'token request with bad parameters; check FEISHU_APP_ID and FEISHU_APP_SECRET',
      ADMINISTRATOR_MS,
    ),
  ],
  [10013, later('unauthorised', 'no token given out; check FEISHU_APP_ID and FEISHU_APP_SECRET', ADMINISTRATOR_MS)],
  [
    10014,
    later('unauthorised', 'app unavailable; check FEISHU_APP_SECRET and that the app is enabled', ADMINISTRATOR_MS),
  ],
  [99991661, later('unauthorised', 'no token on the request')],
  [99991663, later('unauthorised', 'tenant token refused twice')],
  [99991664, later('unauthorised', 'app token refused twice')],
  [99991665, later('unauthorised', 'tenant code refused', ADMINISTRATOR_MS)],
  [99991668, later('unauthorised', 'token refused twice')],
  [99991671, later('unauthorised', 'token of an unknown form')],
  [99991677, later('unauthorised', 'token expired')],
  [99991662, later('unauthorised', 'app disabled; enable it in the admin console', ADMINISTRATOR_MS)],
  [99991673, later('unauthorised', 'app not installed; publish a version', ADMINISTRATOR_MS)],
  [99991401, later('unauthorised', 'our address is not on the app’s IP allow list', ADMINISTRATOR_MS)],
  [99991400, later('rate_limited', 'calls come too often', 1_000)],
  [99991403, never('quota_exhausted', 'the month’s API calls are used up')],
  [99991672, never('scope_missing', 'grant the scope in 权限管理 and publish a new version')],
  [99991679, never('scope_missing', 'the user has not granted this scope')],
  [99992351, never('refused', 'unknown open_id')],
  [99992360, never('refused', 'unknown user_id')],
  [99992364, never('refused', 'unknown union_id')],
  [99992361, never('refused', 'open_id belongs to another app')],
  [99992402, never('refused', 'a field of the request is missing or wrong')],
  // Messages
  [11232, later('rate_limited', 'the vendor is under pressure', 5_000)],
  [230001, never('refused', 'wrong parameters')],
  [230002, never('bot_removed', 'the bot is not in this chat')],
  [230006, never('scope_missing', 'switch the bot ability on in the developer console and publish a version')],
  [230009, never('refused', 'too late to recall')],
  [230011, never('message_gone', 'the message was recalled')],
  [230013, never('not_in_range', 'the person is outside the app’s availability range')],
  [230017, never('refused', 'the file or picture belongs to another app')],
  [230018, never('refused', 'the chat’s settings forbid it')],
  [230020, later('rate_limited', 'too often for this person, chat or message', 1_000)],
  [230022, never('content_blocked', 'sensitive words')],
  [230023, never('refused', 'the person has too many unread urgent messages')],
  [230024, never('quota_exhausted', 'the tenant’s urgent quota is used up')],
  [230025, never('card_rejected', 'too long')],
  [230026, never('refused', 'only own messages can be recalled')],
  [230027, never('scope_missing', 'no permission for this chat or API')],
  [230028, never('content_blocked', 'stopped by data-loss prevention, e.g. a phone number in clear')],
  [230029, never('recipient_left', 'the person has resigned')],
  [230031, never('too_old', 'cards can be updated for 14 days')],
  [230033, never('too_old', 'read status is kept for 7 days')],
  [230034, never('refused', 'wrong receive_id')],
  [230035, never('refused', 'the bot is muted or blocked here')],
  [230038, never('not_in_range', 'the person belongs to another tenant')],
  [230049, later('in_flight', 'the same message is being sent', 2_000)],
  [230050, never('message_gone', 'the message is not visible to the bot')],
  [230053, never('refused', 'the person has stopped messages from this bot')],
  [230054, never('refused', 'this message type is not supported here')],
  [230055, never('refused', 'file type and message type differ')],
  [230071, never('refused', 'replying in a thread is not possible here')],
  [230072, never('refused', 'the message was edited too often')],
  [230075, never('refused', 'not possible in this chat or at this age')],
  [230099, never('card_rejected', 'the vendor could not build the card')],
  [230110, never('message_gone', 'the message was deleted')],
  [230111, never('message_gone', 'the message can no longer be answered')],
  [232009, never('bot_removed', 'the chat was dissolved')],
  [232019, later('in_flight', 'another change of this chat is running', 1_000)],
  // Files and pictures
  [234001, never('refused', 'wrong parameters')],
  [234003, never('message_gone', 'the file does not belong to this message')],
  [234004, never('bot_removed', 'the bot is not in the file’s chat')],
  [234006, never('refused', 'the file is too large')],
  [234007, never('scope_missing', 'switch the bot ability on in the developer console and publish a version')],
  [234010, never('refused', 'the file is empty')],
  [234011, never('refused', 'the picture cannot be read')],
  [234039, never('refused', 'the picture’s size or form is not allowed')],
  [234043, never('refused', 'files of this message type cannot be fetched')],
  // Contacts
  [40004, never('scope_missing', 'the department is outside the app’s contact range')],
  [41050, never('scope_missing', 'the person is outside the app’s contact range')],
  [43010, never('refused', 'too many departments for one question')],
  [TOO_LARGE, never('refused', 'larger than we take')],
]);

/** What a failed call means for its delivery. Unknown refusals are final, a vendor in trouble is asked again. */
export const verdictOf = (failure: ApiFailure): Verdict =>
  verdictBy(
    failure.reason === 'vendor' ? (codeTable.get(failure.code) ?? rowByStatus(failure.status)) : rowByReason(failure),
    failure,
    describeApiFailure,
  );
