import { type Clause, clausesOf } from './clauses.ts';
import { isElsewhere, readEmergency, readLooseEmergency, readLooseSensitive, readSensitive } from './danger.ts';
import { detailOf } from './detail.ts';
import { type Doubt, doubtOf, toldByManyWords } from './doubt.ts';
import { groupsOf, hazardOf, namesThing, UNEASY } from './hazards.ts';
import { namesPlace, spokenPlace } from './place.ts';
import { CHATTER, commandOf, followUpOf, NOTICE, QUESTION } from './requests.ts';
import type { HazardReading, Understanding } from './understanding.ts';

/** Enough that a thing with a defect was named; below it the words may stand together by chance. */
const HAZARD = 12;
const SURE = 17;

function readable(clauses: readonly Clause[]): string {
  return clauses
    .map((clause, index) => (index === 0 ? clause.text : `${clause.opensSentence ? '。' : '，'}${clause.text}`))
    .join('');
}

/** A quarrel that was made up, a round that was made: a thing named in passing is not out of order. */
const OVER =
  /(?:和好|握手言和|互相道歉|道了歉|抱抱|讲和)|(?:交接|移交|巡查|检查|晨检|午检|查寝|点名|护送|护导|清点|打扫|值守)[^，。]{0,6}(?:完毕|完成|已完|结束|正常|齐|到位|妥)|(?:一切|都|全部)(?:正常|到齐|安全)|没(?:啥|什么|有)?(?:问题|异常)|无异常/;
/** Somebody's own body or temper. */
const OWN_TROUBLE =
  /我(?:这|的)?(?:老)?(?:腰|腿|胳膊|头|嗓子|血压|颈椎|眼睛)|血压[^，。]{0,2}(?:飙|升|上来)|(?:主任|校长|老师|领导|年级组长)[^，。]{0,4}发火|腿都?断了/;

/** A sign without a word is no report, unless the sign itself calls for help. */
const GESTURE = /\p{Extended_Pictographic}/u;
const ALARMING = /[🔥🆘🚨🚒🚑⚠❗]/u;
/** An accident that is over, told for information. */
const ALL_WELL = /一切正常|一切安好|已无大碍|没什么大事|包好.{0,6}(?:了|回)/;

/**
 * What a typed message means. Total, pure, deterministic; reads the first 2,000 characters. People in danger come first,
 * then sensitive matters, then what was reported before, then hazards (domain/hazards.md §8).
 */
export function understand(text: string): Understanding {
  const clauses = withoutGreeting(clausesOf(text));
  const said = readable(clauses);
  if (said === '' && GESTURE.test(text) && !ALARMING.test(text)) return { intent: 'other' };
  if (said === '' || /^(?:图片|照片|image|只有图片)$/.test(said))
    return vague(hazardOf(clauses).hazard, ['place', 'phenomenon']);

  const command = commandOf(said);
  if (command !== undefined) return { intent: 'command', command };
  const emergency = readEmergency(said);
  if (emergency !== undefined) return { intent: 'emergency', ...emergency, where: spokenPlace(said, detailOf(said)) };
  const sensitive = readSensitive(said);
  if (sensitive !== undefined) return { intent: 'sensitive', kind: sensitive };
  const loose = readLooseEmergency(said);
  if (loose !== undefined) return { intent: 'emergency', ...loose, where: spokenPlace(said, detailOf(said)) };
  const looseSensitive = readLooseSensitive(said);
  if (looseSensitive !== undefined) return { intent: 'sensitive', kind: looseSensitive };
  if (CHATTER.test(said)) return { intent: 'chatter' };
  if (isElsewhere(said)) return { intent: 'other' };
  const told = toldByManyWords(said, () => hazardOf(clauses).score >= HAZARD);
  if (told !== undefined)
    return 'sensitive' in told
      ? { intent: 'sensitive', kind: told.sensitive }
      : { intent: 'emergency', kind: told.emergency, where: spokenPlace(said, detailOf(said)) };

  const followUp = followUpOf(said);
  if (followUp !== undefined) return { intent: 'follow-up', ...followUp, about: hazardOf(clauses).hazard };
  return readHazards(clauses, said);
}

