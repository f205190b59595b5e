import { drillsDuties } from '../duties/catalogue/drills.ts';
import { educationDuties } from '../duties/catalogue/education.ts';
import { facilitiesDuties } from '../duties/catalogue/facilities.ts';
import { fireDuties } from '../duties/catalogue/fire.ts';
import { gateDuties } from '../duties/catalogue/gate.ts';
import { catalogue } from '../duties/catalogue/index.ts';
import { meetingsDuties } from '../duties/catalogue/meetings.ts';
import { peopleDuties } from '../duties/catalogue/people.ts';
import { publicityDuties } from '../duties/catalogue/publicity.ts';
import type { Duty } from '../duties/duty.ts';

export type LedgerKind =
  | 'hazards'
  | 'duties'
  | 'drills'
  | 'visitors'
  | 'facilities'
  | 'rosters'
  | 'training'
  | 'meetings';

interface KindRule {
  readonly title: string;
  /** What people call it. */
  readonly words: RegExp;
  /** The duties whose records it holds; none for hazards and rosters, which are records of their own. */
  readonly duties: readonly Duty[];
}

/** The ledgers inspectors ask for (issue: ledgers), in the order they are offered. */
export const ledgerKinds: Readonly<Record<LedgerKind, KindRule>> = {
  hazards: { title: '隐患台账', words: /隐患/, duties: [] },
  duties: { title: '职责台账', words: /职责|任务|履职/, duties: catalogue },
  drills: { title: '演练台账', words: /演练/, duties: drillsDuties },
  visitors: { title: '门卫访客台账', words: /门卫|访客|来访|进出/, duties: gateDuties },
  facilities: { title: '设施消防台账', words: /设施|设备|消防/, duties: [...facilitiesDuties, ...fireDuties] },
  rosters: { title: '值班台账', words: /值班|带班|护导|值守/, duties: [] },
  training: {
    title: '教育培训台账',
    words: /培训|教育|安全课|班会/,
    duties: [...educationDuties, ...publicityDuties, ...peopleDuties],
  },
  meetings: { title: '会议台账', words: /会议|例会/, duties: meetingsDuties },
};

/** In the order they are offered; an object keeps the order of its keys. */
export const allLedgerKinds = Object.keys(ledgerKinds) as readonly LedgerKind[]; // its keys are exactly LedgerKind
