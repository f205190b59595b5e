/** Small pictures made by hand, with the metadata phones put in. */

export const bytesOf = (...parts: readonly (Uint8Array | readonly number[] | string)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Uint8Array.from(part))));

/** Words that must not survive; they stand for a place, a device, a name, a time. */
export const SECRETS = ['N31.2304E121.4737', 'HUAWEI Mate 60', '2025:09:18 10:20:00', '张三的手机'] as const;
const secretBytes = Buffer.from(SECRETS.join('|'));

const big16 = (value: number): number[] => [value >> 8, value & 0xff];
const big32 = (value: number): number[] => [...big16(value >>> 16), ...big16(value & 0xffff)];
const little32 = (value: number): number[] => big32(value).reverse();

const segment = (marker: number, payload: Uint8Array): Uint8Array =>
  bytesOf([0xff, marker], big16(payload.length + 2), payload);

/** Exif with an orientation, a pointer to GPS data, and the secrets behind it. */
export function exif(orientation: number, isLittle = false): Uint8Array {
  const order = (bytes: number[]): number[] => (isLittle ? bytes.reverse() : bytes);
  const entry = (tag: number, type: number, value: number[]): number[] => [
    ...order(big16(tag)),
    ...order(big16(type)),
    ...order(big32(1)),
    ...value,
  ];
  return bytesOf(
    'Exif\0\0',
    isLittle ? 'II' : 'MM',
    order(big16(42)),
    order(big32(8)),
    order(big16(2)),
    entry(0x0112, 3, [...order(big16(orientation)), 0, 0]),
    entry(0x8825, 4, order(big32(38))),
    order(big32(0)),
    secretBytes,
  );
}

/** Compressed data with a stuffed byte and a restart marker in it. */
const SCAN = [0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56, 0x78];
const jfif = segment(0xe0, bytesOf('JFIF\0', [1, 1, 0, 0, 1, 0, 1, 0, 0]));
const quantisation = segment(0xdb, bytesOf([0], new Uint8Array(64).fill(1)));
const frame = segment(0xc0, bytesOf([8], big16(2), big16(3), [1, 1, 0x11, 0]));
const scan = bytesOf(segment(0xda, bytesOf([1, 1, 0, 0, 63, 0])), SCAN);
const colours = segment(0xe2, bytesOf('ICC_PROFILE\0', [1, 1], 'profile'));

export const jpeg = (orientation?: number, isLittle = false): Uint8Array =>
  bytesOf(
    [0xff, 0xd8],
    jfif,
    orientation === undefined ? [] : segment(0xe1, exif(orientation, isLittle)),
    segment(0xe1, bytesOf('http://ns.adobe.com/xap/1.0/\0', secretBytes)),
    colours,
    segment(0xe2, bytesOf('MPF\0', secretBytes)),
    segment(0xed, bytesOf('Photoshop 3.0\0', secretBytes)),
    segment(0xfe, secretBytes),
    quantisation,
    frame,
    scan,
    scan,
    [0xff, 0xd9],
    // A preview with its own Exif, as phones append it.
    [0xff, 0xd8],
    segment(0xe1, exif(1)),
    [0xff, 0xd9],
    secretBytes,
  );

/** What is left of `jpeg` when everything but the picture has gone. */
export const bareJpeg = (orientation?: Uint8Array): Uint8Array =>
  bytesOf([0xff, 0xd8], jfif, orientation ?? [], colours, quantisation, frame, scan, scan, [0xff, 0xd9]);

const chunk = (type: string, data: Uint8Array): Uint8Array => bytesOf(big32(data.length), type, data, [1, 2, 3, 4]);
const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const pngStart = bytesOf(PNG_SIGNATURE, chunk('IHDR', bytesOf(big32(1), big32(1), [8, 2, 0, 0, 0])));
const pngEnd = bytesOf(chunk('IDAT', bytesOf([1, 2, 3])), chunk('IEND', bytesOf()));

export const png = bytesOf(
  pngStart,
  ...['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME', 'caBX'].map((type) => chunk(type, secretBytes)),
  pngEnd,
  secretBytes,
);
export const barePng = bytesOf(pngStart, pngEnd);

const riff = (type: string, data: Uint8Array): Uint8Array =>
  bytesOf(type, little32(data.length), data, data.length % 2 === 1 ? [0] : []);
const webpOf = (...chunks: Uint8Array[]): Uint8Array => {
  const body = bytesOf(...chunks);
  return bytesOf('RIFF', little32(body.length + 4), 'WEBP', body);
};
const extended = (flags: number): Uint8Array => riff('VP8X', bytesOf([flags, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
const lossy = riff('VP8 ', bytesOf([1, 2, 3]));
const frameOf = (...chunks: Uint8Array[]): Uint8Array => riff('ANMF', bytesOf(new Uint8Array(16), ...chunks));

export const webp = webpOf(
  extended(0b1_1100),
  lossy,
  riff('EXIF', exif(1)),
  riff('XMP ', secretBytes),
  riff('junk', secretBytes),
);
export const bareWebp = webpOf(extended(0b1_0000), lossy);
export const movingWebp = webpOf(extended(0b10), frameOf(lossy, riff('EXIF', secretBytes)));
export const bareMovingWebp = webpOf(extended(0b10), frameOf(lossy));

const subBlocks = (data: Uint8Array): Uint8Array => bytesOf([data.length], data, [0]);
const gifStart = bytesOf('GIF89a', [1, 0, 1, 0, 0x80, 0, 0], [0, 0, 0, 255, 255, 255]);
const loop = bytesOf([0x21, 0xff, 11], 'NETSCAPE2.0', subBlocks(bytesOf([1, 0, 0])));
const control = bytesOf([0x21, 0xf9, 4, 0, 0, 0, 0, 0]);
const image = bytesOf([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2], subBlocks(bytesOf([0x44, 1])));

export const gif = bytesOf(
  gifStart,
  loop,
  bytesOf([0x21, 0xfe], subBlocks(secretBytes)),
  bytesOf([0x21, 0xff, 11], 'XMP DataXMP', subBlocks(secretBytes)),
  control,
  image,
  [0x3b],
  secretBytes,
);
export const bareGif = bytesOf(gifStart, loop, control, image, [0x3b]);

export const heic = bytesOf([0, 0, 0, 24], 'ftypheic', [0, 0, 0, 0], 'mif1heic', secretBytes);
