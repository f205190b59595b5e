/** The vendor's own clients against the emulator: what they send is taken, what they read is there. */
import { createRequire } from 'node:module';
import { DWClient, type DWClientDownStream, EventAck } from 'dingtalk-stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { isObject } from '../../../src/emulators/ground/json.ts';
import { APP, button, type Organisation, organisation, TEMPLATE } from './organisation.ts';

const load = createRequire(import.meta.url);
// CommonJS with a default member; `require` gives it as it is.
const OpenApi: typeof import('@alicloud/openapi-client') = load('@alicloud/openapi-client');
const Util: typeof import('@alicloud/tea-util') = load('@alicloud/tea-util');
const Oauth: typeof import('@alicloud/dingtalk/dist/oauth2_1_0/client.js') = load(
  '@alicloud/dingtalk/dist/oauth2_1_0/client.js',
);
const Robot: typeof import('@alicloud/dingtalk/dist/robot_1_0/client.js') = load(
  '@alicloud/dingtalk/dist/robot_1_0/client.js',
);
const Card: typeof import('@alicloud/dingtalk/dist/card_1_0/client.js') = load(
  '@alicloud/dingtalk/dist/card_1_0/client.js',
);

const ROBOT = '/v1.0/im/bot/messages/get';
const CARD = '/v1.0/card/instances/callback';

/** The npm client with its constant addresses turned to this machine (reference/dingtalk.md §2.6). */
class LocalClient extends DWClient {
  readonly base: string;
  constructor(base: string) {
    super({ clientId: APP.clientId, clientSecret: APP.clientSecret, keepAlive: false });
    this.base = base;
    // The package's default list is one object for all its clients.
    Object.assign(this.config, { subscriptions: [{ type: 'EVENT', topic: '*' }] });
  }
  override async getEndpoint(): Promise<this> {
    const { clientId, clientSecret, ua, subscriptions } = this.getConfig();
    const response = await fetch(`${this.base}/v1.0/gateway/connections/open`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ clientId, clientSecret, ua, subscriptions }),
    });
    const answer: unknown = await response.json();
    if (!isObject(answer)) throw new Error('no answer');
    Object.assign(this, { dw_url: `${answer.endpoint}?ticket=${encodeURIComponent(String(answer.ticket))}` });
    return this;
  }
}

let o: Organisation;
let baseUrl: string;
beforeAll(async () => {
  o = organisation();
  ({ baseUrl } = await o.emulator.start());
});
afterAll(() => o.emulator.stop());
// The npm client greets every connection on the console.
beforeEach(() => void vi.spyOn(console, 'info').mockImplementation(() => undefined));

describe('the npm Stream client', () => {
  let client: LocalClient;
  const heard: DWClientDownStream[] = [];
  beforeAll(async () => {
    vi.spyOn(console, 'info').mockImplementation(() => undefined);
    client = new LocalClient(baseUrl);
    client.registerCallbackListener(ROBOT, (frame) => {
      heard.push(frame);
      client.socketCallBackResponse(frame.headers.messageId, null);
    });
    client.registerCallbackListener(CARD, (frame) => {
      heard.push(frame);
      client.socketCallBackResponse(frame.headers.messageId, {
        cardUpdateOptions: { updateCardDataByKey: true },
        cardData: { cardParamMap: { tag: '已办' } },
      });
    });
    client.registerAllEventListener((frame) => {
      heard.push(frame);
      return { status: EventAck.SUCCESS };
    });
    await client.connect();
    await o.emulator.connected();
  });
  afterAll(() => client.disconnect());
  beforeEach(() => void heard.splice(0));

  test('hears a message, and its ack is understood', async () => {
    await o.emulator.phone(o.teacher).says('灯坏了');
    expect(JSON.parse(heard[0]?.data ?? '{}')).toMatchObject({ text: { content: '灯坏了' } });
    expect([o.emulator.waitingRetries(), o.emulator.lostMessages()]).toEqual([0, 0]);
  });

  test('answers a click', async () => {
    await o.sendCard('click', { title: '一', tag: '待办', buttons: JSON.stringify([button('好', 'ok')]) });
    const phone = o.emulator.phone(o.teacher);
    const messageId = phone.messages().at(-1)?.messageId ?? '';
    expect(await phone.presses(messageId, { button: '好' })).toEqual({ changed: true });
    expect(phone.messages().at(-1)?.card?.tag).toBe('已办');
  });

  test('takes an event and echoes a ping', async () => {
    const added = o.emulator.people.add({ name: '新老师' }, { announce: true });
    await o.emulator.settled();
    expect(heard[0]?.headers.eventType).toBe('user_add_org');
    expect(JSON.parse(heard[0]?.data ?? '{}')).toMatchObject({ userId: [added.userId] });
    o.clock.advance(30_000);
    // The next ping is planned once this one was echoed.
    await expect.poll(() => o.clock.waiting()).toBe(1);
    expect(o.emulator.complaints()).toEqual([]);
  });
});

