/** Like `AbortSignal.timeout`, but taken back when it was met: a timer that runs on keeps a Durable Object awake. */
export function deadlineIn(milliseconds: number): { readonly signal: AbortSignal; readonly met: () => void } {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(new DOMException('no answer in time', 'TimeoutError')), milliseconds);
  return { signal: ending.signal, met: () => clearTimeout(timer) };
}
