import type { Hono } from 'hono';
import type { Config } from '../config.ts';
import type { DeliveryClock } from '../delivery/options.ts';
import type { PageLink } from '../delivery/page_link.ts';
import type { Log } from '../organisation/organisation.ts';
import { createPageLink } from '../pages/links.ts';
import { type OpenPackage, packageAddress } from '../pages/package_download.ts';
import { createPages } from '../pages/pages.ts';
import { createSigner } from '../pages/signed.ts';
import type { PlatformName } from '../platforms/platform.ts';
import type { SignIn } from '../platforms/sign_in.ts';
import type { Files } from '../store/files.ts';
import type { Engine } from './engine.ts';
import type { PackageHost } from './make_package.ts';
import { pooledRandom } from './random.ts';

export interface FormPageOptions {
  readonly publicUrl: string;
  /** Of SECRET_KEY_FILE. */
  readonly secretKey: Uint8Array;
  /** What tells organisations apart that are served with one key: the app's id at the vendor. */
  readonly organisation: string;
  /** Where people can sign in: other platforms' cards link no page. */
  readonly platforms: readonly PlatformName[];
  readonly files: Files;
  /** An inspection package on this host's disk; a host without one has none to fetch. */
  readonly openPackage?: OpenPackage;
  readonly clock: Pick<DeliveryClock, 'now'>;
  readonly log: Log;
}

/** The form page of one organisation: the links cards carry, and what answers them. */
export interface FormPage {
  readonly link: PageLink;
  /** Where somebody fetches a package that is too large for the chat. */
  readonly packageLink: NonNullable<PackageHost['link']>;
  routes(engine: Engine, ways: readonly { readonly signIn?: SignIn }[], receive: Engine['receive']): Hono;
}

/** Only for hosts with a PUBLIC_URL; without it no card links a page and every flow is finished in the chat. */
export function createFormPage(options: FormPageOptions): FormPage {
  const { publicUrl, files, log } = options;
  const { protocol, hostname } = new URL(publicUrl);
  if (protocol === 'http:' && hostname !== 'localhost' && hostname !== '127.0.0.1')
    log.warn(
      {},
      'page.not_encrypted: PUBLIC_URL begins with http://, so what people type travels readable; put HTTPS before the server (who: the person who runs the server)',
    );
  const signer = createSigner(options.secretKey, options.organisation);
  const link = createPageLink(signer, publicUrl);
  const signsIn = ({ platform }: { readonly platform: PlatformName }): boolean => options.platforms.includes(platform);
  return {
    link: Object.assign((of: Parameters<PageLink>[0]) => (signsIn(of) ? link(of) : undefined), {
      console: (of: Parameters<PageLink['console']>[0]) => (signsIn(of) ? link.console(of) : undefined),
    }),
    packageLink: (of) => (signsIn(of) ? packageAddress(signer, publicUrl, of) : undefined),
    routes: (engine, ways, receive) =>
      createPages({
        organisation: engine.organisation,
        receive,
        files,
        signer,
        publicUrl,
        signIns: ways.flatMap(({ signIn }) => (signIn ? [signIn] : [])),
        now: options.clock.now,
        random: pooledRandom(),
        log,
        ...(options.openPackage ? { openPackage: options.openPackage } : {}),
      }),
  };
}

/** The form page of the settings; undefined without PUBLIC_URL. */
export function formPageOf(
  config: Pick<Config, 'feishu' | 'dingtalk'> & { readonly publicUrl?: string | undefined },
  around: Pick<FormPageOptions, 'secretKey' | 'files' | 'clock' | 'log' | 'openPackage'>,
): FormPage | undefined {
  const { feishu, dingtalk, publicUrl } = config;
  // A school on Feishu that takes DingTalk as well keeps its links and sessions.
  const organisation = feishu?.appId ?? dingtalk?.clientId;
  if (!publicUrl || organisation === undefined) return undefined;
  const platforms: readonly PlatformName[] = [
    ...(feishu ? (['feishu'] as const) : []),
    ...(dingtalk ? (['dingtalk'] as const) : []),
  ];
  return createFormPage({ ...around, publicUrl, organisation, platforms });
}
