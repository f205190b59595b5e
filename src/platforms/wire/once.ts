/**
 * For `fetch`: this request must not leave twice by itself. The server's own fetch then takes a new line, since a kept
 * one may have been hung up in the very moment it is used again, and asking once more could do it twice.
 */
export interface OnceInit extends RequestInit {
  readonly once?: boolean;
}
