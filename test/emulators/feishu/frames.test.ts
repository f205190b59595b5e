import fc from 'fast-check';
import protobuf from 'protobufjs';
import { expect, test } from 'vitest';
import { decodeFrame, encodeFrame } from '../../../src/emulators/feishu/frames.ts';

const VENDOR = protobuf
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

const frames = fc.record({
  service: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  method: fc.constantFrom(0, 1),
  headers: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), { noNullPrototype: true }),
  payload: fc.uint8Array({ maxLength: 300 }),
});

test('frames agree with the vendor schema in both directions', () => {
  fc.assert(
    fc.property(frames, fc.maxSafeNat(), (frame, logId) => {
      const { headers, payload, ...numbers } = frame;
      const pairs = Object.entries(headers).map(([key, value]) => ({ key, value }));
      const wire = VENDOR.toObject(VENDOR.decode(encodeFrame(frame)), { longs: String, arrays: true });
      expect(wire).toEqual({ SeqID: '0', LogID: '0', ...numbers, headers: pairs, payload: Buffer.from(payload) });
      const theirs = VENDOR.create({ SeqID: 7, LogID: logId, ...numbers, headers: pairs, payload, LogIDNew: 'x' });
      const read = decodeFrame(VENDOR.encode(theirs).finish());
      expect({ ...read, payload: [...read.payload] }).toEqual({ ...frame, payload: [...payload] });
    }),
    // Once found: a header of this name is a header like any other.
    { examples: [[{ service: 0, method: 0, headers: JSON.parse('{"__proto__":""}'), payload: new Uint8Array() }, 0]] },
  );
});

test('a frame without one of its four numbers is refused', () => {
  const whole = encodeFrame({ service: 1, method: 1, headers: {}, payload: new Uint8Array() });
  expect(() => decodeFrame(whole.subarray(2))).toThrow('required field 1');
});
