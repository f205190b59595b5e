import type { Verdict } from '../platform.ts';
import { later, never, rowByReason, rowByStatus, type VerdictRow, verdictBy } from '../verdict_row.ts';
import { type ApiFailure, describeApiFailure } from './failure.ts';
import { ADDRESS_BLOCKED, TOO_LARGE } from './read_answer.ts';

/** An administrator has to act first: looking every second would only fill the log. */
const ADMINISTRATOR_MS = 5 * 60_000;

/** reference/dingtalk.md §1 (access), §5 (robot), §6.1, §6.2 (cards), §7 (contacts), §8 (limits). */
export const codeTable: ReadonlyMap<string, VerdictRow> = new Map<string, VerdictRow>([
  // Access
  [
    'invalidClientIdOrSecret',
    later('unauthorised', 'check DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET', ADMINISTRATOR_MS),
  ],
  ['authFailed', later('unauthorised', 'check DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET', ADMINISTRATOR_MS)],
  ['40089', later('unauthorised', 'check DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET', ADMINISTRATOR_MS)],
  ['InvalidAuthentication', later('unauthorised', 'token refused twice', 1_000)],
  ['40014', later('unauthorised', 'token refused twice', 1_000)],
  ['42001', later('unauthorised', 'token expired', 1_000)],
  ['88', later('unauthorised', 'token refused twice', 1_000)],
  [
    'Forbidden.AccessDenied.IpNotInWhiteList',
    later('unauthorised', 'our address is not on the app’s IP list', ADMINISTRATOR_MS),
  ],
  ['60020', later('unauthorised', 'our address is not on the app’s IP list', ADMINISTRATOR_MS)],
  ['Forbidden.AccessDenied.AccessTokenPermissionDenied', never('scope_missing', 'grant the permission in 权限管理')],
  ['60011', never('scope_missing', 'grant the permission in 权限管理')],
  // Limits
  ['Forbidden.AccessDenied.ApiCountLimitForOrg', never('quota_exhausted', 'the month’s API calls are used up')],
  ['90020', never('quota_exhausted', 'the month’s API calls are used up')],
  ['Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', later('rate_limited', 'calls come too often', 1_000)],
  ['Forbidden.AccessDenied.QpmLimitForAppkeyAndApi', later('rate_limited', 'calls come too often', 10_000)],
  ['Forbidden.AccessDenied.QpsLimitForApi', later('rate_limited', 'the vendor is under pressure', 5_000)],
  ['90018', later('rate_limited', 'calls come too often', 1_000)],
  ['90002', later('rate_limited', 'the vendor is under pressure', 5_000)],
  ['send.too.fast', later('rate_limited', 'messages come too often', 5_000)],
  ['send.byToken.tooFast', later('rate_limited', 'messages come too often', 5_000)],
  ['toomuch.msg', later('rate_limited', 'messages come too often', 10_000)],
  ['130101', later('rate_limited', 'the robot sent too much to one group', 10 * 60_000)],
  [ADDRESS_BLOCKED, later('rate_limited', 'our address sent too many calls', 5 * 60_000)],
  ['system.busy', later('platform_5xx', 'the vendor is busy')],
  ['system.error', later('platform_5xx', 'the vendor has a fault')],
  // Robot messages
  ['invalidParameter.robotCode.empty', never('refused', 'check DINGTALK_ROBOT_CODE')],
  ['invalidParameter.robotCode.notExsit', never('refused', 'check DINGTALK_ROBOT_CODE')],
  ['invalidParameter.robotCode.invalid', never('refused', 'check DINGTALK_ROBOT_CODE')],
  ['invalidParameter.robotCode.auth', never('refused', 'the robot belongs to another app; check DINGTALK_ROBOT_CODE')],
  ['robot.oto.notExist', never('scope_missing', 'publish the app with its robot')],
  ['chatbotId.notAllow.sendOTO', never('not_in_range', 'the person is outside the app’s visible range')],
  ['staffId.notExisted', never('recipient_left', 'the person is not in the organisation')],
  ['invalidParameter.userIds.empty', never('refused', 'no addressee')],
  ['invalidParameter.userIds.overMax', never('refused', 'too many addressees')],
  ['invalidParameter.msgKey.empty', never('refused', 'no kind of message')],
  ['invalidParameter.msgKey.invalid', never('refused', 'unknown kind of message')],
  ['invalidParameter.msgParam.invalid', never('refused', 'wrong parameters')],
  ['invalidParameter.msgParam.tooLong', never('refused', 'the text is too long')],
  ['invalidParameter.robotCode.downloadCode', never('message_gone', 'the file’s code is wrong or too old')],
  ['invalid.openConversationId', never('bot_removed', 'the group is unknown')],
  ['conversation.org.notMatch', never('bot_removed', 'the group belongs to another organisation')],
  ['group.disbanded', never('bot_removed', 'the group was dissolved')],
  ['resource.not.found', never('bot_removed', 'the robot is not in the group')],
  ['resource.unavailable', never('bot_removed', 'the robot is not in the group')],
  ['bot.stopped', never('scope_missing', 'the robot was stopped in the console')],
  ['bot.forbidden.sendMessage', never('scope_missing', 'the robot may not send')],
  ['too.many.people', never('refused', 'too many people')],
  ['too.many.group', later('rate_limited', 'messages go to too many groups', 10_000)],
  ['contain.unsafe.url', never('content_blocked', 'the vendor blocked a link')],
  ['contain.notAllowed.text', never('content_blocked', 'the vendor blocked the words')],
  ['contain.notAllowed.picture', never('content_blocked', 'the vendor blocked a picture')],
  ['contain.notAllowed.content', never('content_blocked', 'the vendor blocked the words')],
  ['ding.serverquota.insufficient', never('refused', 'no DING quota')],
  // Cards
  ['param.contentUnsafe', never('content_blocked', 'the vendor blocked the words')],
  ['param.templateNotExist', never('cards_refused', 'check DINGTALK_CARD_TEMPLATE_ID')],
  ['param.templateUnpublished', never('cards_refused', 'publish the card template in the card builder')],
  ['param.cardTemplateIdEmpty', never('cards_refused', 'check DINGTALK_CARD_TEMPLATE_ID')],
  ['param.cardPublicDataEmpty', never('card_rejected', 'a card without content')],
  ['param.cardDataAndPrivateDataBothEmpty', never('card_rejected', 'a card without content')],
  ['param.userIdNotExist', never('recipient_left', 'the person is not in the organisation')],
  ['param.cardNotExist', never('message_gone', 'the card is not there')],
  ['param.openSpaceIdInvalid', never('refused', 'unknown place for the card')],
  // Contacts and media
  ['60121', never('recipient_left', 'the person is not in the organisation')],
  ['50002', never('not_in_range', 'the person is outside the app’s contact range')],
  ['50004', never('not_in_range', 'the department is outside the app’s contact range')],
  [TOO_LARGE, never('refused', 'larger than we take')],
]);

