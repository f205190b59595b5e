import { classify, namesThing, type Reading } from './classify.ts';
import type { Clause } from './clauses.ts';
import { namesPlace, placeOf, placeStarts } from './place.ts';
import { severityOf } from './severity.ts';
import { titleOf } from './title.ts';
import type { HazardReading, PlaceReading } from './understanding.ts';

/** Below this a reading is a guess: a thing and a defect that merely stand in the same message. */
const TELLING = 12;
const COMPLETE = 13;

const LINK =
  /^(?:也|又|还|另|同时|旁边|顺便|隔壁|再|对面|两|都|而且|并且|以及|①)|(?:也|还有|又|还)(?:是|有|被|在|没|不|摆|堵|开|坏|裂|漏|过|掉|松|断|挂|停|堆|缺|锁|空|少|倒)|也/;
const CONSEQUENCE =
  /^(?:风一|一刮风|刮风|学生|孩子|小孩|小朋友|同学|老师|人|车|水|地上|有学生|有孩子|外卖|大家|家长|幸亏|幸好|差点|害|怕|要是|万一|容易|刚好|今早|我|请|麻烦|建议|快|赶紧|已|昨晚|下课|课间|住校生|说不定|随时|感觉|瞧|看着|一推|一碰|踩|走|摔|好几个|能|钥匙|门只能|里面|上面|下面|整个|味道|味|污水)/;
/** After another place it means that place's own side, not the school's gate: 男厕所地滑，门口的灯坏了. */
const RELATIVE = /^(?:门口|门外|门边)的?/;
/** Kinds that describe one and the same thing from two sides. */
const SAME_THING: readonly (readonly string[])[] = [
  'building/floor building/leak water-gas-heat/drain weather/flood weather/snow health/waste water-gas-heat/heating',
  'construction/hot-work fire/hot-work fire/exit-blocked fire/flammable stampede/obstacle dorm/lock stampede/stair-width',
  'stampede/crowd stampede/order stampede/light conduct/chase stampede/stair-width',
  'electric/wiring electric/socket electric/overload electric/leakage electric/fixture electric/outdoor dorm/illegal-power fire/flammable',
  'gate/unmanned gate/stranger gate/door-fault system/duty conduct/supervision conduct/climbing security/wall-gap conduct/late',
  'construction/fence fire/flammable construction/scaffold construction/crossing construction/height construction/night periphery/construction drowning/pit stampede/light system/sign',
  'drowning/pond drowning/ice drowning/pool building/railing system/sign sports/water-pool periphery/river',
  'bus/vehicle bus/overload bus/driver bus/doc bus/route traffic/illegal-vehicle conduct/supervision',
  'falling/facade falling/aircon falling/tree falling/billboard weather/wind electric/outdoor falling/window-sill falling/thrown building/structure',
  'building/structure building/ceiling building/leak building/railing',
  'dangerous-goods/knife dangerous-goods/firework dangerous-goods/e-cig conduct/fire-play dangerous-goods/chemical fire/flammable lab/chemical lab/key fire/hot-work',
  'traffic/jam traffic/parking traffic/inside-car traffic/speed traffic/crossing traffic/illegal-vehicle fire/exit-blocked',
  'food/expired food/pest food/staff-health food/cross health/cluster health/waste food/water-quality weather/heat',
  'lab/exhaust lab/chemical lab/waste lab/equipment water-gas-heat/gas',
  'water-gas-heat/co dorm/ventilation water-gas-heat/gas health/ventilation',
  'sports/goal sports/bar sports/toy system/sign',
  'sports/ground building/floor drowning/pit drowning/cover',
  'special-equipment/boiler water-gas-heat/boiler special-equipment/pressure',
  'system/ledger gate/unregistered gate/handover system/duty',
  'bus/attendant bus/driver bus/overload conduct/supervision',
].map((group) => group.split(' '));
/** What comes with another hazard rather than being one more. */
const COMPANION = new Set([
  'conduct/supervision',
  'system/sign',
  'gate/stranger',
  'health/waste',
  'construction/fence',
]);

export interface Found {
  readonly hazard: HazardReading;
  readonly score: number;
  /** What the rules read, best first. */
  readonly readings: readonly Reading[];
  readonly place: boolean;
  readonly phenomenon: boolean;
  /** Something is said to be wrong, rather than a thing named that often is. */
  readonly defect: boolean;
}

function joined(clauses: readonly Clause[]): string {
  return clauses.map((clause) => clause.text).join('，');
}

