#!/usr/bin/env node
/** The server a school runs: settings → database → organisation → platforms and HTTP → time. */
import { resolveDrizzleQuickly } from './host/module_resolution.ts';
import { requireNodeVersion } from './host/node_version.ts';

requireNodeVersion();
resolveDrizzleQuickly();
const { runServer } = await import('./host/run_server.ts');
await runServer();
