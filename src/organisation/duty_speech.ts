import type { PersonId, Reference } from '../../cards/model.ts';
import { hearDone } from '../duties/said/done.ts';
import { askPackage } from '../inspection/ask.ts';
import { readPackageWords } from '../inspection/package_words.ts';
import type { Context } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { sendCard } from '../kernel/send.ts';
import { askExport } from '../records/ask_export.ts';
import { readExportWords } from '../records/export_words.ts';
import { tellHowToImport } from '../school/roster_how.ts';
import { readDutyWords } from '../understanding/duty_words.ts';
import { plainText } from '../understanding/normalise.ts';
import { understand } from '../understanding/understand.ts';
import type { Understanding } from '../understanding/understanding.ts';
import { obey, openTrends } from './commands.ts';

interface CardByWord {
  readonly words: RegExp;
  /** Only the safety office sets things; from others the words are heard like any other. */
  readonly office: boolean;
  /** The principal may as well. */
  readonly principal?: true;
  readonly card: string;
  readonly subject: (school: number, person: PersonId) => Reference;
}

/** Words that open a card, beside the commands everybody has (commands.ts). */
const cardsByWord: readonly CardByWord[] = [
  {
    words: /^(?:设置|职责|选择职责|职责设置)[。.]?$/,
    office: true,
    card: 'admin.duties',
    subject: (school) => ({ school, page: 0 }),
  },
  {
    words: /^(?:周报设置|周报时间|设置周报|改周报时间)[。.]?$/,
    office: true,
    card: 'digest.settings',
    subject: (school) => ({ school }),
  },
  {
    words: /^(?:校历|看校历|日历|行事历|校历设置|停课|放假)[。.]?$/,
    office: true,
    card: 'admin.calendar',
    subject: (school) => ({ school }),
  },
  {
    words: /^(?:排班|排一班|值班|值班表|排班表|带班表|护导表)[。.]?$/,
    office: true,
    card: 'shift.edit',
    subject: (school) => ({ school }),
  },
  {
    words: /^(?:险情设置|报送设置|险情报送|应急设置)[。.]?$/,
    office: true,
    card: 'incident.report_settings',
    subject: (school) => ({ school }),
  },
  {
    words: /^(?:经办设置|经办时限|办理时限|时限设置)[。.]?$/,
    office: true,
    principal: true,
    card: 'incident.private_limits',
    subject: (school) => ({ school }),
  },
  {
    words: /^(?:登记|登记一件事|事项登记|我要登记|访客|访客登记|登记访客|来访登记|外来人员登记)[。.]?$/,
    office: false,
    card: 'event.begin',
    subject: (school, person) => ({ school, person }),
  },
  {
    words: /^(?:报送|看报送|报送事项|报送材料|材料报送|方案报送|报材料)[。.]?$/,
    office: false,
    card: 'filing.list',
    subject: (school) => ({ school }),
  },
];

const rosterWords =
  /^(?:(?:导入|上传|更新)?(?:教师|教职工)?(?:名册|花名册|人员名单|人员|名单|人员管理)|(?:添加|新增|加|增加)(?:老师|教师|人员|人|同事))[。.]?$/;

const trendWords = /^(?:看|查|隐患)*(?:趋势|走势)(?:图|分析)?[。.]?$/;

export interface Left {
  readonly words: string;
  readonly meaning: Understanding;
}

/**
 * Words about duties, heard after danger and before everything general: done, somebody stands in, settings. A reported
 * hazard in the same sentence goes first. Answers what is left to hear: everything, when the words are about something
 * else, and nothing when they were all heard.
 */
export function hearDutySpeech(
  context: Context,
  person: PersonId,
  schoolId: number,
  words: string,
  meaning: Understanding,
): Left | undefined {
  const everything = { words, meaning };
  if (meaning.intent === 'hazard' || meaning.intent === 'hazard-many') return everything;
  const opened = cardsByWord.find(
    (one) =>
      one.words.test(words) &&
      (!one.office ||
        hasRole(context, person, schoolId, 'safety_office') ||
        (one.principal === true && hasRole(context, person, schoolId, 'principal'))),
  );
  if (opened) {
    sendCard(context, opened.card, opened.subject(schoolId, person), { person }, { lane: 'press' });
    return undefined;
  }
  if (rosterWords.test(words) && hasRole(context, person, schoolId, 'safety_office')) {
    tellHowToImport(context, person);
    return undefined;
  }
  const wanted = readPackageWords(words);
  if (wanted) {
    askPackage(context, person, wanted);
    return undefined;
  }
  if (trendWords.test(words)) {
    openTrends(context, person);
    return undefined;
  }
  const asked = readExportWords(words);
  if (asked) {
    askExport(context, person, asked);
    return undefined;
  }
  const said = readDutyWords(words);
  if (!said) return everything;
  if (said.intent === 'leave') {
    obey(context, person, 'leave', words);
    return undefined;
  }
  if (!hearDone(context, person, schoolId, said)) return everything;
  return said.rest === undefined ? undefined : somethingElse(words, said.rest);
}

/** 安全课上完了，三楼扶手松了: the handrail is heard too, in the words that were typed. Small talk is not. */
function somethingElse(words: string, rest: string): Left | undefined {
  const typed = words.trim().slice(-rest.length);
  const left = plainText(typed) === rest ? typed : rest;
  const meaning = understand(left);
  return meaning.intent.startsWith('hazard') ? { words: left, meaning } : undefined;
}
