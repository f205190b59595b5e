import { parseArgs } from 'node:util';
import { CommandFailed } from './command_failed.ts';
import { EXIT } from './surroundings.ts';

/** Splits a command's words into places and flags. Throws CommandFailed on an unknown flag or too many places. */
export function readWords(
  words: readonly string[],
  allowed: { readonly flags: readonly string[]; readonly places: number; readonly usage: string },
): { readonly places: readonly string[]; readonly has: (flag: string) => boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: Object.fromEntries(allowed.flags.map((flag) => [flag, { type: 'boolean' as const }])),
    });
    if (positionals.length > allowed.places) throw new Error('too many words');
    return { places: positionals, has: (flag) => values[flag] === true };
  } catch {
    throw new CommandFailed(`用法 usage: ${allowed.usage}`, EXIT.usage);
  }
}
