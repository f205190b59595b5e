import { imageFacts } from '../ground/image_facts.ts';
import { textAt } from '../ground/json.ts';
import { readMultipart } from '../ground/multipart.ts';
import { type Api, bodyOf } from './http.ts';
import { storeMedia } from './media_store.ts';
import { refuse, refuseOld } from './refusal.ts';
import { checkRobotCode } from './robot_checks.ts';
import type { Emulation, MediaRecord } from './state.ts';

const MEGABYTE = 1024 * 1024;
const LIMITS: Readonly<Record<MediaRecord['kind'], number>> = {
  image: 20 * MEGABYTE,
  file: 20 * MEGABYTE,
  video: 20 * MEGABYTE,
  voice: 2 * MEGABYTE,
};
const LINK_LIFE_MS = 3_600_000;

/** Uploads on the old host, downloads of what people sent on the new one (reference/dingtalk.md §4, §5.3). */
export function mountMedia(api: Api, emulation: Emulation): void {
  api.oldRoute('POST', '/media/upload', { auth: 'token' }, async ({ context, query }) => {
    const { req } = context;
    const parts = readMultipart(req.header('Content-Type') ?? '', new Uint8Array(await req.arrayBuffer()));
    const type = query('type') ?? Buffer.from(parts?.get('type')?.bytes ?? []).toString('utf8');
    const kind = (['image', 'voice', 'video', 'file'] as const).find((each) => each === type);
    if (kind === undefined) return refuseOld(40004, '不合法的媒体文件类型');
    const part = parts?.get('media') ?? refuseOld(40035, '不合法的参数：media');
    if (part.filename === undefined || part.bytes.length === 0) refuseOld(40035, '不合法的参数：media');
    if (part.bytes.length > LIMITS[kind]) refuseOld(40006, '不合法的文件大小');
    if (kind === 'image' && imageFacts(part.bytes) === undefined) refuseOld(40005, '不合法的文件类型');
    const key = storeMedia(emulation, { kind, name: part.filename ?? 'media', bytes: part.bytes });
    return { type: kind, media_id: key, created_at: emulation.clock.now() };
  });

  const permission = 'qyapi_robot_sendmsg';
  api.route('POST', '/v1.0/robot/messageFiles/download', { auth: 'token', permission }, async (call) => {
    const body = await bodyOf(call);
    const code = textAt(body, 'downloadCode') ?? refuse('invalidParameter.robotCode.downloadCode.empty');
    if (body.robotCode !== emulation.bot.robotCode) {
      checkRobotCode(emulation, body);
      refuse('invalidParameter.robotCode.auth');
    }
    const key = emulation.downloads.get(code) ?? refuse('invalidParameter.robotCode.downloadCode');
    const expires = emulation.clock.now() + LINK_LIFE_MS;
    const name = encodeURIComponent(key);
    return { downloadUrl: `${emulation.origin.url}/oss/${name}.file?Expires=${Math.floor(expires / 1_000)}` };
  });

  // The temporary link to the vendor's object storage: no token, no quota, no content type to trust.
  api.app.get('/oss/:name', (context) => {
    const media = emulation.media.get(decodeURIComponent(context.req.param('name').replace(/\.file$/, '')));
    const expired = Number(context.req.query('Expires')) * 1_000 <= emulation.clock.now();
    if (media === undefined || expired) return context.text('<Error><Code>AccessDenied</Code></Error>', 403);
    return new Response(Uint8Array.from(media.bytes), { headers: { 'Content-Type': 'application/octet-stream' } });
  });
}
