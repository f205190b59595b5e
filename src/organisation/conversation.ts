import type { PersonId } from '../../cards/model.ts';
import { beforeDrillPhoto, videoAnswer } from '../drills/photos.ts';
import { hearTaskFile } from '../duties/evidence_files.ts';
import { beforePhoto } from '../duties/rounds/gather.ts';
import { takePhoto } from '../hazards/photos.ts';
import { supplementByQuote } from '../hazards/supplement_by_quote.ts';
import { comeBack, keyInGroup } from '../incidents/come_back.ts';
import { openPrivate } from '../incidents/open_private.ts';
import { raiseEmergency } from '../incidents/raise_emergency.ts';
import { readReturnKey } from '../incidents/return_key.ts';
import type { Context } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { requestErrand, sendText, type To } from '../kernel/send.ts';
import type { MessageContent } from '../platforms/platform.ts';
import { greet, learnDirectChat } from '../school/accounts.ts';
import { learnGroup } from '../school/groups.ts';
import { claim, greetStranger } from '../school/knock.ts';
import { schoolMeant, schoolsOf, whoIs } from '../school/people.ts';
import { asksAnonymity } from '../understanding/anonymous.ts';
import { understand } from '../understanding/understand.ts';
import type { Understanding } from '../understanding/understanding.ts';
import { act, nameWords } from './act.ts';
import { hearCode } from './code_speech.ts';
import { hearDutySpeech } from './duty_speech.ts';
import type { Message } from './message.ts';
import { hearWord } from './words_of_many.ts';

/** Longer messages are kept to here: the rest is not a hazard, it is a paste. */
const LONGEST = 10_000;

/** What Feishu and DingTalk call a video (reference/feishu.md §4, reference/dingtalk.md §4). */
const videoTypes: readonly string[] = ['media', 'video'];

/** The one sentence a group ever gets back: nobody beside can tell a loose tile from a private matter. */
const IN_GROUP = '收到，已私信您。';

/** Takes a message: who is it, what did they send, and where does it belong. Text is stored as typed. */
export function hear(context: Context, message: Message): void {
  if (message.chat.type === 'group')
    learnGroup(context, {
      platform: message.platform,
      chatId: message.chat.chatId,
      name: message.chat.name ?? '',
    });
  const words = wordsIn(message.content);
  const who = whoIs(context, message.platform, message.sender.userId);
  if (hearCode(context, message, who?.person, words)) {
    if (message.chat.type === 'group') answerInGroup(context, message, IN_GROUP);
    return;
  }
  if (!who) {
    hearStranger(context, message, words);
    return;
  }
  if (message.chat.type === 'direct' && who.directChatId !== message.chat.chatId) {
    learnDirectChat(context, {
      platform: message.platform,
      userId: message.sender.userId,
      chatId: message.chat.chatId,
    });
  }
  if (who.greetedAt === null) greet(context, { person: who.person, platform: message.platform });
  hearPerson(context, message, who.person, words);
}

const wordsIn = (content: MessageContent): string =>
  content.type === 'text' || content.type === 'rich' ? [...content.text].slice(0, LONGEST).join('').trim() : '';

/** Somebody nobody knows: in danger they get the numbers all the same; otherwise how to join. */
function hearStranger(context: Context, message: Message, words: string): void {
  const { platform, sender } = message;
  const meaning = words === '' ? undefined : understand(words);
  if (meaning?.intent === 'emergency' || (meaning?.intent === 'command' && meaning.command === 'emergency')) {
    raiseEmergency(context, {
      stranger: sender.userId,
      platform,
      kind: meaning.intent === 'emergency' ? meaning.kind : 'unknown',
      words,
      place: meaning.intent === 'emergency' ? meaning.where : '',
    });
    return;
  }
  const name = nameWords.exec(words)?.[1];
  if (name !== undefined) claim(context, { platform, user: sender, name });
  else greetStranger(context, { platform, user: sender });
}

