/** How files that can prove something begin; `text` is anything without a zero byte at its start. */
const beginnings = {
  pdf: [0x25, 0x50, 0x44, 0x46],
  zip: [0x50, 0x4b],
  ole: [0xd0, 0xcf, 0x11, 0xe0],
  rar: [0x52, 0x61, 0x72, 0x21],
  sevenZip: [0x37, 0x7a, 0xbc, 0xaf],
  jpeg: [0xff, 0xd8, 0xff],
  png: [0x89, 0x50, 0x4e, 0x47],
} as const;

type Beginning = keyof typeof beginnings | 'text';

/** Documents, tables, slides, pictures and archives of them; whatever can run is not evidence. */
const kinds: Readonly<Record<string, readonly Beginning[]>> = {
  pdf: ['pdf'],
  ofd: ['zip'],
  docx: ['zip'],
  xlsx: ['zip'],
  pptx: ['zip'],
  zip: ['zip'],
  // Older office files, and newer ones somebody renamed.
  doc: ['ole', 'zip', 'text'],
  xls: ['ole', 'zip', 'text'],
  ppt: ['ole', 'zip'],
  wps: ['ole', 'zip'],
  et: ['ole', 'zip'],
  dps: ['ole', 'zip'],
  rar: ['rar'],
  '7z': ['sevenZip'],
  jpg: ['jpeg'],
  jpeg: ['jpeg'],
  png: ['png'],
  txt: ['text'],
  csv: ['text'],
};

/** Larger files are refused: the bot is no drive. Bytes. */
export const MAX_EVIDENCE_BYTES = 20 * 1024 * 1024;

const endingOf = (fileName: string): string => /\.([^.\s/\\]{1,8})$/.exec(fileName.trim())?.[1]?.toLowerCase() ?? '';

/** Whether a file's name says that it is of a kind we keep. */
export const isEvidenceName = (fileName: string): boolean => kinds[endingOf(fileName)] !== undefined;

/** Why bytes are not kept under a name, as a sentence for the sender; undefined when they are. */
export function evidenceRefusal(fileName: string, bytes: Uint8Array): string | undefined {
  const allowed = kinds[endingOf(fileName)];
  if (!allowed) return '这种文件收不了。请发 PDF、Word、Excel、图片或压缩包。';
  if (bytes.length === 0) return '这个文件是空的，请重发一次。';
  if (bytes.length > MAX_EVIDENCE_BYTES) return '文件超过 20 MB，请压缩或分开发。';
  const begins = (kind: Beginning): boolean =>
    kind === 'text'
      ? !bytes.subarray(0, 512).includes(0)
      : beginnings[kind].every((byte, index) => bytes[index] === byte);
  return allowed.some(begins) ? undefined : '文件内容与它的类型不符，请另存后重发一次。';
}
