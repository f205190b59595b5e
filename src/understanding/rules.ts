import { CONDITIONS } from './lexicon/conditions.ts';
import { BUILDING_RULES } from './lexicon/rules-building.ts';
import { FIRE_ELECTRIC_RULES } from './lexicon/rules-fire-electric.ts';
import { PEOPLE_RULES } from './lexicon/rules-people.ts';
import { SITE_RULES } from './lexicon/rules-site.ts';
import { WIDER_RULES } from './lexicon/rules-wider.ts';

/** One word, or several that follow each other closely (A*B). */
export type Term = readonly string[];

export interface Rule {
  readonly sub: string;
  readonly objects: readonly Term[];
  readonly conditions: readonly Term[];
  /** The thing alone says what is wrong. */
  readonly sufficient: boolean;
  readonly weight: number;
  /** Whether a defect the rule does not foresee counts too: for things that break, not for conduct or papers. */
  readonly anyDefect: boolean;
}

function terms(list: string): Term[] {
  return list
    .split(' ')
    .filter((word) => word !== '' && word !== '-')
    .flatMap((word) => {
      if (!word.startsWith('@')) return [word.toLowerCase().split('*')];
      const set = CONDITIONS[word.slice(1)];
      if (set === undefined)
        throw new Error(`understanding: no condition set ${word}; add it to lexicon/conditions.ts`);
      return terms(set);
    });
}

const BREAKABLE =
  /^(?!electric\/(?:leakage|overload))(?:building|fire|electric|water-gas-heat|lab|sports|falling|drowning|special-equipment|security)\/|^dorm\/bunk|^bus\/vehicle|^gate\/door/;

function rule(line: string): Rule {
  const [sub = '', objects = '', conditions = '', options = ''] = line.split('|').map((column) => column.trim());
  const weight = /w=(-?\d+)/.exec(options)?.[1];
  return {
    sub,
    objects: terms(objects),
    conditions: terms(conditions),
    sufficient: conditions.split(' ').includes('-'),
    weight: weight === undefined ? 0 : Number(weight),
    anyDefect: BREAKABLE.test(sub),
  };
}

/** Every rule of the lexicon, in the order written. */
export const RULES: readonly Rule[] = [BUILDING_RULES, FIRE_ELECTRIC_RULES, PEOPLE_RULES, SITE_RULES, WIDER_RULES]
  .flatMap((table) => table.split('\n'))
  .filter((line) => line.trim() !== '')
  .map(rule);

/** Every single word the rules speak of. */
export const RULE_WORDS: ReadonlySet<string> = new Set(
  RULES.flatMap((each) => [...each.objects, ...each.conditions].flat()),
);

/** Defects any thing can have, for the things no rule of theirs foresees. */
export const ANY_DEFECT: ReadonlySet<string> = new Set((CONDITIONS.any ?? '').split(' '));
