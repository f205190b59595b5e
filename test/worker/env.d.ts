/** What the tests' worker is bound to: the same as `src/worker.ts`. */
declare namespace Cloudflare {
  interface Env {
    readonly ORGANISATION: DurableObjectNamespace<import('../../src/worker.ts').OrganisationObject>;
    readonly PHOTOS: R2Bucket;
    readonly [setting: string]: unknown;
  }
  interface GlobalProps {
    readonly mainModule: typeof import('../../src/worker.ts');
  }
}
