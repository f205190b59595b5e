/** Why the vendor would not build a card: its inner code with path, or an outer code of its own (reference/feishu.md §7 codes). */
export interface CardFault {
  readonly inner: number;
  readonly path: string;
  readonly detail: string;
}

/** Stops the check of a card. */
export function cardFault(inner: number, path: string, detail: string): never {
  throw Object.assign(new Error(`${inner} at ${path}: ${detail}`), { cardFault: { inner, path, detail } });
}

export function cardFaultOf(error: unknown): CardFault | undefined {
  if (!(error instanceof Error) || !('cardFault' in error)) return undefined;
  // Only `cardFault` attaches a member of this name.
  return error.cardFault as CardFault;
}

/** The vendor's message text for error 230099. */
export function faultMessage(fault: CardFault): string {
  return `Failed to create card content, ext=ErrCode: ${fault.inner}; ErrPath: ${fault.path}; ErrMsg: ${fault.detail}; `;
}