describe('the OpenAPI client', () => {
  const config = () => {
    const made = new OpenApi.Config({});
    made.protocol = 'http';
    made.regionId = 'central';
    made.endpoint = new URL(baseUrl).host;
    return made;
  };
  const runtime = () => new Util.RuntimeOptions({});
  const token = async () => {
    const request = new Oauth.GetAccessTokenRequest({ appKey: APP.clientId, appSecret: APP.clientSecret });
    const answer = await new Oauth.default(config()).getAccessToken(request);
    return answer.body?.accessToken ?? '';
  };
  const send = async (userIds: string[]) => {
    const headers = new Robot.BatchSendOTOHeaders({ xAcsDingtalkAccessToken: await token() });
    const { robotCode } = o.emulator.bot;
    const request = new Robot.BatchSendOTORequest({
      robotCode,
      userIds,
      msgKey: 'sampleText',
      msgParam: JSON.stringify({ content: '你好' }),
    });
    return new Robot.default(config()).batchSendOTOWithOptions(request, headers, runtime());
  };

  test('gets a token, and reads what a batch came to', async () => {
    const { body } = await send([o.teacher, 'nobody']);
    expect(body).toMatchObject({
      processQueryKey: expect.any(String),
      invalidStaffIdList: ['nobody'],
      flowControlledStaffIdList: [],
    });
  });

  test('reads the vendor’s refusal as an error with its code', async () => {
    await expect(send(['nobody'])).rejects.toMatchObject({ code: 'staffId.notExisted', statusCode: 400 });
  });

  test('creates, delivers and updates a card', async () => {
    const accessToken = await token();
    const client = new Card.default(config());
    const request = new Card.CreateAndDeliverRequest({
      cardTemplateId: TEMPLATE.templateId,
      outTrackId: 'sdk',
      callbackType: 'STREAM',
      cardData: new Card.CreateAndDeliverRequestCardData({ cardParamMap: { title: '一', tag: '待办' } }),
      openSpaceId: `dtv1.card//IM_ROBOT.${o.teacher}`,
      imRobotOpenSpaceModel: new Card.CreateAndDeliverRequestImRobotOpenSpaceModel({ supportForward: false }),
      imRobotOpenDeliverModel: new Card.CreateAndDeliverRequestImRobotOpenDeliverModel({ spaceType: 'IM_ROBOT' }),
    });
    const headers = new Card.CreateAndDeliverHeaders({ xAcsDingtalkAccessToken: accessToken });
    const made = await client.createAndDeliverWithOptions(request, headers, runtime());
    expect(made.body?.result?.deliverResults?.[0]).toMatchObject({ success: true, spaceType: 'IM_ROBOT' });
    const update = new Card.UpdateCardRequest({
      outTrackId: 'sdk',
      cardData: new Card.UpdateCardRequestCardData({ cardParamMap: { tag: '已办' } }),
      cardUpdateOptions: new Card.UpdateCardRequestCardUpdateOptions({ updateCardDataByKey: true }),
    });
    const updateHeaders = new Card.UpdateCardHeaders({ xAcsDingtalkAccessToken: accessToken });
    const updated = await client.updateCardWithOptions(update, updateHeaders, runtime());
    expect(updated.body).toMatchObject({ success: true });
    expect(o.emulator.phone(o.teacher).messages().at(-1)?.text).toBe('一\n已办');
  });
});
