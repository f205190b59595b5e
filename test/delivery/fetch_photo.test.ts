import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fetchPhoto } from '../../src/kernel/send.ts';
import { refusalTexts } from '../../src/photos/strip_metadata.ts';
import { photo } from '../../src/store/schema/index.ts';
import { bareJpeg, heic, jpeg } from '../photos/pictures.ts';
import { openDesk, START } from './desk.ts';
import { down } from './vendor.ts';

function openPhotoDesk() {
  const heard: string[] = [];
  const desk = openDesk({
    delivery: {
      onPhoto: (context, id) => {
        const row = context.db
          .select()
          .from(photo)
          .all()
          .find((one) => one.id === id);
        heard.push(`${id} ${row?.state}`);
      },
    },
  });
  const take = (id: number, bytes: Uint8Array | undefined): void => {
    if (bytes) desk.vendor.downloads.set(`img_${id}`, bytes);
    desk.change((context) => {
      context.db
        .insert(photo)
        .values({ id, personId: 2, platform: 'feishu', messageId: `om_${id}`, mediaKey: `img_${id}`, at: START })
        .run();
      fetchPhoto(context, id, 'feishu');
    });
  };
  const photos = () => desk.store.db.select().from(photo).all();
  return { ...desk, heard, take, photos };
}

describe('a picture somebody sent', () => {
  test('is stored without its metadata under the hash of what is stored', async () => {
    const desk = openPhotoDesk();
    desk.take(1, jpeg(1));
    await desk.settled();
    const expected = bareJpeg();
    const hash = createHash('sha256').update(expected).digest('hex');
    expect(desk.photos()).toMatchObject([{ state: 'stored', hash, refusal: null }]);
    expect(Buffer.from(desk.files.stored.get(hash) ?? []).equals(expected)).toBe(true);
    expect(desk.heard).toEqual(['1 stored']);
  });

  test.each([
    ['not_an_image', new Uint8Array([0x25, 0x50, 0x44, 0x46])],
    ['broken', jpeg().subarray(0, 60)],
    ['heic', heic],
    ['gone', undefined],
  ] as const)('%s: refused with words, and nothing is stored', async (why, bytes) => {
    const desk = openPhotoDesk();
    desk.take(1, bytes);
    await desk.settled();
    expect(desk.photos()).toMatchObject([{ state: 'refused', hash: null, refusal: refusalTexts[why] }]);
    expect(desk.files.stored.size).toBe(0);
    expect(desk.heard).toEqual(['1 refused']);
  });

  test('is fetched later when the platform is away', async () => {
    const desk = openPhotoDesk();
    desk.vendor.state.script = down;
    desk.take(1, jpeg());
    await desk.wait(5 * 60_000);
    expect(desk.photos()).toMatchObject([{ state: 'wanted' }]);
    desk.vendor.state.script = () => undefined;
    await desk.wait(2 * 60_000);
    expect(desk.photos()).toMatchObject([{ state: 'stored' }]);
    expect(desk.heard).toEqual(['1 stored']);
  });

  test('the same picture from two people has the same hash', async () => {
    const desk = openPhotoDesk();
    desk.take(1, jpeg(6));
    desk.take(2, jpeg(6, true));
    await desk.settled();
    const [first, second] = desk.photos();
    expect(first?.hash).toBe(second?.hash);
    expect(desk.files.stored.size).toBe(1);
  });

  test('a feature that fails on the news does not lose the picture: it is tried again', async () => {
    let isBroken = true;
    const desk = openDesk({
      delivery: {
        onPhoto: () => {
          if (isBroken) throw new Error('feature');
        },
      },
    });
    desk.vendor.downloads.set('img_1', jpeg());
    desk.change((context) => {
      context.db
        .insert(photo)
        .values({ id: 1, personId: 2, platform: 'feishu', messageId: 'om_1', mediaKey: 'img_1', at: START })
        .run();
      fetchPhoto(context, 1, 'feishu');
    });
    await desk.settled();
    expect(desk.rows()).toMatchObject([{ state: 'pending', verdict: 'internal: write' }]);
    isBroken = false;
    await desk.wait(60_000);
    expect(desk.store.db.select().from(photo).all()).toMatchObject([{ state: 'stored' }]);
  });
});
