import {
  type CardTemplate,
  createDingtalkEmulator,
  type DingtalkEmulator,
  type DingtalkEmulatorOptions,
} from '../../../src/emulators/dingtalk/emulator.ts';
import { createManualClock, type ManualClock } from '../../../src/emulators/ground/clock.ts';
import { isObject, type JsonObject } from '../../../src/emulators/ground/json.ts';

export const APP = { clientId: 'ding0123456789abcdef', clientSecret: 'a-secret', agentId: 123456789 };
export const SMALL_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** One template with every part the builder offers. */
export const TEMPLATE: CardTemplate = {
  templateId: '11111111-2222-3333-4444-555555555555.schema',
  published: true,
  variables: [
    { name: 'title', type: 'string' },
    { name: 'tag', type: 'string' },
    { name: 'tone', type: 'string' },
    { name: 'body', type: 'markdown' },
    { name: 'error', type: 'string', private: true },
    { name: 'form', type: 'form', private: true },
    { name: 'form_status', type: 'string', private: true },
    { name: 'form_button', type: 'string', private: true },
    { name: 'buttons', type: 'buttonGroup' },
    { name: 'done', type: 'boolean' },
  ],
  components: [
    { kind: 'header', title: 'title', tag: 'tag', tagColor: 'tone', tagColors: { done: 'green' } },
    { kind: 'markdown', variable: 'body' },
    { kind: 'text', variable: 'error', tone: 'error' },
    {
      kind: 'form',
      variable: 'form',
      status: 'form_status',
      buttonText: 'form_button',
      params: { handed_in: 'done' },
    },
    { kind: 'buttonGroup', variable: 'buttons', visibleWhen: { variable: 'done', is: ['', 'false'] } },
  ],
};

export const FORM = {
  fields: [
    { name: 'what', label: '描述', type: 'TEXT_AREA', required: true, requiredMsg: '请写一句' },
    {
      name: 'severity',
      label: '程度',
      type: 'SELECT',
      options: [
        { value: 'general', text: '一般' },
        { value: 'major', text: '重大' },
      ],
    },
    { name: 'token', type: 'TEXT', hidden: true, defaultValue: 'r7' },
    { name: 'place', label: '地点', type: 'TEXT', readOnly: true, defaultValue: '食堂' },
  ],
} as const;

export function button(text: string, actionId: string, params: JsonObject = {}): JsonObject {
  return { text, color: 'blue', status: 'normal', event: { type: 'sendCardRequest', params: { actionId, params } } };
}

export interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

export interface Organisation {
  readonly clock: ManualClock;
  readonly emulator: DingtalkEmulator;
  readonly teacher: string;
  /** Calls either host with a living token in the place that host wants. */
  call(method: string, path: string, body?: unknown, token?: string): Promise<Answer>;
  token(): Promise<string>;
  /** The body of a card in the teacher's one-to-one chat. */
  card(outTrackId: string, values: Readonly<Record<string, string>>, more?: JsonObject): JsonObject;
  /** Creates and delivers one. */
  sendCard(outTrackId: string, values: Readonly<Record<string, string>>, more?: JsonObject): Promise<Answer>;
}

/** An organisation with one teacher and one template; its API is called in process, without a port. */
export function organisation(options: Partial<DingtalkEmulatorOptions> = {}): Organisation {
  const clock = createManualClock(Date.parse('2026-11-23T08:00:00+08:00'));
  const emulator = createDingtalkEmulator({ app: APP, clock, delivery: { mode: 'stream' }, ...options });
  emulator.templates.add(TEMPLATE);
  const teacher = emulator.people.add({ name: '李老师', mobile: '13800000001' }).userId;
  const request = async (method: string, path: string, body: unknown, token: string | undefined): Promise<Answer> => {
    const isNew = path.startsWith('/v1.0/');
    const url = isNew || token === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}access_token=${token}`;
    const response = await emulator.app.request(url, {
      method,
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        ...(isNew && token !== undefined ? { 'x-acs-dingtalk-access-token': token } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed: unknown = text === '' ? {} : JSON.parse(text);
    return { status: response.status, body: isObject(parsed) ? parsed : {} };
  };
  const token = async () => {
    const credentials = { appKey: APP.clientId, appSecret: APP.clientSecret };
    return String((await request('POST', '/v1.0/oauth2/accessToken', credentials, undefined)).body.accessToken);
  };
  let current: string | undefined;
  const call: Organisation['call'] = async (method, path, body, given) => {
    if (given !== undefined) return request(method, path, body, given);
    current ??= await token();
    return request(method, path, body, current);
  };
  const card: Organisation['card'] = (outTrackId, values, more = {}) => ({
    cardTemplateId: TEMPLATE.templateId,
    outTrackId,
    callbackType: 'STREAM',
    cardData: { cardParamMap: values },
    openSpaceId: `dtv1.card//IM_ROBOT.${teacher}`,
    imRobotOpenSpaceModel: { supportForward: false, lastMessageI18n: { ZH_CN: '有一张卡片' } },
    imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode: APP.clientId },
    imGroupOpenSpaceModel: { supportForward: false },
    imGroupOpenDeliverModel: { robotCode: APP.clientId },
    ...more,
  });
  return {
    clock,
    emulator,
    teacher,
    token,
    call,
    card,
    sendCard: (outTrackId, values, more) =>
      call('POST', '/v1.0/card/instances/createAndDeliver', card(outTrackId, values, more)),
  };
}

/** The delivery results inside an answer. */
export function deliveryOf(answer: Answer): JsonObject {
  const { result } = answer.body;
  const results: unknown = isObject(result) ? result.deliverResults : result;
  const first: unknown = Array.isArray(results) ? results[0] : undefined;
  return isObject(first) ? first : {};
}
