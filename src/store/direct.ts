/**
 * A statement of drizzle for better-sqlite3 works out at every run which parameters are placeholders and what kind of
 * column each value comes from; for a press of twenty statements that costs more than SQLite's share. Here both are
 * worked out once.
 */
import { Column, entityKind, is, noopDecoder, Param, Placeholder, SQL, Subquery } from 'drizzle-orm';

/** What drizzle's own types hide; the pinned version has it (drizzle-orm 0.45.4, better-sqlite3/session.js). */
interface Built {
  readonly stmt: DriverStatement;
  readonly query: { readonly params: readonly unknown[] };
  readonly fields?: readonly { readonly path: readonly string[]; readonly field: unknown }[];
  readonly customResultMapper?: unknown;
  run: (values?: Values) => unknown;
  get: (values?: Values) => unknown;
  all: (values?: Values) => unknown;
}

interface DriverStatement {
  run(...parameters: unknown[]): unknown;
  /** From now on rows come bare; a statement of the same text made by somebody else may have changed that. */
  raw(): DriverStatement;
  get(...parameters: unknown[]): unknown;
  all(...parameters: unknown[]): unknown;
}

type Values = Readonly<Record<string, unknown>>;
type Row = readonly unknown[];
interface Decoder {
  mapFromDriverValue(value: unknown): unknown;
}

/** Makes a prepared statement quick, in place; one of another engine, or of a shape it does not know, stays as it is. */
export function makeDirect(statement: unknown): void {
  if (!isBuilt(statement)) return;
  const { stmt } = statement;
  const fill = fillerOf(statement.query.params);
  statement.run = (values = {}) => stmt.run(...fill(values));
  const fields = statement.fields;
  if (!fields || statement.customResultMapper || fields.some(({ path }) => path.length !== 1)) return;
  const rowOf = readerOf(fields);
  // `raw` gives rows as arrays, or undefined where there is none.
  statement.get = (values = {}) => {
    const row = stmt.raw().get(...fill(values)) as Row | undefined;
    return row && rowOf(row);
  };
  statement.all = (values = {}) => (stmt.raw().all(...fill(values)) as Row[]).map(rowOf);
}

function isBuilt(statement: unknown): statement is Built {
  if (typeof statement !== 'object' || statement === null) return false;
  // Every class of drizzle carries its name, also after bundling.
  const { [entityKind]: kind } = statement.constructor as { readonly [entityKind]?: string };
  return kind === 'BetterSQLitePreparedQuery';
}

/** The values in the order of the text's question marks. Throws when one is missing. */
function fillerOf(parameters: readonly unknown[]): (values: Values) => unknown[] {
  const slots = parameters.map((parameter) => {
    if (is(parameter, Placeholder)) return { name: parameter.name };
    if (is(parameter, Param) && is(parameter.value, Placeholder))
      return { name: parameter.value.name, encoder: parameter.encoder };
    return { constant: parameter };
  });
  return (values) =>
    slots.map((slot) => {
      if (slot.name === undefined) return slot.constant;
      const value = values[slot.name];
      if (value === undefined && !(slot.name in values))
        throw new Error(`store.no_value: a statement was run without a value for "${slot.name}"`);
      return slot.encoder ? slot.encoder.mapToDriverValue(value) : value;
    });
}

/** A bare row with the names and types its columns were declared with. */
function readerOf(fields: NonNullable<Built['fields']>): (row: Row) => Record<string, unknown> {
  const columns = fields.map(({ path, field }) => {
    const decoder = decoderOf(field);
    const isPlain = decoder === noopDecoder || decoder.mapFromDriverValue === Column.prototype.mapFromDriverValue;
    return { name: path[0] ?? '', decoder: isPlain ? undefined : decoder };
  });
  return (row) => {
    const named: Record<string, unknown> = {};
    let place = 0;
    for (const { name, decoder } of columns) {
      const value = row[place];
      place += 1;
      named[name] = decoder && value !== null ? decoder.mapFromDriverValue(value) : value;
    }
    return named;
  };
}

/** As drizzle chooses it (drizzle-orm/utils.js mapResultRow). */
function decoderOf(field: unknown): Decoder {
  if (is(field, Column)) return field;
  const sql = is(field, SQL) ? field : is(field, Subquery) ? field._.sql : (field as SQL.Aliased).sql;
  // `decoder` is marked internal in drizzle and missing from its types.
  return (sql as unknown as { readonly decoder: Decoder }).decoder;
}
