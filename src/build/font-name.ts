/** Name that changed fonts carry inside; pages call them by the name in their style sheet. */
const ownName = 'Pages';

/** Name records of a font that readers may see: family (1), style (2), unique (3), full (4) and PostScript name (6). */
const nameIds = [1, 2, 3, 4, 6] as const;

/**
 * The TrueType font under a name of its own: a changed font must not go by its makers' reserved name (SIL Open Font License
 * 1.1, condition 3). Writes a new `name` table over the old one, which is never shorter. Checksums are left to the next
 * program that writes the font. Throws when the font has no `name` table.
 */
export function withOwnName(font: Buffer): Buffer {
  const renamed = Buffer.from(font);
  const record = tableRecord(renamed, 'name');
  const table = nameTable(ownName);
  const start = renamed.readUInt32BE(record + 8);
  const length = renamed.readUInt32BE(record + 12);
  if (table.length > length)
    throw new Error(`The font's name table has ${length} bytes. Expected ${table.length} or more.`);
  renamed.fill(0, start, start + length);
  table.copy(renamed, start);
  renamed.writeUInt32BE(table.length, record + 12);
  return renamed;
}

/** Where the font's table directory describes `tag`: 16 bytes of tag, checksum, offset and length. */
function tableRecord(font: Buffer, tag: string): number {
  const count = font.readUInt16BE(4);
  for (let record = 12; record < 12 + 16 * count; record += 16) {
    if (font.toString('latin1', record, record + 4) === tag) return record;
  }
  throw new Error(`The font has no "${tag}" table. Expected a TrueType font.`);
}

/** A `name` table (OpenType, version 0) whose records all point to one string, in Windows encoding. */
function nameTable(name: string): Buffer {
  const text = Buffer.from(name, 'utf16le').swap16();
  const head = Buffer.alloc(6 + 12 * nameIds.length);
  head.writeUInt16BE(nameIds.length, 2);
  head.writeUInt16BE(head.length, 4);
  nameIds.forEach((id, index) => {
    const [platform, encoding, english, offset] = [3, 1, 0x409, 0];
    [platform, encoding, english, id, text.length, offset].forEach((value, field) => {
      head.writeUInt16BE(value, 6 + 12 * index + 2 * field);
    });
  });
  return Buffer.concat([head, text]);
}
