import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { PhoneWorld } from './world.ts';

/** Changes that come together are told once; the page then asks for one snapshot. */
const GATHER_MS = 25;
/** A beat keeps the shown time moving, and lets the server notice a page that is gone. */
const BEAT_MS = 10_000;

/** A Server-Sent Events handler: event `change` after any change of the world, `beat` while nothing happens. */
export function streamChanges(world: PhoneWorld): (context: Context) => Response {
  return (context) =>
    streamSSE(context, async (stream) => {
      let wake: () => void = () => {};
      let changed = true;
      const unsubscribe = world.onChange(() => {
        changed = true;
        wake();
      });
      stream.onAbort(() => {
        unsubscribe();
        wake();
      });
      while (!stream.aborted) {
        if (changed) {
          await stream.sleep(GATHER_MS);
          changed = false;
          await stream.writeSSE({ event: 'change', data: '' });
        } else {
          await new Promise<void>((resolve) => {
            const beat = setTimeout(resolve, BEAT_MS);
            wake = () => {
              clearTimeout(beat);
              resolve();
            };
          });
          if (!changed && !stream.aborted) await stream.writeSSE({ event: 'beat', data: '' });
        }
      }
      unsubscribe();
    });
}
