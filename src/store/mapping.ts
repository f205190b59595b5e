import { Column, is, SQL } from 'drizzle-orm';

/** One column of an answer, as drizzle keeps it with a query: where the value goes, and what reads it. */
interface Selected {
  readonly path: readonly string[];
  readonly field: unknown;
}

interface Decoder {
  mapFromDriverValue(value: unknown): unknown;
}

type Row = readonly unknown[];
type Read = (row: Row) => unknown;

/** What drizzle's prepared queries of both engines have in common; its own types hide it. */
interface Prepared {
  readonly fields?: readonly Selected[];
  readonly joinsNotNullableMap?: Readonly<Record<string, boolean>>;
  customResultMapper?: (rows: readonly Row[]) => unknown;
  get(values?: Readonly<Record<string, unknown>>): unknown;
}

/**
 * Reads rows the way drizzle does, but decides once what every column is: drizzle asks at every value of every row,
 * which costs more than SQLite's own work. A query of another shape stays as it is (drizzle-orm 0.45.4).
 */
export function withQuickRows<T>(query: T): T {
  // What `prepare()` gives back is one of these; where it is not, nothing below is touched.
  const made = query as unknown as Prepared;
  const read = made.fields && made.customResultMapper === undefined ? readerOf(made.fields) : undefined;
  if (!read) return query;
  const one: Prepared = Object.create(made, {
    customResultMapper: { value: ([row]: readonly Row[]) => row && read(row) },
  });
  const { get } = made;
  made.customResultMapper = (rows) => rows.map(read);
  made.get = (values) => get.call(one, values);
  return query;
}

/** Undefined for nested answers (whole tables of a join), whose empty halves need drizzle's own care. */
function readerOf(fields: readonly Selected[]): Read | undefined {
  const columns: { readonly key: string; readonly decoder: Decoder | undefined }[] = [];
  for (const { path, field } of fields) {
    const [key, ...inner] = path;
    const decoder = decoderOf(field);
    if (key === undefined || inner.length > 0 || !decoder) return undefined;
    columns.push({ key, decoder: isPlain(decoder) ? undefined : decoder });
  }
  return (row) => {
    const result: Record<string, unknown> = {};
    for (let index = 0; index < columns.length; index += 1) {
      const column = columns[index];
      if (!column) continue;
      const value = row[index];
      result[column.key] = value === null || !column.decoder ? value : column.decoder.mapFromDriverValue(value);
    }
    return result;
  };
}

function decoderOf(field: unknown): Decoder | undefined {
  if (is(field, Column)) return field;
  // `decoder` is marked internal in drizzle and missing from its types.
  if (is(field, SQL)) return (field as unknown as { readonly decoder: Decoder }).decoder;
  if (is(field, SQL.Aliased)) return (field.sql as unknown as { readonly decoder: Decoder }).decoder;
  return undefined;
}

/** Most columns give the driver's value as it is. */
const isPlain = (decoder: Decoder): boolean => decoder.mapFromDriverValue === Column.prototype.mapFromDriverValue;
