import type { Reference } from '../../cards/model.ts';
import { features } from '../../src/host/features.ts';
import type { Action } from '../../src/kernel/action.ts';
import { Refused } from '../../src/kernel/refused.ts';
import { roleNames, whoIs } from '../../src/school/people.ts';
import { parts } from './one_of_everything.ts';
import { openSchoolOfAllRoles, type Standing, standings } from './school_of_all_roles.ts';

/** Roles and parts that may, by where they stand; everybody who is not named may not. */
export interface Row {
  readonly feature: string;
  readonly action: string;
  readonly may: Readonly<Record<Standing, readonly string[]>>;
  /** 上报人, 责任人…: in their own school, without a role. */
  readonly parts: readonly string[];
  /** The same, of people with that part in the like matter of another school. */
  readonly partsElsewhere: readonly string[];
  readonly partsWhoLeft: readonly string[];
  /**
   * Roles of another school who may when the press carries their own school's number beside this school's matter, as no
   * card does: whoever reads the school from the press rather than from the matter would let them in.
   */
  readonly mixed: readonly string[];
  /** The first school's roles about the second school's matter. */
  readonly mirrored: readonly string[];
}

/** Nothing in the school of all roles is what the action is about: school_of_all_roles.ts needs one. */
export class NoSubject extends Error {
  constructor(action: string) {
    super(
      `permissions.no_subject: there is nothing action "${action}" could be about in test/permissions/school_of_all_roles.ts (who: whoever adds the action)`,
    );
  }
}

const all: readonly { readonly feature: string; readonly action: Action }[] = features.flatMap((feature) =>
  feature.actions.map((action) => ({ feature: feature.name, action })),
);

/** Asks every registered action for everybody. Throws NoSubject. */
export function permissionMatrix(): readonly Row[] {
  const world = openSchoolOfAllRoles();
  const context = world.context();

  /** The door (who is this account?) and the action's own permission, as a press goes through them. */
  const asks = (action: Action) => {
    const own = world.reference.own(action.name);
    let isAbout = false;
    const ask = (person: number | undefined, reference: Reference = own): boolean => {
      if (person === undefined || !whoIs(context, 'feishu', `ou_${person}`)) return false;
      try {
        const may = action.may(context, { person, reference });
        isAbout ||= may !== undefined;
        return may === true;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        isAbout = true;
        return false;
      }
    };
    return { ask, isAbout: () => isAbout };
  };
  const partner = (school: 1 | 2, part: string) => world.partners.get(`${school} ${part}`);

  const rows = all.map(({ feature, action }) => {
    const { ask, isAbout } = asks(action);
    const holders = (standing: Standing, reference?: Reference): readonly string[] =>
      Object.keys(roleNames).filter((name) =>
        // Somebody unknown has an account the vendor knows and we do not.
        ask(standing === 'unknown' ? undefined : world.holders.get(`${name} ${standing}`), reference),
      );
    const may: Row['may'] = {
      own: holders('own'),
      'other class': holders('other class'),
      'other school': holders('other school'),
      left: holders('left'),
      unknown: holders('unknown'),
    };
    const withPart = parts.filter((part) => ask(partner(1, part)));
    const elsewhere = parts.filter((part) => ask(partner(2, part)));
    if (!isAbout()) throw new NoSubject(action.name);
    const [own, others] = [world.reference.own(action.name), world.reference.others(action.name)];
    const mixed = holders('other school', { ...own, school: others.school ?? 0 });
    const mirrored = holders('own', others);
    return { feature, action: action.name, may, parts: withPart, partsElsewhere: elsewhere, mixed, mirrored };
  });
  world.everybodyLeaves();
  return rows.map((row) => {
    const { ask } = asks(actionNamed(row.action));
    return { ...row, partsWhoLeft: parts.filter((part) => ask(partner(1, part))) };
  });
}

function actionNamed(name: string): Action {
  const found = all.find(({ action }) => action.name === name);
  if (!found) throw new NoSubject(name);
  return found.action;
}

const titles: Readonly<Record<Standing, string>> = {
  own: 'own class, place, school',
  'other class': 'other class or place',
  'other school': 'other school',
  left: 'left the school',
  unknown: 'unknown',
};

const everybody = Object.keys(roleNames).length;
const said = (names: readonly string[]): string =>
  names.length === 0
    ? '—'
    : names.length === everybody
      ? 'everybody'
      : names.map((name) => roleNames[name] ?? name).join('、');

/** The table as people read it. */
export function matrixText(rows: readonly Row[]): string {
  const lines = [
    '# Who may press what',
    '',
    'Made by `test/permissions/matrix.test.ts` from the registered actions themselves (subject and permission, as at a press); `npx vitest run --project node test/permissions -u` writes it anew. Do not edit.',
    '',
    `Every action × every role (${Object.values(roleNames).join('、')}) × where the person stands to what the card is about. **A role that is not named in a cell may not.** \`everybody\` is every role. \`=\` in the second column: the same as in the first. \`—\`: every role was asked and every one is refused. *In person* are people without any of these powers by role who have a part in the matter itself; *other school* there: people with the same part in another school's matter. Somebody who left keeps no account, somebody unknown has none; the state of a matter (already closed, already answered) is asked afterwards by the verb.`,
    '',
    "What opens a list of the presser's own school (help, 待办, 我的隐患…) is about no other school, so everybody may in their own.",
  ];
  let feature = '';
  for (const row of rows) {
    if (row.feature !== feature) {
      feature = row.feature;
      lines.push('', `## ${feature}`, '');
      lines.push(
        `| action | ${standings.map((standing) => titles[standing]).join(' | ')} | in person | in person, other school | in person, left |`,
      );
      lines.push(`| --- |${' --- |'.repeat(standings.length + 3)}`);
    }
    const cells = standings.map((standing) =>
      standing === 'other class' && said(row.may.own) === said(row.may[standing]) && row.may.own.length > 0
        ? '='
        : said(row.may[standing]),
    );
    const inPerson = [row.parts, row.partsElsewhere, row.partsWhoLeft].map((names) =>
      names.length === parts.length ? 'everybody' : names.join('、') || '—',
    );
    lines.push(`| \`${row.action}\` | ${[...cells, ...inPerson].join(' | ')} |`);
  }
  return `${lines.join('\n')}\n`;
}
