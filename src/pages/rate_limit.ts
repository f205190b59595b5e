/** At most so many a minute for each key; keys that fell silent are forgotten. */
export function createRateLimit(perMinute: number): (key: string, now: number) => boolean {
  const windows = new Map<string, { readonly minute: number; count: number }>();
  return (key, now) => {
    const minute = Math.floor(now / 60_000);
    for (const [other, window] of windows) if (window.minute !== minute) windows.delete(other);
    const window = windows.get(key) ?? { minute, count: 0 };
    window.count += 1;
    windows.set(key, window);
    return window.count <= perMinute;
  };
}
