import { actionsOf, type Card } from '../../cards/model.ts';
import type { Action } from './action.ts';
import type { Feature } from './feature.ts';
import type { Presentation } from './presentation.ts';
import type { TimerHandler } from './timers.ts';

/** Everything the product can do and show, by name. */
export interface Registry {
  readonly actions: ReadonlyMap<string, Action>;
  readonly presentations: ReadonlyMap<string, Presentation>;
  readonly timers: ReadonlyMap<string, TimerHandler>;
}

/** Two features claim the same name: a mistake in the code, found at start-up and never at a press. */
export class DuplicateName extends Error {
  readonly code = 'registry.duplicate';
  constructor(what: string, name: string) {
    super(`registry.duplicate: ${what} "${name}" is declared twice; rename one of them (who: developer)`);
  }
}

/** Gathers the features. Throws `DuplicateName`. */
export function buildRegistry(features: readonly Feature[]): Registry {
  return {
    actions: gather(
      'action',
      features.flatMap((feature) => feature.actions),
      (action) => action.name,
    ),
    presentations: gather(
      'card',
      features.flatMap((feature) => feature.presentations),
      (presentation) => presentation.card,
    ),
    timers: gather(
      'timer',
      features.flatMap((feature) => feature.timers),
      (handler) => handler.kind,
    ),
  };
}

/**
 * Start-up check: every card the product can show names only actions there are, and is one the registry can show.
 * Throws `UnknownAction`.
 */
export function requireCompleteRegistry(registry: Registry, samples: readonly Card[]): void {
  for (const card of samples) requireKnownActions(registry, card.key, actionsOf(card));
}

function gather<T>(what: string, items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, T> {
  const named = new Map<string, T>();
  for (const item of items) {
    const name = nameOf(item);
    if (named.has(name)) throw new DuplicateName(what, name);
    named.set(name, item);
  }
  return named;
}

/** A card names an action nobody registered: pressing it could do nothing. */
export class UnknownAction extends Error {
  readonly code = 'registry.unknown_action';
  constructor(card: string, action: string) {
    super(
      `registry.unknown_action: card "${card}" names action "${action}", which no feature registers (who: developer)`,
    );
  }
}

/** Checks the actions named by a card; used at start-up over the sample cards and before every send. */
export function requireKnownActions(registry: Registry, card: string, actions: readonly string[]): void {
  for (const action of actions) if (!registry.actions.has(action)) throw new UnknownAction(card, action);
}
