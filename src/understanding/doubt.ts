import { nearnessOf } from './nearness.ts';
import type { EmergencyKind, SensitiveKind } from './understanding.ts';

/** What one should ask back about a message that was read as something else: is somebody in danger, is it a private matter. */
export type Doubt = 'danger' | 'private';

/**
 * What the fields of meaning must come to (nearness.ts). With a hazard read more is needed, as many of its words, pushing, locking and
 * hitting, are those of things.
 */
const ASK = { danger: 3, matter: 4 } as const;
const ASK_BESIDE_HAZARD = { danger: 4, matter: 5 } as const;
const CERTAIN = { danger: 5, matter: 5 } as const;
const CERTAIN_BESIDE_HAZARD = { danger: 6, matter: 7 } as const;
/** One less is enough for a telling word of somebody; a hurt or something falling by itself may be small. */
const PLAIN = 1;
const MAYBE_SMALL: ReadonlySet<EmergencyKind> = new Set(['injury', 'collapse']);

/**
 * Asked last, about messages in which neither an emergency nor a private matter was read: whether their words lie near one, so that a
 * person must be asked rather than passed over. `namesDefect`: a hazard was read. Total, pure.
 */
export function doubtOf(said: string, namesDefect: boolean): Doubt | undefined {
  const ask = namesDefect ? ASK_BESIDE_HAZARD : ASK;
  const { danger, matter } = nearnessOf(said);
  if (danger.weight >= ask.danger || (danger.hasty && !namesDefect)) return 'danger';
  return matter.weight >= ask.matter ? 'private' : undefined;
}

/** Rules and advice name one danger after the other. */
const ADVICE =
  /不去?(?:玩|带|爬|开灯|翻越|进|下水|捅|碰|抄)[^，。]{0,6}[，。]|先[^，。]{1,8}再|请(?:找|拨打|远离|勿|不要)|(?:马上|立刻|及时|要|可以)告诉(?:老师|家长|爸爸|大人)|停止请|会爆炸|别自己|尽快送医|马上断电|要用|说出来/;

/** What so many telling words tell together although no pattern knows them; `namesDefect` is asked only where it decides. */
export function toldByManyWords(
  said: string,
  namesDefect: () => boolean,
): { readonly emergency: EmergencyKind } | { readonly sensitive: SensitiveKind } | undefined {
  if (ADVICE.test(said)) return undefined;
  const { danger, matter } = nearnessOf(said);
  if (danger.weight < CERTAIN.danger - PLAIN && matter.weight < CERTAIN.matter) return undefined;
  const beside = namesDefect();
  const enough = beside ? CERTAIN_BESIDE_HAZARD : CERTAIN;
  const plain = danger.plain && (beside || !MAYBE_SMALL.has(danger.kind)) ? PLAIN : 0;
  if (matter.weight >= enough.matter && matter.weight >= danger.weight) return { sensitive: matter.kind };
  return danger.weight >= enough.danger - plain ? { emergency: danger.kind } : undefined;
}
