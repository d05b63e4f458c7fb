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
  return withoutStyles(renamed);
}

/**
 * Leaves no entry in the table of style attributes (`STAT`, OpenType): they go by names that are gone, of which Firefox
 * complains in the console, and a page chooses styles by its style sheet.
 */
function withoutStyles(font: Buffer): Buffer {
  const record = tableRecords(font).find(([tag]) => tag === 'STAT')?.[1];
  if (record === undefined) return font;
  const start = font.readUInt32BE(record + 8);
  font.fill(0, start, start + font.readUInt32BE(record + 12));
  const [version, axisSize, emptyTable, nameOfStyle] = [0x10001, 8, 20, 2];
  font.writeUInt32BE(version, start);
  font.writeUInt16BE(axisSize, start + 4);
  font.writeUInt16BE(nameOfStyle, start + 18);
  font.writeUInt32BE(emptyTable, record + 12);
  return font;
}

/** Where the font's table directory describes `tag`: 16 bytes of tag, checksum, offset and length. */
function tableRecord(font: Buffer, tag: string): number {
  const found = tableRecords(font).find(([name]) => name === tag);
  if (found) return found[1];
  throw new Error(`The font has no "${tag}" table. Expected a TrueType font.`);
}

/** Tag and place of each entry of the table directory. */
function tableRecords(font: Buffer): [tag: string, record: number][] {
  return Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
    const record = 12 + 16 * index;
    return [font.toString('latin1', record, record + 4), record];
  });
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
