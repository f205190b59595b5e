import { createInterface } from 'node:readline/promises';

/** What a command may use of the world; tests bring their own. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** ms epoch. */
  readonly now: () => number;
  readonly fetch: typeof fetch;
  /** Resolves after so many ms. */
  readonly pause: (ms: number) => Promise<void>;
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void;
  /** Asks; undefined when nobody is there to answer. */
  readonly ask: (question: string) => Promise<string | undefined>;
}

/** What a command ends with. */
export const EXIT = {
  done: 0,
  /** Something is wrong, or it could not be done; the text says what and who mends it. */
  failed: 1,
  /** Called wrongly, or not there yet. */
  usage: 2,
} as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** This process's terminal, clock and environment. */
export const here: Surroundings = {
  env: process.env,
  now: () => Date.now(),
  fetch: (...call) => fetch(...call),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  say: (line) => void process.stdout.write(`${line}\n`),
  async ask(question) {
    if (!process.stdin.isTTY) return undefined;
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    try {
      return await terminal.question(question);
    } finally {
      terminal.close();
    }
  },
};
