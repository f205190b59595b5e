import type { JsonObject } from '../ground/json.ts';
import type { ApiCall } from './http.ts';
import { refuse } from './refusal.ts';

/** One page as the vendor gives it: `items`, `has_more`, `page_token`; 40011 and 40012 for a bad size or token. */
export function page<Item>(
  call: ApiCall,
  all: readonly Item[],
  most: number,
  usual = 20,
): JsonObject & { items: Item[] } {
  const size = Number(call.query('page_size') ?? usual);
  if (!Number.isInteger(size) || size < 1 || size > most) refuse(40011, 'page size is invalid');
  const offset = Number(call.query('page_token') || 0);
  if (!Number.isInteger(offset) || offset < 0 || offset > all.length) refuse(40012, 'page token is invalid');
  const hasMore = offset + size < all.length;
  return {
    items: all.slice(offset, offset + size),
    has_more: hasMore,
    ...(hasMore ? { page_token: String(offset + size) } : {}),
  };
}
