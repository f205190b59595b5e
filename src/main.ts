#!/usr/bin/env node
/** The server a school runs: settings → database → organisation → platforms and HTTP → time. */
import { keepCompiled } from './host/compile_cache.ts';
import { resolveDrizzleQuickly } from './host/module_resolution.ts';
import { requireNodeVersion } from './host/node_version.ts';

requireNodeVersion();
keepCompiled();
resolveDrizzleQuickly();
const { runServer } = await import('./host/run_server.ts');
await runServer();
