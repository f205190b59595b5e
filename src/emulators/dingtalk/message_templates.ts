import { isObject, type JsonObject, parseJson, textAt } from '../ground/json.ts';
import { refuse } from './refusal.ts';
import { isUnsafe } from './robot_checks.ts';
import type { Emulation } from './state.ts';

/** msgParam is at most 15,000 bytes (reference/dingtalk.md §5.2). */
const MOST_BYTES = 15_000;
const FILE_TYPES = new Set(['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx']);

export interface RobotContent {
  readonly type: string;
  readonly content: JsonObject;
}

/** Members that must be there, by msgKey (reference/dingtalk.md §5.3). */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  sampleText: ['content'],
  sampleMarkdown: ['title', 'text'],
  sampleImageMsg: ['photoURL'],
  sampleLink: ['text', 'title', 'picUrl', 'messageUrl'],
  sampleActionCard: ['title', 'text', 'singleTitle', 'singleURL'],
  sampleActionCard6: ['title', 'text', 'buttonTitle1', 'buttonUrl1', 'buttonTitle2', 'buttonUrl2'],
  sampleAudio: ['mediaId', 'duration'],
  sampleFile: ['mediaId', 'fileName', 'fileType'],
  sampleVideo: ['duration', 'videoMediaId', 'videoType', 'picMediaId'],
  ...Object.fromEntries(
    [2, 3, 4, 5].map((count) => [
      `sampleActionCard${count}`,
      [
        'title',
        'text',
        ...Array.from({ length: count }, (_, at) => [`actionTitle${at + 1}`, `actionURL${at + 1}`]).flat(),
      ],
    ]),
  ),
};

function buttonsOf(param: JsonObject): JsonObject[] {
  const named = (title: string, url: string) =>
    param[title] === undefined ? [] : [{ title: param[title], url: param[url] }];
  return [
    ...named('singleTitle', 'singleURL'),
    ...[1, 2, 3, 4, 5].flatMap((at) => [
      ...named(`actionTitle${at}`, `actionURL${at}`),
      ...named(`buttonTitle${at}`, `buttonUrl${at}`),
    ]),
  ];
}

function contentOf(msgKey: string, param: JsonObject): RobotContent {
  if (msgKey.startsWith('sampleActionCard')) {
    return { type: 'actionCard', content: { title: param.title, text: param.text, buttons: buttonsOf(param) } };
  }
  switch (msgKey) {
    case 'sampleText':
      return { type: 'text', content: param };
    case 'sampleMarkdown':
      return { type: 'markdown', content: param };
    case 'sampleImageMsg':
      return { type: 'image', content: param };
    case 'sampleLink':
      return { type: 'link', content: param };
    default:
      return { type: msgKey.replace('sample', '').toLowerCase(), content: param };
  }
}

/** Checks `msgKey` and `msgParam` of a robot send and gives what the receivers see. */
export function robotContent(emulation: Emulation, body: JsonObject): RobotContent {
  const msgKey = textAt(body, 'msgKey') ?? refuse('invalidParameter.msgKey.empty', 'msgKey 为空');
  const required = REQUIRED[msgKey] ?? refuse('invalidParameter.msgKey.invalid', 'msgKey 无效');
  const { msgParam } = body;
  const invalid = (why: string) => refuse('invalidParameter.msgParam.invalid', `msgParam 无效：${why}`);
  if (typeof msgParam !== 'string') return invalid('不是字符串');
  if (Buffer.byteLength(msgParam) > MOST_BYTES) refuse('invalidParameter.msgParam.tooLong', 'msgParam 过长');
  const param = parseJson(msgParam);
  if (!isObject(param)) return invalid('不是 JSON');
  const missing = required.find((name) => textAt(param, name) === undefined && typeof param[name] !== 'number');
  if (missing !== undefined) return invalid(`缺少 ${missing}`);
  if (msgKey === 'sampleFile' && !FILE_TYPES.has(String(param.fileType))) return invalid('fileType');
  for (const name of ['mediaId', 'videoMediaId', 'picMediaId']) {
    const media = textAt(param, name);
    if (media !== undefined && !emulation.media.has(media)) return invalid(`${name} 不存在`);
  }
  const photo = msgKey === 'sampleImageMsg' ? String(param.photoURL) : 'https://';
  if (!/^https?:\/\//.test(photo) && !emulation.media.has(photo)) return invalid('photoURL');
  if (isUnsafe(emulation, msgParam)) refuse('contain.notAllowed.text', '消息包含违规内容');
  return contentOf(msgKey, param);
}
