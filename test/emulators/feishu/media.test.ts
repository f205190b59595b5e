import { describe, expect, test } from 'vitest';
import { SMALL_PNG, type Tenant, tenant } from './tenant.ts';

async function upload(
  t: Tenant,
  kind: 'images' | 'files',
  fields: Record<string, string>,
  bytes: Uint8Array,
  field?: string,
) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set(field ?? (kind === 'images' ? 'image' : 'file'), new File([Uint8Array.from(bytes)], 'a.bin'));
  const headers = { Authorization: `Bearer ${await t.token()}` };
  const response = await t.emulator.app.request(`/open-apis/im/v1/${kind}`, { method: 'POST', headers, body: form });
  return response.json();
}

/** A PNG head that claims this size. */
function pngOf(width: number, height: number): Uint8Array {
  const bytes = Buffer.from(SMALL_PNG);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

const MESSAGE = { image_type: 'message' };
const PDF = { file_type: 'pdf', file_name: '名单.pdf' };

describe('uploads', () => {
  test.each<[string, number, Parameters<typeof upload> extends [unknown, ...infer Rest] ? Rest : never]>([
    ['an image', 0, ['images', MESSAGE, SMALL_PNG]],
    ['an image of a strange type', 234001, ['images', { image_type: 'photo' }, SMALL_PNG]],
    ['an image under another field', 234001, ['images', MESSAGE, SMALL_PNG, 'picture']],
    ['an empty image', 234010, ['images', MESSAGE, new Uint8Array()]],
    ['a text that calls itself image', 234011, ['images', MESSAGE, Buffer.from('not an image')]],
    ['an image over 10 MB', 234006, ['images', MESSAGE, Buffer.concat([SMALL_PNG, Buffer.alloc(10 * 1024 * 1024)])]],
    ['an image over 12000 pixels', 234039, ['images', MESSAGE, pngOf(12_001, 10)]],
    ['a GIF over 2000 pixels', 234039, ['images', MESSAGE, Buffer.from('GIF89a\xd1\x07\x01\x00', 'latin1')]],
    ['a file', 0, ['files', PDF, Buffer.from('x')]],
    ['a file of a strange type', 234001, ['files', { ...PDF, file_type: 'exe' }, Buffer.from('x')]],
    ['a file without name', 234001, ['files', { file_type: 'pdf' }, Buffer.from('x')]],
    ['a file over 30 MB', 234006, ['files', PDF, Buffer.alloc(30 * 1024 * 1024 + 1)]],
  ])('%s → %d', async (_name, code, [kind, fields, bytes, field]) => {
    expect(await upload(tenant(), kind, fields, bytes, field)).toMatchObject({ code });
  });
});

describe('downloads of what people sent', () => {
  test('need the right message, key, type and a chat the bot is in', async () => {
    const t = tenant();
    const phone = t.emulator.phone(t.teacher);
    const photo = await phone.sendsImage(SMALL_PNG);
    const other = await phone.sendsFile('名单.xlsx', Buffer.from('roster'));
    const sticker = await phone.sendsSticker();
    const group = t.emulator.chats.create({ name: '群', members: [t.teacher] });
    const elsewhere = await phone.sendsImage(SMALL_PNG, { chatId: group });
    const key = String(photo.content.image_key);
    const download = (messageId: string, fileKey: string, type: string) =>
      t.call('GET', `/im/v1/messages/${messageId}/resources/${fileKey}?type=${type}`);
    const codes = [
      await download(photo.messageId, String(other.content.file_key), 'file'),
      await download(other.messageId, key, 'image'),
      await download(photo.messageId, key, 'file'),
      await download(sticker.messageId, String(sticker.content.file_key), 'file'),
      await download(elsewhere.messageId, String(elsewhere.content.image_key), 'image'),
      await t.call('GET', `/im/v1/images/${key}`),
    ].map((answer) => answer.body.code);
    expect(codes).toEqual([234003, 234003, 234001, 234043, 234004, 234008]);
    const headers = { Authorization: `Bearer ${await t.token()}` };
    const path = `/open-apis/im/v1/messages/${other.messageId}/resources/${other.content.file_key}?type=file`;
    const response = await t.emulator.app.request(path, { headers });
    expect(await response.text()).toBe('roster');
    expect(response.headers.get('X-Tt-Logid')).not.toBeNull();
  });

  test('a picture for the bot in a group travels as a post that mentions it', async () => {
    const t = tenant();
    const group = t.emulator.chats.create({ name: '群', members: [t.teacher], withBot: true });
    const photo = await t.emulator.phone(t.teacher).sendsImage(SMALL_PNG, { chatId: group, mentionBot: true });
    expect(photo).toMatchObject({ type: 'post', text: `@${t.emulator.bot.name}\n[图片]` });
    const [, [image]] = photo.content.content as [unknown, [{ image_key: string }]]; // the shape just asserted
    const path = `/open-apis/im/v1/messages/${photo.messageId}/resources/${image.image_key}?type=image`;
    const headers = { Authorization: `Bearer ${await t.token()}` };
    const response = await t.emulator.app.request(path, { headers });
    expect(Buffer.from(await response.arrayBuffer()).equals(SMALL_PNG)).toBe(true);
  });
});
