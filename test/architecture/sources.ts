import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** One import as it is written: `from '…'`, `import('…')`, or a bare `import '…'`. */
export interface Import {
  readonly specifier: string;
  /** 1-based. */
  readonly line: number;
  /** Erased before it runs. */
  readonly typeOnly: boolean;
  /** Loaded only when the line is reached. */
  readonly dynamic: boolean;
  /** Path from the repository's root; undefined for a package or a part of Node. */
  readonly target: string | undefined;
}

export interface Source {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  readonly lines: number;
  /** Without comments; texts and line numbers are kept. */
  readonly code: string;
  readonly imports: readonly Import[];
}

/** Every TypeScript file below these folders, and these files; `root` is the repository. Missing ones are left out. */
export function readSources(root: string, within: readonly string[]): Map<string, Source> {
  const sources = new Map<string, Source>();
  for (const path of within.flatMap((start) => filesBelow(root, start)).sort()) {
    sources.set(path, sourceOf(path, readFileSync(`${root}/${path}`, 'utf8')));
  }
  return sources;
}

function filesBelow(root: string, start: string): string[] {
  if (start.endsWith('.ts')) return [start];
  return readdirSync(`${root}/${start}`, { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(start, name.replaceAll('\\', '/')))
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules/'));
}

export function sourceOf(path: string, text: string): Source {
  const code = withoutComments(text);
  return { path, lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0), code, imports: importsOf(path, code) };
}

/** A whole literal, or a comment: what stands first wins, so that `'//'` is no comment and `// it's` no text. */
const literalOrComment = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** Comments become blanks. A regular expression that holds quotes may hide part of its own line, never an import's. */
const withoutComments = (text: string): string =>
  text.replace(literalOrComment, (found) => (found.startsWith('/') ? found.replace(/[^\n]/g, ' ') : found));

const written =
  /(?:^|\n)[ \t]*(import|export)\s+(type\s+)?(?:[\w$*{][^;'"]*?\sfrom\s*)?(['"])([^'"\n]+)\3|\bimport\(\s*(['"])([^'"\n]+)\5\s*\)/g;

function importsOf(path: string, code: string): Import[] {
  return [...code.matchAll(written)].map((match) => {
    const [whole, , type, , stated, , loaded] = match;
    const specifier = stated ?? loaded ?? '';
    const before = code.slice(0, match.index + whole.indexOf(specifier));
    return {
      specifier,
      line: before.split('\n').length,
      typeOnly: type !== undefined || /\btypeof\s+$/.test(code.slice(0, match.index)),
      dynamic: loaded !== undefined,
      target: specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined,
    };
  });
}

/** The package of a specifier: `hono/streaming` is `hono`, `node:fs/promises` stays. */
export const packageOf = (specifier: string): string =>
  specifier.startsWith('node:')
    ? specifier
    : specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
