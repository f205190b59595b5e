import { type Clause, saidIn, toldClauses } from './clauses.ts';
import { detailOf } from './detail.ts';
import { evidenceFor, shareOf } from './evidence.ts';
import { type Found, groupsOf, hazardOf, namesThing, UNEASY } from './hazards.ts';
import { namesPlace, spokenPlace } from './place.ts';
import { CHATTER, commandOf, exactCommandOf, followUpOf, NOTICE, QUESTION } from './requests.ts';
import { type Doubt, namesCase, riskOf } from './risk.ts';
import { signsOf, wordSigns } from './signs.ts';
import { commandTold, followUpTold } from './talk.ts';
import { isElsewhere } from './told.ts';
import type { HazardReading, Understanding } from './understanding.ts';
import { weighHazard } from './weigh_hazard.ts';

/** Enough that a thing with a defect was named; below it the words may stand together by chance. */
const HAZARD = 12;
const SURE = 17;

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
  const clauses = toldClauses(text);
  const said = saidIn(clauses);
  if (said === '' && GESTURE.test(text) && !ALARMING.test(text)) return { intent: 'other' };
  if (said === '' || /^(?:图片|照片|image|只有图片)$/.test(said))
    return vague(hazardOf(clauses).hazard, ['place', 'phenomenon']);

  // Everything else that is asked for waits until danger has been looked for: 帮我代一下课，学生抽搐了.
  if (exactCommandOf(said) === 'emergency') return { intent: 'command', command: 'emergency' };
  const signs = signsOf(clauses);
  const { risk } = riskOf(said, signs, clauses);
  if (risk?.intent === 'emergency') return { ...risk, where: spokenPlace(said, detailOf(said)) };
  if (risk !== undefined) return risk;
  const talk = evidenceFor('talk', signs);
  const command = commandOf(said) ?? commandTold(said, talk);
  if (command !== undefined) return { intent: 'command', command };
  if (CHATTER.test(said)) return { intent: 'chatter' };
  if (isElsewhere(said)) return { intent: 'other' };

  const followUp = followUpOf(said) ?? followUpTold(said, talk);
  if (followUp !== undefined) return { intent: 'follow-up', ...followUp, about: hazardOf(clauses).hazard };
  return readHazards(clauses, said, signs);
}

/** Below this the words alone, of the whole and of each clause, are so far from a private matter that the rest changes nothing. */
const FAR = { whole: 0.05, clause: 0.3 };

/**
 * Whether `understand` takes the text for a sensitive matter, for words typed into a form: what is plainly none is told
 * without reading the rest, since every press of a form asks. Total, pure.
 */
export function isSensitive(text: string): boolean {
  const clauses = toldClauses(text);
  const near = (said: string): number => shareOf('matter', 'sensitive', wordSigns(said));
  const isNear =
    near(saidIn(clauses)) >= FAR.whole ||
    (clauses.length > 1 && clauses.some((clause) => near(clause.text) >= FAR.clause));
  return isNear && understand(text).intent === 'sensitive';
}

/** Whether a line that others will read touches a child's own matter. Total, pure. */
export function namesPrivateMatter(text: string): boolean {
  return understand(text).intent === 'sensitive' || namesCase(text);
}

/**
 * What should be asked back beside the answer to a text that `understand` took for neither an emergency nor a private
 * matter: is somebody in danger, should it be told in private. Total, pure.
 */
export function doubtAbout(text: string): Doubt | undefined {
  const clauses = toldClauses(text);
  return riskOf(saidIn(clauses), signsOf(clauses), clauses).doubt;
}

function vague(hazard: HazardReading, missing: readonly ('place' | 'phenomenon')[]): Understanding {
  return { intent: 'hazard-vague', hazard, missing };
}

/** A hazard is announced, told or not. */
const ANNOUNCED = /有[^，。]{0,3}隐患|报[^，。]{0,3}隐患$|危险|不安全/;
/** Announced and nothing more: 我要报隐患. */
const BARE = /^(?:我|想|要|来|再|又|有|发现|登记|上报|报|看到|一个|一处|一条|个|处|条|安全|隐患|问题|了)+$/;
/** So likely a hazard although no rule knows it, or so likely none although one does. */
const LIKELY = 0.5;
const UNLIKELY = 0.7;

function readHazards(clauses: readonly Clause[], said: string, signs: readonly string[]): Understanding {
  if (BARE.test(said) && ANNOUNCED.test(said)) return vague(hazardOf(clauses).hazard, ['place', 'phenomenon']);
  const evidence = evidenceFor('matter', signs);
  const isLikely = (evidence.get('hazard') ?? 0) >= LIKELY;
  if ((evidence.get('other') ?? 0) >= UNLIKELY && !ANNOUNCED.test(said)) return { intent: 'other' };
  const whole = weighHazard(hazardOf(clauses), said, signs, namesPlace(said) ? 'named' : 'read');
  const { score } = whole;
  const informing = QUESTION.test(said) || NOTICE.test(said);
  if (
    score < HAZARD ||
    (informing && (score < SURE || !whole.defect)) ||
    (/(?:请问|什么时候|几点|几年|多久)/.test(said) && QUESTION.test(said) && !/了/.test(said))
  ) {
    if (!isLikely || informing) return unclear(whole, said, informing);
    if (whole.place && whole.phenomenon) return { intent: 'hazard', hazard: whole.hazard };
    return vague(whole.hazard, missingOf(whole));
  }
  if (!isLikely && !whole.defect && OVER.test(said)) return { intent: 'other' };

  const founds = groupsOf(clauses)
    .map((group, index, groups) => ({ group, found: hazardOf(group, groups.slice(0, index).flat()) }))
    .filter(({ found }) => found.phenomenon && found.score >= HAZARD)
    .map(({ group, found }) => weighHazard(found, saidIn(group), signsOf(group), 'before').hazard);
  const [first, second, ...more] = founds;
  if (first !== undefined && second !== undefined) return { intent: 'hazard-many', hazards: [first, second, ...more] };
  return whole.place ? { intent: 'hazard', hazard: whole.hazard } : vague(whole.hazard, ['place']);
}

/** No defect was understood: ask when something seems wrong, otherwise leave the person alone. */
function unclear(found: Found, said: string, informing: boolean): Understanding {
  if (informing && !ANNOUNCED.test(said)) return { intent: 'other' };
  if (!UNEASY.test(said) || ALL_WELL.test(said)) return { intent: 'other' };
  if (/我(?:女儿|儿子|家|老公|老婆|妈|爸)|哈哈|嘻嘻|😂/.test(said) || OWN_TROUBLE.test(said))
    return { intent: 'other' };
  if (said.length > 40 && namesThing(said) === undefined) return { intent: 'other' };
  const missing = missingOf({ ...found, place: namesPlace(said) });
  return vague(found.hazard, missing.length === 0 ? ['phenomenon'] : missing);
}

function missingOf({ place, phenomenon }: Pick<Found, 'place' | 'phenomenon'>): ('place' | 'phenomenon')[] {
  return [...(place ? [] : (['place'] as const)), ...(phenomenon ? [] : (['phenomenon'] as const))];
}
