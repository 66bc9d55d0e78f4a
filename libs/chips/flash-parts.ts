/** A SPI NOR part, as far as its write protection goes (uart-protocol.md section 4.4). */
export interface FlashPart {
  /** JEDEC id, lower-case hex: manufacturer, type, capacity. */
  readonly id: string;
  readonly name: string;
  /** Commands that read the status register's bytes, low byte first; none if it has none. */
  readonly statusOps: readonly number[];
  /** Bits that protect, over those bytes; all 0 = writable. Everything else (QE!) is kept as it is. */
  readonly protectMask: number;
}

/** BP0 to BP2: all of the flash, in every part that has them (uart-protocol.md section 4.4). */
const PROTECT_ALL = 0x1c;

/** The value of a part's protecting bits when all of it is protected; 0 where it has none. */
export const protectedBits = ({ protectMask }: FlashPart): number => protectMask & PROTECT_ALL;

/**
 * Where tools' tables disagree, the row is the one that can do no harm (section 4.4). A second register
 * is read wherever one table knows of it or a mask reaches into it: reading changes nothing. A mask
 * never covers QE (bit 6 of Macronix's first byte, and of Eon's something else than protection), nor
 * bits that can be set only once (LB, and TB in Macronix's configuration register, read by 15h); clear
 * BP bits open those parts as well. Third registers hold no protection.
 */
type Row = readonly [id: string, name: string, statusOps: readonly number[], protectMask: number];

