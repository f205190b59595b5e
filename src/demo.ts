#!/usr/bin/env node
/** What a newcomer runs first: a sample school on the local platform emulator, with a phone in the browser. */
import { resolveDrizzleQuickly } from './host/module_resolution.ts';
import { requireNodeVersion } from './host/node_version.ts';

requireNodeVersion();
resolveDrizzleQuickly();
const { runDemo } = await import('./emulators/sample_school/run_demo.ts');
await runDemo();
