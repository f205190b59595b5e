import { eq } from 'drizzle-orm';
import type { HazardState, Severity } from '../../src/store/schema/index.ts';
import { hazard, hazardStep, photo, role } from '../../src/store/schema/index.ts';
import { type openService, START } from './visit.ts';

type Service = Pick<ReturnType<typeof openService>, 'store' | 'stored' | 'idOf'>;

export interface Given {
  readonly schoolId?: number;
  readonly title?: string;
  readonly state?: HazardState;
  readonly severity?: Severity;
  readonly major?: 'candidate' | 'confirmed' | 'lowered' | null;
  readonly category?: string;
  readonly placeKind?: string;
  /** YYYY-MM-DD. */
  readonly due?: string | null;
  readonly reportedAt?: number;
}

/** A hazard as it stands in the rows; 刘洋 reported it. */
export function addHazard({ store: { db }, idOf }: Service, given: Given = {}): number {
  const number = db.select().from(hazard).all().length + 1;
  const { id } = db
    .insert(hazard)
    .values({
      schoolId: 1,
      number: `QS-202509-${String(number).padStart(4, '0')}`,
      state: 'reported',
      title: '扶手松了',
      description: '2号楼3层楼梯扶手松了',
      placeKind: 'stairs',
      category: 'building',
      sub: '',
      severity: 'general',
      reportedAt: START,
      reporterId: idOf('刘洋'),
      ...given,
    })
    .returning({ id: hazard.id })
    .get();
  db.insert(hazardStep)
    .values({ hazardId: id, at: START, personId: idOf('刘洋'), kind: 'report', note: '扶手松了' })
    .run();
  return id;
}

/** The smallest picture a browser takes. */
const GIF = Uint8Array.from(Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'));

export function addPhoto(
  { store: { db }, stored, idOf }: Service,
  hazardId: number,
  hash: string,
  moment: 'before' | 'after' | 'recheck' = 'before',
): void {
  stored.set(hash, GIF);
  db.insert(photo)
    .values({
      personId: idOf('刘洋'),
      platform: 'feishu',
      messageId: `om_${hash}`,
      mediaKey: hash,
      hazardId,
      moment,
      hash,
      state: 'stored',
      at: START,
    })
    .run();
}

/** From now on this person is that in the first school, and nothing else. */
export function becomes({ store: { db }, idOf }: Service, name: string, held: string): void {
  db.update(role)
    .set({ role: held })
    .where(eq(role.personId, idOf(name)))
    .run();
}
