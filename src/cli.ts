#!/usr/bin/env node
/** `anyuan …` for the IT teacher; the commands are in cli/run.ts. */
import { resolveDrizzleQuickly } from './host/module_resolution.ts';
import { requireNodeVersion } from './host/node_version.ts';

requireNodeVersion();
resolveDrizzleQuickly();
const { runHere } = await import('./cli/run.ts');
process.exitCode = await runHere(process.argv.slice(2));