/** One hazard out of clauses that belong together. `home` names the place when these clauses do not. */
export function hazardOf(clauses: readonly Clause[], before: readonly Clause[] = []): Found {
  const text = joined(clauses);
  const readings = classify(text);
  const best = readings[0];
  const here = namesPlace(joined(before)) ? text.replace(RELATIVE, '') : text;
  const context = namesPlace(here) || before.length === 0 ? text : `${joined(before)}，${here}`;
  const told = best !== undefined && best.score >= TELLING ? best : undefined;
  const place: PlaceReading = placeOf(
    context,
    context === text
      ? (told ?? best)
      : told === undefined
        ? best
        : { ...told, object: { start: context.length, end: context.length } },
  );
  const judged = told === undefined ? { severity: 'serious' as const } : severityOf(told.sub, text);
  const [category, sub] = (told?.sub ?? '').split('/');
  const hazard: HazardReading = {
    description: clauses.map((clause) => clause.written).join('，'),
    title: titleOf(text, told, place.detail, place.kind),
    place,
    ...(category === undefined || category === '' || sub === undefined ? {} : { category, sub }),
    ...judged,
    repeated: /又(?![是])|还是|再次|老是|第[二三四五]次|仍然|一直/.test(text),
  };
  return {
    hazard,
    score: best?.score ?? 0,
    readings,
    place: place.kind !== undefined,
    phenomenon: told !== undefined,
    defect: told?.condition !== undefined,
  };
}

function sameThing(left: string, right: string): boolean {
  return left === right || SAME_THING.some((group) => group.includes(left) && group.includes(right));
}

/** Several are announced: each sentence then tells of one. */
const ANNOUNCED_SEVERAL =
  /^(?:[^，。]{0,8})?(?:两|三|四|五|几|[2-5])(?:件事|(?:个|处|条)(?:安全)?(?:问题|隐患|地方|情况))/;

/** A place of its own, said by where it lies. */
const DOORWAY = /^(?:在|就)?(?:门口|楼上|楼下|走廊|楼道|楼顶|楼底|底楼|顶楼|后门|侧门)/;
/** Before the thing nothing stands but where it is and which one: its clause begins with it. */
const WHICH_ONE =
  /^(?:(?:那边|这边|旁边|边上|对面|隔壁|楼上|楼下|里面|外面|上面|下面|后面|前面|那个|这个|那盏|那块|那根|那扇|那里|这里|还有|也|的|里|上|边|那|这|盏|旁|处|口|头|条|扇|块|根|个|些|一)|(?:[东西南北中前后左右]|第?[一二三四五六七八九十\d]+(?:号|层|楼|级|排|台|个|块|根|盏|扇|条))+(?:楼|侧|边|面|门|头|角)?)*$/;

/** Parts of other things: without a place of their own they belong to what was named before. */
const PART =
  /^(?:压力表|指针|阀门|盖板|护栏|栏杆|扶手|螺丝|玻璃|窗户|窗子|门|锁|铰链|合页|把手|支架|底座|接头|管子|水管|软管|电线|线头|插头|开关|盖子|边角|标签|登记本|登记|记录|台账|墙皮|瓷砖|地面|地上|水泥|木板|杂物|纸箱|气味|味道|水|灯光|照明|过道|玻璃管|没灯|灯|窗|墙|里面|外面)+$/;
/** What is wrong because of the first: nobody minds it, people are in the way, it may happen. */
const NO_DEFECT = /没人敢|有人|值班的|住着|害怕|担心|感觉|可能|容易|怕|差点|摔|绊|撞|伤|^(?:晚上|夜里|天黑|下雨)/;

/** Whether the clause says where its thing is, before it or in its name. */
function isElsewhere(clause: Clause, { object }: Reading): boolean {
  return namesPlace(clause.text.slice(0, object.start)) || DOORWAY.test(clause.text);
}

/** Whether the clause tells of a thing of its own and what is wrong with it, and is not a word more about the thing before it. */
function standsAlone(clause: Clause, reading: Reading, before: readonly Clause[], first: Reading): boolean {
  const { object, condition } = reading;
  const thing = clause.text.slice(object.start, object.end);
  const lead = clause.text.slice(0, object.start);
  if (thing.length < 2 || joined(before).includes(thing) || NO_DEFECT.test(clause.text)) return false;
  if (isElsewhere(clause, reading)) return true;
  if (condition === undefined || PART.test(thing) || first.sub.startsWith('weather')) return false;
  return namesPlace(thing) || WHICH_ONE.test(lead);
}

/** A hazard is not told in fewer characters. */
const SHORTEST = 5;

