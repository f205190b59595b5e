import protobuf from 'protobufjs';

/** One frame of the long connection; the wire form is pbbp2.Frame (reference/feishu.md §3.2). */
export interface Frame {
  readonly service: number;
  /** 0 control (ping, pong), 1 data. */
  readonly method: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Uint8Array;
}

const FRAME = protobuf
  .parse(
    `syntax = "proto2"; package pbbp2;
message Header { required string key = 1; required string value = 2; }
message Frame {
  required uint64 SeqID = 1; required uint64 LogID = 2; required int32 service = 3; required int32 method = 4;
  repeated Header headers = 5; optional string payload_encoding = 6; optional string payload_type = 7;
  optional bytes payload = 8; optional string LogIDNew = 9;
}`,
    { keepCase: true },
  )
  .root.lookupType('pbbp2.Frame');

export function encodeFrame(frame: Frame): Uint8Array {
  const headers = Object.entries(frame.headers).map(([key, value]) => ({ key, value }));
  return FRAME.encode(
    FRAME.create({ SeqID: 0, LogID: 0, service: frame.service, method: frame.method, headers, payload: frame.payload }),
  ).finish();
}

/** Throws when bytes are not a frame or one of the four required numbers is missing. */
export function decodeFrame(bytes: Uint8Array): Frame {
  // The message type guarantees these members: decode throws when a required one is missing.
  const wire = FRAME.decode(bytes) as unknown as {
    service: number;
    method: number;
    headers: { key: string; value: string }[];
    payload: Uint8Array;
  };
  return {
    service: wire.service,
    method: wire.method,
    headers: Object.fromEntries(wire.headers.map(({ key, value }) => [key, value])),
    payload: wire.payload,
  };
}