function hearPerson(context: Context, message: Message, person: PersonId, words: string): void {
  const { content } = message;
  const key = readReturnKey(words);
  if (key !== undefined) {
    hearReturnKey(context, message, person, key);
    return;
  }
  const schoolId = schoolMeant(context, person, words);
  const to: To = { person };
  const meaning = words === '' ? undefined : understand(words);
  // Danger and private matters come before everything else: before a quoted card, and before any role.
  const isUrgent = meaning !== undefined && answerUrgent(context, message, person, words, meaning);
  if (isUrgent && (schoolId === undefined || meaning.intent !== 'emergency')) {
    // A picture of a private matter never becomes a report that others open.
    if (content.type === 'rich' && content.images.length > 0)
      sendText(context, '照片没有保存，请当面交给经办的老师。', to);
    if (message.chat.type === 'group') answerInGroup(context, message, IN_GROUP);
    return;
  }
  if (schoolId === undefined) {
    sendText(context, '您的角色还没有登记，请联系安全办。', to);
    return;
  }
  if (content.type === 'unsupported') {
    const video = videoTypes.includes(content.vendorType) ? videoAnswer(context, schoolId) : undefined;
    sendText(context, video ?? '暂时只收文字和照片。打一句话就行，例如“井盖松了”。', to);
    return;
  }
  if (content.type === 'file') {
    hearFile(context, message, person, content);
    return;
  }
  const images = content.type === 'image' ? [content.image] : content.type === 'rich' ? content.images : [];
  const isAboutSomething =
    !isUrgent &&
    words !== '' &&
    message.quotes !== undefined &&
    supplementByQuote(context, { person, platform: message.platform, messageId: message.quotes, words });
  if (meaning && !isUrgent && !isAboutSomething && !hearWord(context, person, schoolId, words)) {
    const left = hearDutySpeech(context, person, schoolId, words, meaning);
    if (left) act(context, { message, person, schoolId, words: left.words, meaning: left.meaning });
  }
  const sent = { person, schoolId, platform: message.platform, quotes: message.quotes };
  const drill = images.length > 0 ? beforeDrillPhoto(context, sent) : { asks: false };
  const asks = (images.length > 0 && beforePhoto(context, sent)) || drill.asks;
  for (const mediaKey of images) {
    takePhoto(context, {
      ...sent,
      messageId: message.messageId,
      mediaKey,
      draft: drill.draft,
      asks,
    });
  }
  if (message.chat.type === 'group') answerInGroup(context, message, IN_GROUP);
}

/** Somebody comes back to a matter they left no name with; nothing of it is recorded. */
function hearReturnKey(context: Context, message: Message, person: PersonId, key: string): void {
  if (message.chat.type === 'group') {
    keyInGroup(context, person);
    answerInGroup(context, message, IN_GROUP);
  } else comeBack(context, { person, key });
}

/** Emergencies and private matters; false for everything else. Needs no role: people in danger may have none. */
function answerUrgent(
  context: Context,
  message: Message,
  person: PersonId,
  words: string,
  meaning: Understanding,
): boolean {
  const inGroup = message.chat.type === 'group';
  const anonymous = meaning.intent !== 'command' && asksAnonymity(words);
  if (meaning.intent === 'sensitive' || (anonymous && meaning.intent !== 'emergency')) {
    const kind = meaning.intent === 'sensitive' ? meaning.kind : 'unsaid';
    openPrivate(context, { person, kind, inGroup, anonymous });
    return true;
  }
  if (meaning.intent !== 'emergency') return false;
  const { kind, where } = meaning;
  raiseEmergency(context, { person, platform: message.platform, kind, words, place: where });
  // Harm to oneself under way: help at once, and the people who will look after it as well.
  if (meaning.sensitive !== undefined) openPrivate(context, { person, kind: meaning.sensitive, inGroup, anonymous });
  return true;
}

/** A spreadsheet from the safety office is a roster; anything else is pointed to where it can go. */
function hearFile(
  context: Context,
  message: Message,
  person: PersonId,
  content: Extract<MessageContent, { type: 'file' }>,
): void {
  const { platform, messageId, quotes } = message;
  if (hearTaskFile(context, { person, platform, messageId, quotes, file: content.file, fileName: content.fileName }))
    return;
  const school = schoolsOf(context, person).find((one) => hasRole(context, person, one, 'safety_office'));
  if (!/\.(xlsx|xls|csv)$/i.test(content.fileName)) {
    sendText(context, '暂时只收照片，和安全办发来的名册（.xlsx 或 .csv）。', { person });
    return;
  }
  if (school === undefined) {
    sendText(context, '名册由安全办导入，请把文件交给安全办。', { person });
    return;
  }
  const errand = {
    errand: 'read-roster',
    person,
    school,
    messageId: message.messageId,
    file: content.file,
    fileName: content.fileName,
  } as const;
  requestErrand(context, errand, message.platform, `roster:${message.platform}:${message.messageId}`);
}

function answerInGroup(context: Context, message: Message, text: string): void {
  const group = learnGroup(context, { platform: message.platform, chatId: message.chat.chatId, name: '' });
  sendText(context, text, { group });
}
