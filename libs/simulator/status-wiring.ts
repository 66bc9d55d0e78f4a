/** Every way in which parts take their status register's bytes. */
export const STATUS_WIRINGS = ["usual", "apart", "joined", "single", "config"] as const;

/**
 * How a part takes its status register's bytes (uart-protocol.md section 4.3). `usual`: 01 with one or
 * two bytes, 31 for the second. `apart`: each byte by its own command, 01 with two is not carried out.
 * `joined`: 01 with two bytes only; with one it clears the second. `single`: there is no second byte.
 * `config`: the second is a configuration register, read by 15 and written by 01 with two bytes.
 */
export type StatusWiring = (typeof STATUS_WIRINGS)[number];

/** Whether a word names one. */
export const isStatusWiring = (word: string): word is StatusWiring =>
  STATUS_WIRINGS.some((wiring) => wiring === word);

const READ_FIRST = 0x05;
const READ_SECOND = 0x35;
const READ_CONFIG = 0x15;
const WRITE_FIRST = 0x01;
const WRITE_SECOND = 0x31;

/** What the bus reads when nobody drives it. */
const NOBODY = 0xff;

/** Bits that can protect: CMP is in a second status byte, where there is one. */
export const protectingBits = (wiring: StatusWiring): number =>
  wiring === "single" || wiring === "config" ? 0x007c : 0x407c;

/** The byte that a read command gives, of a register of two bytes. */
export const statusByte = (wiring: StatusWiring, register: number, op: number): number => {
  if (op === READ_FIRST) return register & 0xff;
  const second = wiring === "config" ? READ_CONFIG : READ_SECOND;
  return op === second && wiring !== "single" ? register >> 8 : NOBODY;
};

/** What the register becomes by a write command; undefined if the part does not carry it out. */
export const statusAfter = (
  wiring: StatusWiring,
  register: number,
  op: number,
  values: readonly number[],
): number | undefined => {
  const [first = 0, second] = values;
  if (op === WRITE_SECOND) {
    const takes = wiring === "usual" || wiring === "apart";
    return takes && second === undefined ? (first << 8) | (register & 0xff) : undefined;
  }
  if (op !== WRITE_FIRST) return undefined;
  if (second === undefined) return wiring === "joined" ? first : (register & 0xff00) | first;
  return wiring === "apart" || wiring === "single" ? undefined : (second << 8) | first;
};