/** Families of codes whose members the documents do not list (reference/dingtalk.md §8 retry policy). */
const families: readonly (readonly [RegExp, VerdictRow])[] = [
  [/Qp[sm]Limit/, later('rate_limited', 'calls come too often', 1_000)],
  [/ApiCountLimit/, never('quota_exhausted', 'the month’s API calls are used up')],
  [/PermissionDenied/, never('scope_missing', 'grant the permission in 权限管理')],
  [/^88:/, later('unauthorised', 'the vendor refused the app', ADMINISTRATOR_MS)],
  [/^contain\./, never('content_blocked', 'the vendor blocked the words')],
  [/^param\.(cardT|t)emplate/, never('cards_refused', 'check the card template')],
  [/^param\./, never('card_rejected', 'the vendor could not build the card')],
];

const rowOf = (code: string): VerdictRow | undefined =>
  codeTable.get(code) ?? families.find(([pattern]) => pattern.test(code))?.[1];

/** What a failed call means for its delivery. Unknown refusals are final, a vendor in trouble is asked again. */
export const verdictOf = (failure: ApiFailure): Verdict =>
  verdictBy(
    failure.reason === 'vendor' ? (rowOf(failure.code) ?? byStatus(failure.status)) : rowByReason(failure, byStatus),
    failure,
    describeApiFailure,
  );

/** HTTP 401 is the app's fault, whatever the code. */
const byStatus = (status: number): VerdictRow =>
  status === 401 ? later('unauthorised', 'the vendor refused the app', ADMINISTRATOR_MS) : rowByStatus(status);
