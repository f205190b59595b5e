import protobuf from 'protobufjs/minimal.js';

/** One frame of the long connection; the wire form is pbbp2.Frame (reference/feishu.md §3.2). */
export interface Frame {
  readonly service: number;
  /** 0 control (ping, pong), 1 data. */
  readonly method: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Uint8Array;
}

/*
 * message Header { required string key = 1; required string value = 2; }
 * message Frame  { required uint64 SeqID = 1; required uint64 LogID = 2; required int32 service = 3;
 *   required int32 method = 4; repeated Header headers = 5; optional string payload_encoding = 6;
 *   optional string payload_type = 7; optional bytes payload = 8; optional string LogIDNew = 9; }
 * Written by hand, as the two 64-bit numbers are never read and the official SDK, once loaded, takes 64-bit support
 * away from every protobufjs message type in the process.
 */
const VARINT = 0;
const BYTES = 2;
const tagOf = (field: number, wireType: number) => (field << 3) | wireType;
const REQUIRED = [1, 2, 3, 4] as const;

export function encodeFrame(frame: Frame): Uint8Array {
  const writer = protobuf.Writer.create();
  // All four numbers are mandatory on the wire, also when they are 0.
  const numbers = [0, 0, frame.service, frame.method];
  for (const [index, number] of numbers.entries()) writer.uint32(tagOf(index + 1, VARINT)).int32(number);
  for (const [key, value] of Object.entries(frame.headers)) {
    writer.uint32(tagOf(5, BYTES)).fork();
    writer.uint32(tagOf(1, BYTES)).string(key).uint32(tagOf(2, BYTES)).string(value).ldelim();
  }
  return writer.uint32(tagOf(8, BYTES)).bytes(frame.payload).finish();
}

function readHeader(reader: protobuf.Reader): [string, string] {
  const end = reader.uint32() + reader.pos;
  let key = '';
  let value = '';
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === tagOf(1, BYTES)) key = reader.string();
    else if (tag === tagOf(2, BYTES)) value = reader.string();
    else reader.skipType(tag & 7);
  }
  return [key, value];
}

/** Throws when bytes are not a frame or one of the four required numbers is missing. */
export function decodeFrame(bytes: Uint8Array): Frame {
  const reader = protobuf.Reader.create(bytes);
  const seen = new Set<number>();
  const headers: [string, string][] = [];
  let service = 0;
  let method = 0;
  let payload: Uint8Array = new Uint8Array();
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    seen.add(tag >>> 3);
    if (tag === tagOf(3, VARINT)) service = reader.int32();
    else if (tag === tagOf(4, VARINT)) method = reader.int32();
    else if (tag === tagOf(5, BYTES)) headers.push(readHeader(reader));
    else if (tag === tagOf(8, BYTES)) payload = reader.bytes();
    else reader.skipType(tag & 7);
  }
  const missing = REQUIRED.find((field) => !seen.has(field));
  if (missing !== undefined) throw new Error(`frame without required field ${missing}`);
  return { service, method, headers: Object.fromEntries(headers), payload };
}
