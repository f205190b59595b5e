import { z } from 'zod';
import type { Inbound } from '../../platform.ts';
import type { Envelope } from './envelope.ts';

/** reference/feishu.md §4 contact.user.*: fields without the field scope are absent. */
const Changed = z.object({
  object: z.object({
    open_id: z.string().min(1),
    union_id: z.string().optional(),
    name: z.string().optional(),
    mobile: z.string().optional(),
    status: z.object({ is_resigned: z.boolean().optional(), is_exited: z.boolean().optional() }).optional(),
  }),
});

/** Somebody joined, left or changed. An update that says resigned or exited is a leaving. Throws a ZodError. */
export function readContact(envelope: Envelope): Inbound {
  const { object } = Changed.parse(envelope.event);
  const left =
    envelope.type === 'contact.user.deleted_v3' ||
    object.status?.is_resigned === true ||
    object.status?.is_exited === true;
  const kind = left ? 'person-left' : envelope.type === 'contact.user.created_v3' ? 'person-joined' : 'person-changed';
  return {
    kind,
    platform: 'feishu',
    deliveryId: envelope.eventId,
    at: envelope.at,
    user: {
      userId: object.open_id,
      ...(object.union_id ? { unionId: object.union_id } : {}),
      ...(object.name ? { name: object.name } : {}),
    },
    ...(object.mobile ? { mobile: object.mobile } : {}),
  };
}