/** What was dictated without a pause: 食堂地面有油门口的灭火器过期了 is two clauses, the second with a place and a thing of its own. */
function withPauses(clause: Clause): readonly Clause[] {
  const { text, written } = clause;
  const skipped = written.length - text.length;
  if (text.length < 2 * SHORTEST || skipped < 0 || !written.endsWith(text.slice(-SHORTEST))) return [clause];
  for (const at of placeStarts(text)) {
    if (at < SHORTEST || at > text.length - SHORTEST || !written.endsWith(text.slice(at))) continue;
    const first = { ...clause, text: text.slice(0, at), written: written.slice(0, skipped + at) };
    const second = { written: written.slice(skipped + at), text: text.slice(at), opensSentence: false };
    const before = classify(first.text)[0];
    const after = classify(second.text)[0];
    if (before === undefined || after === undefined || Math.min(before.score, after.score) < COMPLETE) continue;
    const defect = before.condition ?? before.object;
    const ends = Math.max(defect.end, before.object.end);
    if (/^(?:了|着|的)?(?:一[块个条]|厉害|很)?(?:了|着)?$/.test(first.text.slice(ends)) === false) continue;
    if (after.condition === undefined || sameThing(before.sub, after.sub)) continue;
    if (standsAlone(second, after, [first], before)) return [first, second];
  }
  return [clause];
}

/** One kind of thing, unless it is said of two places. */
function isSameHazard(
  current: { readonly clauses: readonly Clause[]; readonly reading: Reading | undefined },
  next: Reading,
  clause: Clause,
  alone: boolean,
): boolean {
  if (current.reading === undefined || !sameThing(current.reading.sub, next.sub)) return false;
  return !(
    alone &&
    current.reading.sub !== next.sub &&
    namesPlace(clause.text.slice(0, next.object.start)) &&
    namesPlace(joined(current.clauses))
  );
}

/** Clauses grouped by the hazard they tell of; one group unless a later clause clearly tells of another thing. */
export function groupsOf(clauses: readonly Clause[]): Clause[][] {
  const groups: { clauses: Clause[]; reading: Reading | undefined }[] = [];
  const several = ANNOUNCED_SEVERAL.test(joined(clauses));
  for (const clause of clauses.flatMap(withPauses)) {
    const reading = classify(clause.text)[0];
    const complete = reading !== undefined && reading.score >= COMPLETE ? reading : undefined;
    const current = groups.at(-1);
    if (current === undefined) {
      groups.push({ clauses: [clause], reading: complete });
      continue;
    }
    const alone =
      complete !== undefined &&
      current.reading !== undefined &&
      standsAlone(clause, complete, current.clauses, current.reading);
    const linked = LINK.test(clause.text) || clause.opensSentence || alone;
    if (several && clause.opensSentence && complete !== undefined && current.reading !== undefined) {
      groups.push({ clauses: [clause], reading: complete });
    } else if (
      complete === undefined ||
      (COMPANION.has(complete.sub) && !alone && current.reading !== undefined) ||
      (current.reading !== undefined &&
        (isSameHazard(current, complete, clause, alone) ||
          !linked ||
          (!alone && CONSEQUENCE.test(clause.text) && !/^(?:里面|上面|下面|车|门)/.test(clause.text))))
    ) {
      current.clauses.push(clause);
      if (current.reading === undefined && complete !== undefined) current.reading = complete;
    } else if (current.reading === undefined) {
      current.clauses.push(clause);
      current.reading = complete;
    } else groups.push({ clauses: [clause], reading: complete });
  }
  return groups.map((group) => group.clauses);
}

/** Whether something is said to be wrong without saying what. */
export const UNEASY =
  /有[一个两条]*(?:大|小|深)?(?:坑|洞|窟窿|裂缝|口子)|有(?:股|一股)?(?:点)?(?:怪|异|臭|糊)味|早晚(?:要)?出事|不行啊|懂行的|有(?:点)?安全.患|不(?:太|大|是很)?安全|有(?:点|些)?(?:个)?(?:问题|毛病|情况|状况|异常|安全隐患|隐患|危险|不对劲|不安全)|不(?:太|大)?(?:对劲|安全|正常|对头|妥|放心|牢靠)|得(?:找人|赶紧|派人|有人)?(?:修|弄|看|处理|整|管)|该(?:修|换|弄|整|处理)|坏了|危险|出(?:了)?(?:点)?(?:问题|状况|毛病)|(?:要|想|来)?(?:报|上报|登记|反映|提交)(?:一?(?:个|下|条|处|起))?(?:安全)?(?:隐患|问题|情况)|烂了|漏水|裂了|碎|松了|来(?:个)?人(?:看|修|弄)|派人(?:来)?(?:看|修|瞧)|看(?:一)?下|小心|隐患|不行了|有毛病|吓人|怪怪的|悬|瘆|堵了|掉了|断了|不好使|用不了|没人管|不(?:太|大)?对(?![称外等着])|掉下来|爆了|松|裂|断了|修一?(?:下|修)|处理一?下|弄一?(?:下|弄)|整一?(?:下|整)|注意(?:一?下)|不敢(?:过|走|用|靠)/;

export { namesThing };
