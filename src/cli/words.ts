import { parseArgs } from 'node:util';
import { CommandFailed } from './command_failed.ts';
import { EXIT } from './surroundings.ts';

export interface Allowed {
  readonly flags: readonly string[];
  /** Options with a value, each of which may come more than once. */
  readonly values?: readonly string[];
  readonly places: number;
  readonly usage: string;
}

export interface Words {
  readonly places: readonly string[];
  readonly has: (flag: string) => boolean;
  /** What was given for an option, in order. */
  readonly given: (option: string) => readonly string[];
}

/** Splits a command's words into places, flags and values. Throws CommandFailed on an unknown flag or too many places. */
export function readWords(words: readonly string[], allowed: Allowed): Words {
  const flags = allowed.flags.map((flag) => [flag, { type: 'boolean' as const }] as const);
  const options = (allowed.values ?? []).map((name) => [name, { type: 'string' as const, multiple: true }] as const);
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: Object.fromEntries<{ type: 'boolean' | 'string'; multiple?: boolean }>([...flags, ...options]),
    });
    if (positionals.length > allowed.places) throw new Error('too many words');
    const given = (option: string): readonly string[] => {
      const value = values[option];
      return Array.isArray(value) ? value.map(String) : [];
    };
    return { places: positionals, has: (flag) => values[flag] === true, given };
  } catch {
    throw new CommandFailed(`用法 usage: ${allowed.usage}`, EXIT.usage);
  }
}
