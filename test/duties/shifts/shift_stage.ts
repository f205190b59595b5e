import { putShift } from '../../../src/duties/shift_entries.ts';
import { GATE, LEADER } from '../../../src/duties/shift_times.ts';
import type { Sheet } from '../../../src/school/roster/model.ts';
import type { RosterStage } from '../roster_stage.ts';

/** Thursday. */
export const TODAY = '2025-09-18';

/** A sheet of a workbook with these cells. */
export const sheet = (rows: readonly (readonly string[])[], name = '值班表'): Sheet => ({
  name,
  hidden: false,
  rows: rows.map((cells, index) => ({ number: index + 1, hidden: false, cells: [...cells] })),
});

/** Puts somebody on the roster; by default the leader of today. */
export const put = (
  stage: RosterStage,
  entry: { duty?: string; date?: string; slot?: string; post?: string; who: string; from?: number; to?: number },
) => {
  const { shift } = putShift(stage.context(), {
    schoolId: 1,
    dutyId: entry.duty ?? LEADER,
    date: entry.date ?? TODAY,
    slot: entry.slot ?? '',
    post: entry.post ?? '',
    person: stage.id(entry.who),
    from: entry.from ?? 7 * 60,
    to: entry.to ?? 31 * 60,
  });
  if (!shift) throw new Error('no shift');
  return shift.id;
};
/** The morning at the north gate. */
export const gate = { duty: GATE, slot: '早', post: '北门', from: 7 * 60 + 10, to: 8 * 60 };
/** Who got which card. */
export const heard = (arrived: readonly { to: string; card: string }[]) =>
  arrived.map((one) => `${one.to} ${one.card}`);
