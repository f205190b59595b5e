import { ALWAYS, rowOf, type Weights } from '../../src/understanding/weights.ts';

/** A sentence by its signs, and the answer somebody gave who labelled it. */
export interface Example {
  readonly signs: readonly string[];
  readonly answer: string;
}

export interface Training {
  readonly rounds: number;
  /** How much a weight costs: the more, the less a single sentence says. */
  readonly cost: number;
  /** Rows of the table, a power of two. Signs that share a row are learnt together: the fewer do, the more exactly. */
  readonly rows: number;
  /** Smaller weights are left out: they change no answer that counts. */
  readonly least: number;
}

const STEP = 0.5;

function shares(sums: readonly number[]): number[] {
  const most = Math.max(...sums);
  const parts = sums.map((sum) => Math.exp(sum - most));
  const whole = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / whole);
}

/** The same order every time, in which sets of one author do not come one after the other. */
function shuffled(length: number): number[] {
  const order = Array.from({ length }, (_, index) => index);
  let state = 7;
  for (let index = length - 1; index > 0; index -= 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const other = Math.floor((state / 2_147_483_648) * (index + 1));
    [order[index], order[other]] = [order[other] ?? 0, order[index] ?? 0];
  }
  return order;
}

/**
 * Multinomial logistic regression by AdaGrad; every answer counts the same in all, however many examples it has. The same
 * examples always give the same weights.
 */
export function train(examples: readonly Example[], { rounds, cost, rows, least }: Training): Weights {
  const answers = [...new Set(examples.map((example) => example.answer))].sort();
  const width = answers.length;
  const weights = new Float64Array(rows * width);
  const squares = new Float64Array(weights.length).fill(1e-6);
  const lessons = examples.map(({ signs, answer }) => ({
    at: [...new Set([ALWAYS, ...signs].map((sign) => rowOf(sign, rows) * width))],
    answer: answers.indexOf(answer),
  }));
  const counts = answers.map((_, answer) => lessons.filter((lesson) => lesson.answer === answer).length);
  const order = shuffled(lessons.length);
  for (let round = 0; round < rounds; round += 1) {
    for (const index of order) {
      const lesson = lessons[index];
      if (lesson === undefined) continue;
      const value = 1 / Math.sqrt(lesson.at.length);
      const guess = shares(
        answers.map((_, answer) => lesson.at.reduce((sum, row) => sum + (weights[row + answer] ?? 0), 0) * value),
      );
      const worth = lessons.length / (width * (counts[lesson.answer] ?? 1));
      for (let answer = 0; answer < width; answer += 1) {
        const error = ((guess[answer] ?? 0) - (answer === lesson.answer ? 1 : 0)) * worth * value;
        for (const row of lesson.at) {
          const place = row + answer;
          const slope = error + cost * (weights[place] ?? 0);
          squares[place] = (squares[place] ?? 0) + slope * slope;
          weights[place] = (weights[place] ?? 0) - (STEP * slope) / Math.sqrt(squares[place] ?? 1);
        }
      }
    }
  }
  return { answers, rows, ...inUnits(weights, least) };
}

/** As whole numbers of one byte. */
function inUnits(weights: Float64Array, least: number): Pick<Weights, 'unit' | 'table'> {
  const most = weights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0);
  const unit = Math.ceil((most / 127) * 1_000) / 1_000;
  return {
    unit,
    table: Int8Array.from(weights, (weight) => (Math.abs(weight) < least ? 0 : Math.round(weight / unit))),
  };
}
