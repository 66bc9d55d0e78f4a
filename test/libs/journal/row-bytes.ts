/** A byte of a row in an SQLite file. */
export interface RowByte {
  readonly table: string;
  /** In the file. */
  readonly at: number;
}

const INTERIOR = 0x05;
const LEAF = 0x0d;

/**
 * Where the rows of a table stand in a database file at rest: each byte of their cells, with their length,
 * row id and header, on overflow pages, too (sqlite.org/fileformat2.html, "B-tree Pages").
 */
export const rowBytes = (file: Buffer, table: string, root: number): RowByte[] => {
  const pageSize = file.readUInt16BE(16) === 1 ? 65_536 : file.readUInt16BE(16);
  const usable = pageSize - file.readUInt8(20);
  const bytes = (at: number, length: number): RowByte[] =>
    Array.from({ length }, (_, n) => ({ table, at: at + n }));

  const overflow = (page: number, left: number): RowByte[] => {
    if (left <= 0) return [];
    const at = (page - 1) * pageSize;
    const here = Math.min(left, usable - 4);
    return [...bytes(at + 4, here), ...overflow(file.readUInt32BE(at), left - here)];
  };

  const cell = (at: number): RowByte[] => {
    const length = readVarint(file, at);
    const id = readVarint(file, at + length.size);
    const head = length.size + id.size;
    const local = localPart(length.value, usable);
    const start = at + head;
    const first = bytes(at, head + local);
    if (local === length.value) return first;
    return [...first, ...overflow(file.readUInt32BE(start + local), length.value - local)];
  };

  const page = (number: number): RowByte[] => {
    const at = (number - 1) * pageSize;
    const header = number === 1 ? at + 100 : at;
    const kind = file.readUInt8(header);
    const cells = file.readUInt16BE(header + 3);
    const pointers = header + (kind === INTERIOR ? 12 : 8);
    const starts = Array.from(
      { length: cells },
      (_, n) => at + file.readUInt16BE(pointers + 2 * n),
    );
    if (kind === LEAF) return starts.flatMap(cell);
    const below = starts.map((start) => file.readUInt32BE(start));
    return [...below, file.readUInt32BE(header + 8)].flatMap(page);
  };
  return page(root);
};

/** How much of a payload stands in the cell itself; the rest is on overflow pages. */
const localPart = (length: number, usable: number): number => {
  const most = usable - 35;
  if (length <= most) return length;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const part = least + ((length - least) % (usable - 4));
  return part <= most ? part : least;
};

const readVarint = (
  file: Buffer,
  at: number,
): { readonly value: number; readonly size: number } => {
  let value = 0;
  for (let size = 1; ; size += 1) {
    const byte = file.readUInt8(at + size - 1);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, size };
  }
};
