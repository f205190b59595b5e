import { and, desc, eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { draft, photo } from '../store/schema/index.ts';
import type { Hazard } from './queries.ts';

/** 撤回提交: the form the owner handed in is open again, with the pictures that came with it. */
export function takeBackHandingIn(context: Context, subject: Hazard, owner: PersonId): void {
  const handedIn = context.db
    .select({ id: draft.id })
    .from(draft)
    .where(
      and(
        eq(draft.hazardId, subject.id),
        eq(draft.personId, owner),
        eq(draft.kind, 'rectification'),
        eq(draft.state, 'done'),
      ),
    )
    .orderBy(desc(draft.touchedAt), desc(draft.id))
    .limit(1)
    .get();
  if (!handedIn) return;
  context.db.update(draft).set({ state: 'open', touchedAt: context.now }).where(eq(draft.id, handedIn.id)).run();
  context.db.update(photo).set({ hazardId: null, moment: null }).where(eq(photo.draftId, handedIn.id)).run();
}