/**
 * Whether `understand` takes the text for a sensitive matter, for words typed into a form: what is plainly none is told
 * without reading the rest, since every press of a form asks. Total, pure.
 */
export function isSensitive(text: string): boolean {
  const said = readable(withoutGreeting(clausesOf(text)));
  return readSensitive(said) !== undefined && understand(text).intent === 'sensitive';
}

/**
 * What should be asked back beside the answer to a text that `understand` took for neither an emergency nor a private
 * matter: is somebody in danger, should it be told in private. Total, pure.
 */
export function doubtAbout(text: string): Doubt | undefined {
  const clauses = withoutGreeting(clausesOf(text));
  return doubtOf(readable(clauses), hazardOf(clauses).score >= HAZARD);
}

const GREETING =
  /^(?:各位|老师|领导|主任|校长|园长|书记|大家|同事|家长|安园|管理员|亲爱的|尊敬的|您|你|们|好|呀|啊|哈|早上|早|上午|中午|下午|晚上|辛苦|了|打扰|一下|请问一下|麻烦|不好意思|嗨|hi|hello|哈喽|在吗)+$/;

/** Politeness before the matter changes nothing of it. */
function withoutGreeting(clauses: readonly Clause[]): readonly Clause[] {
  const first = clauses.findIndex((clause) => !GREETING.test(clause.text));
  return first <= 0 ? clauses : clauses.slice(first);
}

function vague(hazard: HazardReading, missing: readonly ('place' | 'phenomenon')[]): Understanding {
  return { intent: 'hazard-vague', hazard, missing };
}

function readHazards(clauses: readonly Clause[], said: string): Understanding {
  const whole = hazardOf(clauses);
  const strength = whole.score;
  const informing = QUESTION.test(said) || NOTICE.test(said);
  if (
    strength < HAZARD ||
    (informing && (strength < SURE || !whole.defect)) ||
    (/(?:请问|什么时候|几点|几年|多久)/.test(said) && QUESTION.test(said) && !/了/.test(said))
  )
    return unclear(whole.hazard, said, informing);

  if (!whole.defect && OVER.test(said)) return { intent: 'other' };

  const groups = groupsOf(clauses);
  const founds = groups
    .map((group, index) => hazardOf(group, groups.slice(0, index).flat()))
    .filter((found) => found.phenomenon && found.score >= HAZARD);
  const [first, second, ...more] = founds;
  if (first !== undefined && second !== undefined) {
    return { intent: 'hazard-many', hazards: [first.hazard, second.hazard, ...more.map((found) => found.hazard)] };
  }
  if (!whole.place) return vague(whole.hazard, ['place']);
  return { intent: 'hazard', hazard: whole.hazard };
}

/** No defect was understood: ask when something seems wrong, otherwise leave the person alone. */
function unclear(hazard: HazardReading, said: string, informing: boolean): Understanding {
  if (informing && !/有[^，。]{0,3}隐患|报[^，。]{0,3}隐患$|危险|不安全/.test(said)) return { intent: 'other' };
  if (!UNEASY.test(said) || ALL_WELL.test(said)) return { intent: 'other' };
  if (/我(?:女儿|儿子|家|老公|老婆|妈|爸)|哈哈|嘻嘻|😂/.test(said) || OWN_TROUBLE.test(said))
    return { intent: 'other' };
  if (said.length > 40 && namesThing(said) === undefined) return { intent: 'other' };
  const missing: ('place' | 'phenomenon')[] = [];
  if (!namesPlace(said)) missing.push('place');
  if (hazard.category === undefined) missing.push('phenomenon');
  return vague(hazard, missing.length === 0 ? ['phenomenon'] : missing);
}
