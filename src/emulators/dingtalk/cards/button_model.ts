import { isObject, parseJson, textAt } from '../../ground/json.ts';

/** One button of a button group (reference/dingtalk.md §6.7). */
export interface CardButton {
  readonly text: string;
  readonly color: 'blue' | 'gray' | 'red';
  readonly disabled: boolean;
  /** Sends a callback with this id and these params. */
  readonly request?: { readonly actionId: string; readonly params: Readonly<Record<string, unknown>> };
  /** Opens this address. */
  readonly url?: string;
}

const COLORS = ['blue', 'gray', 'red'] as const;

function readButton(value: unknown, problem: (what: string) => void): CardButton | undefined {
  if (!isObject(value)) {
    problem('a button is no object');
    return undefined;
  }
  const text = textAt(value, 'text');
  const event = isObject(value.event) ? value.event : undefined;
  if (text === undefined || event === undefined) {
    problem(`a button needs text and event: ${JSON.stringify(value)}`);
    return undefined;
  }
  const color = value.color === undefined ? 'gray' : COLORS.find((each) => each === value.color);
  if (color === undefined) problem(`button ${text} has no colour ${String(value.color)}`);
  if (value.status !== undefined && value.status !== 'normal' && value.status !== 'disabled') {
    problem(`button ${text} has no status ${String(value.status)}`);
  }
  const base = { text, color: color ?? 'gray', disabled: value.status === 'disabled' } as const;
  const params = isObject(event.params) ? event.params : {};
  if (event.type === 'sendCardRequest') {
    const actionId = textAt(params, 'actionId');
    if (actionId === undefined) {
      problem(`button ${text} has no actionId`);
      return base;
    }
    return { ...base, request: { actionId, params: isObject(params.params) ? params.params : {} } };
  }
  // The names of openLink's params are UNVERIFIED; all that have been seen are taken.
  const url = textAt(params, 'url') ?? textAt(params, 'link') ?? textAt(params, 'href');
  if (event.type === 'openLink' && url !== undefined) return { ...base, url };
  problem(`button ${text} has no event the client knows`);
  return base;
}

/** The buttons a button group variable holds; undefined when the client would show none. */
export function readButtons(text: string): {
  buttons: readonly CardButton[] | undefined;
  problems: readonly string[];
} {
  const problems: string[] = [];
  const parsed = parseJson(text);
  if (!Array.isArray(parsed)) return { buttons: undefined, problems: ['a buttonGroup variable must hold a list'] };
  const buttons = parsed.flatMap((each): CardButton[] => {
    const button = readButton(each, (what) => problems.push(what));
    return button === undefined ? [] : [button];
  });
  return { buttons, problems };
}
