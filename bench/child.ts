import { type ChildProcess, fork } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What a measured process says about itself over a stretch of time. */
export interface Measured {
  /** User and system time, µs. */
  readonly cpu: number;
  /** Longest time the event loop did not turn, ms. */
  readonly stall: number;
  /** Most CPU time of this thread between two turns of the loop, ms: a stall without what the machine gave to others. */
  readonly busiest: number;
  readonly residentMegabytes: number;
  /** Whatever the process counts. */
  readonly counted: Readonly<Record<string, number>>;
}

type Ask = { readonly ask: string; readonly id: number };
type Said = { readonly ready: number } | { readonly id: number; readonly answer: unknown };

/** The parent's handle on a server in its own process. */
export interface Child {
  readonly port: number;
  begin(): Promise<void>;
  end(): Promise<Measured>;
  ask(what: string): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts a module as a process of its own and waits until it serves. Its `parameters` come as `process.argv`. */
export async function startChild(module: URL, parameters: readonly string[] = []): Promise<Child> {
  const process: ChildProcess = fork(module, parameters, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const answers = new Map<number, PromiseWithResolvers<unknown>>();
  let asked = 0;
  const port = await new Promise<number>((resolve, reject) => {
    process.on('message', (said: Said) => {
      if ('ready' in said) resolve(said.ready);
      else {
        answers.get(said.id)?.resolve(said.answer);
        answers.delete(said.id);
      }
    });
    process.once('exit', (code) => {
      const ended = new Error(`bench.child: ${module.pathname} ended with ${code}`);
      reject(ended);
      for (const answer of answers.values()) answer.reject(ended);
    });
  });
  const ask = (what: string): Promise<unknown> => {
    asked += 1;
    const answer = Promise.withResolvers<unknown>();
    answers.set(asked, answer);
    process.send({ ask: what, id: asked } satisfies Ask);
    return answer.promise;
  };
  return {
    port,
    ask,
    begin: async () => {
      await ask('begin');
    },
    // The child answers `end` with what `serveChild` below measured.
    end: async () => (await ask('end')) as Measured,
    stop: async () => {
      if (process.exitCode !== null || process.signalCode !== null) return;
      const over = new Promise((resolve) => process.once('exit', resolve));
      process.kill('SIGTERM');
      await over;
    },
  };
}

export interface Serving {
  readonly port: number;
  readonly counted?: () => Readonly<Record<string, number>>;
  /** Further questions of the parent. */
  readonly answer?: (what: string) => unknown;
}

/** Watches the event loop from now on. */
export function watchLoop(): { readonly stop: () => { readonly stall: number; readonly busiest: number } } {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const used = (): number => {
    const { user, system } = process.threadCpuUsage();
    return user + system;
  };
  let last = used();
  let busiest = 0;
  const probe = setInterval(() => {
    const now = used();
    busiest = Math.max(busiest, now - last);
    last = now;
  }, 1);
  probe.unref();
  return {
    stop: () => {
      delay.disable();
      clearInterval(probe);
      // The histogram's unit is ns, and it holds nothing sensible before its first turn.
      return { stall: Math.max(0, delay.max / 1e6), busiest: busiest / 1000 };
    },
  };
}

/** The child's side: says that it serves, and measures between `begin` and `end`. */
export function serveChild(serving: Serving): void {
  let loop: ReturnType<typeof watchLoop> | undefined;
  let since = process.cpuUsage();
  let before: Readonly<Record<string, number>> = {};
  const counted = (): Readonly<Record<string, number>> => serving.counted?.() ?? {};
  const measure = (): Measured => {
    const { user, system } = process.cpuUsage(since);
    const watched = loop?.stop() ?? { stall: 0, busiest: 0 };
    loop = undefined;
    const now = counted();
    return {
      cpu: user + system,
      ...watched,
      residentMegabytes: process.memoryUsage().rss / 1024 / 1024,
      counted: Object.fromEntries(Object.entries(now).map(([name, value]) => [name, value - (before[name] ?? 0)])),
    };
  };
  process.on('message', async ({ ask, id }: Ask) => {
    let answer: unknown;
    if (ask === 'begin') {
      loop?.stop();
      loop = watchLoop();
      since = process.cpuUsage();
      before = counted();
    } else if (ask === 'end') answer = measure();
    else answer = await serving.answer?.(ask);
    process.send?.({ id, answer: answer ?? null });
  });
  // A parent that is gone asks nothing more.
  process.on('disconnect', () => process.exit(0));
  process.on('SIGTERM', () => process.exit(0));
  process.send?.({ ready: serving.port });
}
