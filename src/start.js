/**
 * What `npm start` runs: the server, with what Node compiles of it kept from one start to the next. JavaScript, because
 * for a single TypeScript file that is not kept yet Node loads its whole compiler, and never gives the memory back.
 */
import module from 'node:module';
import { fileURLToPath } from 'node:url';

// Absent in Nodes that are too old anyway; main.ts says so.
module.enableCompileCache?.(fileURLToPath(new URL('../node_modules/.cache/anyuan', import.meta.url)));
await import('./main.ts');
