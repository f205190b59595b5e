/** The page's own files, served as they are in the repository: TypeScript is stripped of its types at request time. */
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';

const FOLDER = new URL('./page/', import.meta.url);
const SCRIPT = /^[a-z_]+\.ts$/;
const STYLE = /^[a-z_]+\.css$/;

export interface PageFile {
  readonly body: string;
  readonly contentType: string;
}

/** A script (types removed, imports kept) or style sheet of the page; undefined for any other name. */
export async function pageFile(name: string): Promise<PageFile | undefined> {
  if (SCRIPT.test(name)) {
    const source = await readFolderFile(name);
    if (source === undefined) return undefined;
    return { body: stripped(source), contentType: 'text/javascript; charset=utf-8' };
  }
  if (STYLE.test(name)) {
    const body = await readFolderFile(name);
    return body === undefined ? undefined : { body, contentType: 'text/css; charset=utf-8' };
  }
  return undefined;
}

/** By source, so that an edited file is served as it is now. A page load asks for some forty. */
const scripts = new Map<string, string>();
const SCRIPTS_KEPT = 100;

function stripped(source: string): string {
  const known = scripts.get(source);
  if (known !== undefined) return known;
  if (scripts.size >= SCRIPTS_KEPT) scripts.clear();
  const script = stripTypeScriptTypes(source);
  scripts.set(source, script);
  return script;
}

async function readFolderFile(name: string): Promise<string | undefined> {
  try {
    return await readFile(new URL(name, FOLDER), 'utf8');
  } catch {
    return undefined;
  }
}

/** The page itself. `base` is the path it is mounted at, ending in a slash, so that every address in it can be relative. */
export function indexHtml(base: string): string {
  const escaped = base.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<title>安园 · 浏览器里的手机</title>
<base href="${escaped}">
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath fill='%231f9d63' d='M12 2 4 5v6c0 5 3.4 9.3 8 11 4.6-1.7 8-6 8-11V5z'/%3E%3C/svg%3E">
<link rel="stylesheet" href="page/style.css">
<link rel="stylesheet" href="page/phone.css">
<link rel="stylesheet" href="page/card.css">
<link rel="stylesheet" href="page/dingtalk.css">
<script type="module" src="page/app.ts"></script>
</head>
<body><div id="app"><p class="loading">正在打开…</p></div></body>
</html>
`;
}
