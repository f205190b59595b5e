#!/usr/bin/env node
/** The server a school runs: settings → database → organisation → platforms and HTTP → time. */
import { requireNodeVersion } from './host/node_version.ts';

requireNodeVersion();
const { runServer } = await import('./host/run_server.ts');
await runServer();
