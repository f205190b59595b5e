/** Counts for /metrics; no names, no words. */
export interface Meters {
  received(kind: string, milliseconds: number): void;
  /** Prometheus text of what was counted here. */
  lines(): readonly string[];
}

/** Upper bounds of the answer times, ms: the vendor gives 3,000 (reference/feishu.md §5). */
const BOUNDS = [5, 20, 50, 100, 300, 1000, 3000] as const;

export function createMeters(): Meters {
  const kinds = new Map<string, { count: number; sum: number; slowest: number; buckets: number[] }>();
  return {
    received(kind, milliseconds) {
      let meter = kinds.get(kind);
      if (!meter) {
        meter = { count: 0, sum: 0, slowest: 0, buckets: BOUNDS.map(() => 0) };
        kinds.set(kind, meter);
      }
      meter.count += 1;
      meter.sum += milliseconds;
      meter.slowest = Math.max(meter.slowest, milliseconds);
      for (const [index, bound] of BOUNDS.entries()) {
        if (milliseconds <= bound) meter.buckets[index] = (meter.buckets[index] ?? 0) + 1;
      }
    },
    lines() {
      const lines = ['# TYPE anyuan_inbound_milliseconds histogram'];
      for (const [kind, meter] of kinds) {
        for (const [index, bound] of BOUNDS.entries()) {
          lines.push(`anyuan_inbound_milliseconds_bucket{kind="${kind}",le="${bound}"} ${meter.buckets[index] ?? 0}`);
        }
        lines.push(`anyuan_inbound_milliseconds_bucket{kind="${kind}",le="+Inf"} ${meter.count}`);
        lines.push(`anyuan_inbound_milliseconds_sum{kind="${kind}"} ${meter.sum.toFixed(3)}`);
        lines.push(`anyuan_inbound_milliseconds_count{kind="${kind}"} ${meter.count}`);
      }
      return lines;
    },
  };
}
