import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { Refused } from '../kernel/refused.ts';
import { sendCard, sendText } from '../kernel/send.ts';
import { HOUR } from '../kernel/time.ts';
import { plannedDrills, runningDrill } from './queries.ts';
import { turnReal } from './real.ts';
import { startDrill, startRollCall } from './start.ts';
import { alarmer, commander, mayOrganise } from './who.ts';

const rollCallWords = /^(?:现在|马上|发起|开始|启动)*全员点名(?:开始)?[。.!！]*$/;
const startWords = /^(?:现在|马上)?(?:演练(?:开始|启动)|(?:开始|启动)演练)[。.!！]*$/;
const realWords = /^真实险情[，,]?(?:非演练|不是演练)?[。.!！]*$/;

/** So far from its planned time a drill is the one meant by 演练开始. */
const NEAR = 12 * HOUR;

/** 演练开始, 全员点名, 真实险情: heard word for word, since each of them rings many phones. False for anything else. */
export function hearDrill(context: Context, person: PersonId, schoolId: number, words: string): boolean {
  const text = words.trim();
  if (rollCallWords.test(text)) {
    answering(context, person, () => callRoll(context, person, schoolId));
    return true;
  }
  if (startWords.test(text)) {
    answering(context, person, () => startPlanned(context, person, schoolId));
    return true;
  }
  const running = realWords.test(text) ? runningDrill(context, schoolId) : undefined;
  if (!running || !alarmer.allows(context, person, running)) return false;
  answering(context, person, () => void turnReal(context, running, person));
  return true;
}

/** The card behind the word 演练. */
export const openDrills = (context: Context, person: PersonId, schoolId: number): void =>
  sendCard(context, 'drill.home', { school: schoolId }, { person }, { lane: 'press' });

/** What a press would show as a toast is said as a sentence; nothing the verb did is kept. */
function answering(context: Context, person: PersonId, run: () => void): void {
  try {
    context.store.transaction(() => run());
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    sendText(context, [error.toast.text, error.advice ?? ''].filter((one) => one !== '').join('。'), { person });
  }
}

function callRoll(context: Context, person: PersonId, schoolId: number): void {
  if (!mayOrganise(context, person, schoolId) && !hasRole(context, person, schoolId, 'duty_leader'))
    throw new Refused('drill.forbidden', '全员点名由安全办或校领导发起', '有险情先打 110／119／120，再发“紧急”。');
  const running = runningDrill(context, schoolId);
  // A drill under way becomes the real roll-call: its cards are on the phones already.
  if (running?.kind === 'drill') turnReal(context, running, person);
  else startRollCall(context, schoolId, person);
}

function startPlanned(context: Context, person: PersonId, schoolId: number): void {
  const near = plannedDrills(context, schoolId)
    .filter((one) => Math.abs(one.plannedAt - context.now) <= NEAR)
    .sort((left, right) => Math.abs(left.plannedAt - context.now) - Math.abs(right.plannedAt - context.now));
  const [of] = near;
  if (!of) throw new Refused('drill.none_today', '今天没有安排演练', '发“演练”可以安排一次。');
  if (!commander.allows(context, person, of))
    throw new Refused('drill.forbidden', commander.refusal?.(context, of) ?? '由总指挥宣布', '到时会通知您。');
  startDrill(context, of, person);
}
