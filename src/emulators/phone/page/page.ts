/** What the page's parts may ask of the whole. */
import type { State, ToastState } from './state.ts';

export interface Page {
  readonly state: State;
  draw(): void;
  /** Gets a new snapshot and draws it; calls that come while one is under way are answered by one more. */
  refresh(): Promise<void>;
  toast(slot: 'left' | 'right', toast: ToastState): void;
  /** Shows an error of the page's own server to the person. */
  fail(slot: 'left' | 'right', error: unknown): void;
}