const ROWS: readonly Row[] = [
  ["014b42", "BK", [], 0x0000],
  ["0b4014", "XT25F08F", [0x05, 0x35], 0x407c],
  ["0b4015", "XT25F16B", [0x05, 0x35], 0x407c],
  ["0b4016", "XT25F32B", [0x05, 0x35], 0x407c],
  ["0b4017", "XT25F64B", [0x05, 0x35], 0x407c],
  ["0b4018", "XT25F128F", [0x05, 0x35], 0x407c],
  ["0b6017", "XT25Q64B", [0x05, 0x35], 0x407c],
  ["0b6018", "XT25Q128B", [0x05, 0x35], 0x407c],
  ["0e4016", "unnamed", [0x05, 0x35], 0x407c],
  ["1c3113", "PN25F04B", [0x05], 0x003c],
  ["1c4116", "EN25QE32A", [0x05, 0x35], 0x407c],
  ["1c6116", "EN25QW32A", [0x05, 0x35], 0x407c],
  ["1c7015", "EN25QH16B", [0x05], 0x003c],
  ["1c7016", "unnamed", [0x05], 0x003c],
  ["204016", "XM25QH32D", [0x05, 0x35], 0x407c],
  ["204017", "XM25QH64D", [0x05, 0x35], 0x407c],
  ["204018", "XM25QH128D", [0x05, 0x35], 0x407c],
  ["204019", "XM25QH256D", [0x05, 0x35], 0x407c],
  ["204118", "XM25QU128C", [0x05, 0x35], 0x407c],
  ["4b4015", "XT25F16B_1", [0x05, 0x35], 0x407c],
  ["514013", "GD25D40", [0x05], 0x001c],
  ["514014", "GD25D80", [0x05], 0x001c],
  ["5e4014", "PN25F08B", [0x05], 0x003c],
  ["5e5018", "ZB25LQ128C", [0x05, 0x35], 0x407c],
  ["684018", "BY25Q128ES", [0x05, 0x35], 0x407c],
  ["686018", "BY25Q128EL", [0x05, 0x35], 0x407c],
  ["852015", "P25Q16HBK", [0x05, 0x35], 0x407c],
  ["852016", "P25Q32HB", [0x05, 0x35], 0x407c],
  ["852017", "PY25Q64HA", [0x05, 0x35], 0x407c],
  ["852018", "P25Q128HA", [0x05, 0x35], 0x407c],
  ["854215", "P25Q16HB", [0x05, 0x35], 0x407c],
  ["854412", "PY25D22U", [0x05], 0x007c],
  ["854512", "PY25D24U", [0x05], 0x007c],
  ["856013", "P25Q40", [0x05, 0x35], 0x407c],
  ["856014", "P25Q80", [0x05, 0x35], 0x407c],
  ["856015", "P25Q16SU", [0x05, 0x35], 0x407c],
  ["856016", "P25Q32H", [0x05, 0x35], 0x407c],
  ["856017", "P25Q64H", [0x05, 0x35], 0x407c],
  ["856516", "PY25Q32LB", [0x05, 0x35], 0x407c],
  ["856518", "PY25Q128LA", [0x05, 0x35], 0x407c],
  ["a16018", "FM25LQ128I", [0x05, 0x35], 0x407c],
  ["b36012", "UC25HQ20", [0x05, 0x35], 0x407c],
  ["b36013", "UC25HQ40", [0x05, 0x35], 0x407c],
  ["c22014", "MX25V80066", [0x05], 0x003c],
  ["c22313", "MX25V4035F", [0x05, 0x15], 0x003c],
  ["c22314", "MX25V8035F", [0x05, 0x15], 0x003c],
  ["c22315", "MX25V1635F", [0x05, 0x15], 0x003c],
  ["c44010", "GT25Q05D", [0x05, 0x35], 0x407c],
  ["c44011", "GT25Q10D", [0x05, 0x35], 0x407c],
  ["c44012", "GT25Q20D", [0x05, 0x35], 0x407c],
  ["c44013", "GT25Q40D", [0x05, 0x35], 0x407c],
  ["c44018", "GT25Q128EZ", [0x05, 0x35], 0x407c],
  ["c46015", "GT25Q16B", [0x05, 0x35], 0x407c],
  ["c84013", "GD25Q41B", [0x05, 0x35], 0x401c],
  ["c84014", "GD25D80", [0x05, 0x35], 0x407c],
  ["c84015", "GD25Q16B", [0x05, 0x35], 0x407c],
  ["c84016", "GD25Q32E", [0x05, 0x35], 0x407c],
  ["c84017", "GD25Q64C", [0x05, 0x35], 0x407c],
  ["c84018", "GD25Q128C", [0x05, 0x35], 0x407c],
  ["c84019", "GD25Q256C", [0x05, 0x35], 0x407c],
  ["c8471a", "GD25Q512C", [0x05, 0x35], 0x407c],
  ["c86018", "GD25LQ128E", [0x05, 0x35], 0x407c],
  ["c86019", "GD25LQ256E", [0x05, 0x35], 0x407c],
  ["c86413", "GD25Q41BT", [0x05, 0x35], 0x401c],
  ["c86414", "GD25WD80E", [0x05, 0x35], 0x407c],
  ["c86513", "GD25Q41B", [0x05, 0x35], 0x407c],
  ["c86514", "GD25WQ80E", [0x05, 0x35], 0x407c],
  ["c86515", "GD25WQ16E", [0x05, 0x35], 0x407c],
  ["c86516", "GD25WQ32E", [0x05, 0x35], 0x407c],
  ["c86517", "GD25WQ64E", [0x05, 0x35], 0x407c],
  ["c86518", "GD25WQ128E", [0x05, 0x35], 0x407c],
  ["c86819", "GD25LX256E", [0x05, 0x35], 0x407c],
  ["cd6013", "TH25D40HB", [0x05, 0x35], 0x407c],
  ["cd6014", "TH25Q80HB", [0x05, 0x35], 0x407c],
  ["cd6016", "TH25Q32UB", [0x05, 0x35], 0x407c],
  ["cd6017", "TH25Q64HB", [0x05, 0x35], 0x407c],
  ["cd7113", "TH25D40UC", [0x05, 0x35], 0x407c],
  ["cd7115", "TH25Q16UC", [0x05, 0x35], 0x407c],
  ["e04013", "PN25Q40A", [0x05, 0x35], 0x401c],
  ["e04014", "PN25Q80A", [0x05, 0x35], 0x401c],
  ["eb6012", "TH25D20HA", [0x05, 0x35], 0x407c],
  ["eb6015", "TH25Q16HB", [0x05, 0x35], 0x407c],
  ["eb6017", "TH25Q64HA", [0x05, 0x35], 0x407c],
  ["ef4016", "unnamed", [0x05, 0x35], 0x407c],
  ["ef4018", "WB25Q128JV", [0x05, 0x35], 0x407c],
  ["ef6018", "WB25Q128JW_IQ", [0x05, 0x35], 0x407c],
  ["ef8018", "WB25Q128JW_IM", [0x05, 0x35], 0x407c],
];

const PARTS: ReadonlyMap<string, FlashPart> = new Map(
  ROWS.map(([id, name, statusOps, protectMask]) => [id, { id, name, statusOps, protectMask }]),
);

/** The part of a JEDEC id, or undefined if no tool's table knows it. */
export const flashPartOf = (id: string): FlashPart | undefined => PARTS.get(id);

/** What may be read of any part: BP0 to BP4. Other commands mean other things to some parts. */
export const UNKNOWN_PART: Pick<FlashPart, "statusOps" | "protectMask"> = {
  statusOps: [0x05],
  protectMask: 0x007c,
};

/** Every part that some tool's table knows. */
export const FLASH_PARTS: readonly FlashPart[] = [...PARTS.values()];

/** Bytes of a part by its capacity code; undefined if the code makes no sense. */
export const flashBytesOf = (id: string): number | undefined => {
  const capacity = Number.parseInt(id.slice(4, 6), 16);
  return capacity >= 0x10 && capacity <= 0x1a ? 2 ** capacity : undefined;
};
