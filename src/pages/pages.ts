import type { Hono } from 'hono';
import { addConsole } from './console/console.ts';
import { addFormPages, type FormPagesOptions } from './form_pages.ts';
import { addPackageDownload, type OpenPackage } from './package_download.ts';
import { createSite, type SiteOptions } from './site.ts';

export type PagesOptions = FormPagesOptions &
  Omit<SiteOptions, 'db'> & {
    /** An inspection package on the host's disk, by its file's name. */
    readonly openPackage?: OpenPackage;
  };

/** Everything below `/p`. Another kind of page is added here, in front of the form pages, whose addresses are any two words. */
export function createPages(options: PagesOptions): Hono {
  const site = createSite({ ...options, db: options.organisation.store.db });
  const { openPackage } = options;
  if (openPackage) addPackageDownload(site, { ...options, openPackage });
  addConsole(site, options);
  addFormPages(site, options);
  return site.app;
}
