import { z } from 'zod';
import type { PersonId } from '../../cards/model.ts';
import { findPackage, periodOf } from '../inspection/queries.ts';
import { keeper, packageName } from '../inspection/rules.ts';
import { record } from '../kernel/record.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { schoolById } from '../school/people.ts';
import { notice } from './layout.ts';
import type { Signer } from './signed.ts';
import type { Site } from './site.ts';

/** A whole file as a stream; undefined when it is not there (any more). */
export type OpenPackage = (
  fileName: string,
) => Promise<{ readonly bytes: number; readonly stream: ReadableStream } | undefined>;

const content = z.object({ k: z.number().int(), p: z.number().int(), a: z.enum(['feishu', 'dingtalk']) });

/** `/p/package/<signed>`: good for one package and one person, signed in, as long as they may have it. */
export const packageAddress = (
  signer: Signer,
  publicUrl: string,
  of: { readonly package: number; readonly person: PersonId; readonly platform: PlatformName },
): string => `${publicUrl}/p/package/${signer.sign('package', { k: of.package, p: of.person, a: of.platform })}`;

export interface PackageDownloadOptions {
  readonly organisation: Organisation;
  readonly signer: Signer;
  readonly now: () => number;
  readonly openPackage: OpenPackage;
}

/** Adds `GET /package/<signed>`: an inspection package too large for the chat, from the disk to the browser. */
export function addPackageDownload({ app, base, page, visitor }: Site, options: PackageDownloadOptions): void {
  const { organisation, signer, now } = options;
  const { db } = organisation.store;

  app.get('/package/:token', async (context) => {
    const token = context.req.param('token');
    const link = content.safeParse(signer.read('package', token));
    if (!link.success)
      return page(context, '打不开', notice('这个链接打不开', '可能没有复制完整。请回到聊天，重新点一次。'), 404);
    const { k: id, p: person, a: platform } = link.data;
    const who = await visitor(context, `${base}/package/${token}`, [platform]);
    if (who instanceof Response) return who;
    const of = findPackage({ db }, id);
    const reading = { db, now: now(), timeZone: 'UTC' };
    if (who.session.person !== person || !of || !keeper.allows(reading, person, of))
      return page(
        context,
        '不能下载',
        notice('这份材料您不能下载', '迎检包只有要它的人能打开，而且要还在安全办或是校长。'),
        403,
      );
    const file = of.state === 'made' && of.fileName ? await options.openPackage(of.fileName) : undefined;
    if (!file)
      return page(context, '不在了', notice('文件已经删除', '迎检包只留七天。请在聊天里再发“迎检包”和时间。'), 404);
    organisation.change(now(), (changing) =>
      record({ ...changing, actor: { kind: 'person', person, platform } }, 'package.fetched', `package:${id}`),
    );
    const name = `${packageName(schoolById({ db }, of.schoolId)?.name ?? '', periodOf(of))}.zip`;
    return context.body(file.stream, 200, {
      'content-type': 'application/zip',
      'content-length': String(file.bytes),
      'content-disposition': `attachment; filename="inspection-${id}.zip"; filename*=UTF-8''${encodeURIComponent(name)}`,
    });
  });
}
