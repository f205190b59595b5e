/** Checks the house (design.md §3): `npm run check:arrows`. The rules are in house.ts, this is how they are applied. */
import { fileURLToPath } from 'node:url';
import {
  exceptions,
  impurities,
  MAX_LINES,
  neverShipped,
  onlyDynamic,
  onlyOnNode,
  type Room,
  rooms,
  shipped,
  WARN_LINES,
} from './house.ts';
import { packageOf, readSources, type Source } from './sources.ts';

export interface Findings {
  readonly files: number;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

type Sources = ReadonlyMap<string, Source>;

/** Everything that is wrong with these files; paths are from the repository's root. */
export function checkHouse(sources: Sources, allowed: typeof exceptions = exceptions): Findings {
  const problems = [
    ...arrows(sources, allowed),
    ...purity(sources),
    ...circles(sources),
    ...reach(sources),
    ...loading(sources),
    ...lengths(sources, MAX_LINES).map((text) => `${text}; split it (limit ${MAX_LINES})`),
  ];
  return { files: sources.size, problems, warnings: lengths(sources, WARN_LINES) };
}

const roomOf = (path: string): Room | undefined => rooms.find((room) => room.has(path));

function arrows(sources: Sources, allowed: typeof exceptions): string[] {
  const problems: string[] = [];
  const unused = new Set(allowed);
  for (const { path, imports } of sources.values()) {
    const room = roomOf(path);
    if (!room) {
      problems.push(`${path}: has no place in the house; name its folder in test/architecture/house.ts`);
      continue;
    }
    for (const one of imports) {
      const at = `${path}:${one.line}`;
      if (one.target === undefined) {
        const wanted = packageOf(one.specifier);
        if (room.packages && !room.packages.includes(wanted))
          problems.push(`${at}: ${room.name} may not use ${wanted}`);
        continue;
      }
      const target = roomOf(one.target);
      // Data has no imports and no lines to count.
      if (!sources.has(one.target) && !one.target.endsWith('.json'))
        problems.push(`${at}: imports ${one.target}, which is not there`);
      else if (!target || (target !== room && !room.mayImport.includes(target.name))) {
        const exception = allowed.find(({ from, to }) => from === path && to === one.target);
        if (exception) unused.delete(exception);
        else problems.push(`${at}: ${room.name} may not import ${target?.name ?? 'this'} (${one.target})`);
      }
    }
  }
  for (const { from, to } of unused) problems.push(`house.ts: the exception ${from} → ${to} is no longer needed`);
  return problems;
}

function purity(sources: Sources): string[] {
  const problems: string[] = [];
  for (const { path, code } of sources.values()) {
    if (!roomOf(path)?.pure) continue;
    code.split('\n').forEach((line, index) => {
      for (const { pattern, what } of impurities) {
        // Handing a zero pause to the loop lets others through; it does not wait.
        if (pattern.test(line) && !/setTimeout\([\w$]+, 0\)/.test(line))
          problems.push(`${path}:${index + 1}: ${what}; take it as an argument`);
      }
    });
  }
  return problems;
}

/** Circles between rooms as they really import, and between the files that run at load. */
function circles(sources: Sources): string[] {
  const between = new Map<string, Set<string>>();
  const files = new Map<string, Set<string>>();
  for (const { path, imports } of sources.values()) {
    const from = roomOf(path)?.name ?? path;
    for (const { target, typeOnly, dynamic } of imports) {
      if (target === undefined) continue;
      const to = roomOf(target)?.name ?? target;
      if (to !== from) edge(between, from, to);
      if (!typeOnly && !dynamic) edge(files, path, target);
    }
  }
  return [circleIn(between), circleIn(files)].flatMap((circle) =>
    circle ? [`import circle: ${circle.join(' → ')}`] : [],
  );
}

function edge(graph: Map<string, Set<string>>, from: string, to: string): void {
  const known = graph.get(from);
  if (known) known.add(to);
  else graph.set(from, new Set([to]));
}

/** One circle of a graph, its first member repeated at the end; undefined when there is none. */
export function circleIn(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const done = new Set<string>();
  const visit = (at: string, way: readonly string[]): string[] | undefined => {
    const seen = way.indexOf(at);
    if (seen >= 0) return [...way.slice(seen), at];
    if (done.has(at)) return undefined;
    for (const next of graph.get(at) ?? []) {
      const found = visit(next, [...way, at]);
      if (found) return found;
    }
    done.add(at);
    return undefined;
  };
  for (const start of graph.keys()) {
    const found = visit(start, []);
    if (found) return found;
  }
  return undefined;
}

/** How each file is reached from an entry: the file that imports it. */
function reachable(sources: Sources, entry: string, follow: (one: Source['imports'][number]) => boolean) {
  const via = new Map<string, string>([[entry, '']]);
  for (const path of via.keys()) {
    for (const one of sources.get(path)?.imports ?? []) {
      if (one.target !== undefined && follow(one) && !via.has(one.target)) via.set(one.target, path);
    }
  }
  return via;
}

function wayTo(via: ReadonlyMap<string, string>, path: string): string {
  const way = [path];
  for (let at = via.get(path); at; at = via.get(at)) way.unshift(at);
  return way.join(' → ');
}

function reach(sources: Sources): string[] {
  const problems: string[] = [];
  for (const entry of shipped.filter((path) => sources.has(path))) {
    const via = reachable(sources, entry, () => true);
    for (const path of via.keys()) {
      if (neverShipped.some((folder) => path === folder || path.startsWith(`${folder}/`)))
        problems.push(`${wayTo(via, path)}: must not be reachable from ${entry}`);
    }
  }
  return problems;
}

function loading(sources: Sources): string[] {
  const problems: string[] = [];
  const atLoad = (one: Source['imports'][number]): boolean => !one.typeOnly && !one.dynamic;
  for (const { path, imports } of sources.values()) {
    for (const { specifier, line } of imports.filter(atLoad)) {
      if (path.startsWith('src/') && isOneOf(onlyDynamic, packageOf(specifier)))
        problems.push(`${path}:${line}: ${specifier} is large; load it with import() where it is used`);
    }
  }
  const onCloudflare = reachable(sources, 'src/worker.ts', atLoad);
  for (const path of onCloudflare.keys()) {
    for (const { specifier, line } of sources.get(path)?.imports.filter(atLoad) ?? []) {
      if (isOneOf(onlyOnNode, packageOf(specifier)))
        problems.push(`${path}:${line}: Cloudflare has no ${specifier} (${wayTo(onCloudflare, path)})`);
    }
  }
  return problems;
}

const isOneOf = (names: readonly string[], name: string): boolean => names.includes(name);

const lengths = (sources: Sources, limit: number): string[] =>
  [...sources.values()].filter(({ lines }) => lines > limit).map(({ path, lines }) => `${path}: ${lines} lines`);

/** The files the rules are about. The phone's page is there too; tests and benchmarks are not part of the house. */
export const readHouse = (root: string): Map<string, Source> => readSources(root, ['cards', 'migrations', 'src']);

const here = fileURLToPath(import.meta.url);

if (process.argv[1] === here) {
  const { files, problems, warnings } = checkHouse(readHouse(fileURLToPath(new URL('../..', import.meta.url))));
  for (const warning of warnings) console.log(`long: ${warning}`);
  for (const problem of problems) console.error(problem);
  console.log(`${files} files, ${problems.length} broken rules`);
  if (problems.length > 0) process.exitCode = 1;
}
