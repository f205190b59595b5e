import type { Inbound } from '../platforms/platform.ts';

/** A message somebody sent, as the platform parsed it. */
export type Message = Extract<Inbound, { kind: 'message' }>;
