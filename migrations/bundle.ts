/**
 * Folds drizzle-kit's SQL files into one module, so that hosts without a file system (Cloudflare) carry them too.
 * Run by `npm run generate:migrations`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = new URL('.', import.meta.url);

/** The text of bundled.ts as the SQL files beside this one make it. */
export function bundle(): { readonly names: readonly string[]; readonly text: string } {
  const names = readdirSync(here)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const bundled = names.map((name) => ({
    name: name.replace(/\.sql$/, ''),
    statements: readFileSync(new URL(name, here), 'utf8')
      .split('--> statement-breakpoint')
      .map((statement) => statement.trim())
      .filter((statement) => statement !== ''),
  }));
  return {
    names,
    text: `// Written by migrations/bundle.ts from the SQL files beside it.\nexport const migrations: readonly { readonly name: string; readonly statements: readonly string[] }[] = ${JSON.stringify(bundled, null, 2)};\n`,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { names, text } = bundle();
  writeFileSync(new URL('bundled.ts', here), text);
  console.log(`${names.length} migrations bundled`);
}
