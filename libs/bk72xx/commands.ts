/**
 * Requests of the BK72xx UART download protocol, as complete frames (uart-protocol.md sections 2
 * and 3). Little-endian, no checksum, no escaping.
 */

const SHORT_HEADER = [0x01, 0xe0, 0xfc] as const;

/** Operation codes. Short and long frames number them apart. */
export const SHORT_OP = {
  linkCheck: 0x00,
  writeRegister: 0x01,
  readRegister: 0x03,
  reboot: 0x0e,
  setBaud: 0x0f,
  crc: 0x10,
  bootVersion: 0x11,
  stayInRom: 0xaa,
} as const;

/** Operation codes of long frames. */
export const LONG_OP = {
  write256: 0x06,
  write4k: 0x07,
  read4k: 0x09,
  readStatus: 0x0c,
  writeStatus: 0x0d,
  flashId: 0x0e,
  erase: 0x0f,
} as const;

/** The two erase sizes every chip knows; any other is answered with status 0 and ignored by T. */
export const ERASE_SIZE = { sector: 0x20, block: 0xd8 } as const;

/** How much one erase command erases. */
export type EraseUnit = keyof typeof ERASE_SIZE;

const u32 = (value: number): readonly number[] => [
  value & 0xff,
  (value >>> 8) & 0xff,
  (value >>> 16) & 0xff,
  (value >>> 24) & 0xff,
];

const shortFrame = (op: number, payload: readonly number[] = []): Uint8Array =>
  Uint8Array.from([...SHORT_HEADER, payload.length + 1, op, ...payload]);

const longFrame = (op: number, payload: readonly number[], data?: Uint8Array): Uint8Array => {
  const length = 1 + payload.length + (data?.length ?? 0);
  const head = [...SHORT_HEADER, 0xff, 0xf4, length & 0xff, length >>> 8, op, ...payload];
  const frame = new Uint8Array(head.length + (data?.length ?? 0));
  frame.set(head);
  if (data !== undefined) frame.set(data, head.length);
  return frame;
};

/** Are you there? Safe at any time; on T it also arms unprotect for the next erase. */
export const linkCheck = (): Uint8Array => shortFrame(SHORT_OP.linkCheck);

/** Reads a 32-bit register. BootROM chips only; T stays silent. */
export const readRegister = (address: number): Uint8Array =>
  shortFrame(SHORT_OP.readRegister, u32(address));

/** Writes a 32-bit register. BootROM chips only. */
export const writeRegister = (address: number, value: number): Uint8Array =>
  shortFrame(SHORT_OP.writeRegister, [...u32(address), ...u32(value)]);

/** Changes the chip's rate at once; it answers at the new rate after `delay` (T: 2 ms units). */
export const setBaud = (baud: number, delay: number): Uint8Array =>
  shortFrame(SHORT_OP.setBaud, [...u32(baud), delay & 0xff]);

/** CRC of flash from `start` to `end`, which is inclusive on BootROM chips (section 5.4). */
export const crcOfRange = (start: number, end: number): Uint8Array =>
  shortFrame(SHORT_OP.crc, [...u32(start), ...u32(end)]);

/** The bootloader's name and version. T only. */
export const bootVersion = (): Uint8Array => shortFrame(SHORT_OP.bootVersion);

/** Leaves download mode; no chip answers. */
export const reboot = (): Uint8Array => shortFrame(SHORT_OP.reboot, [0xa5]);

/** Reads one sector. */
export const read4k = (address: number): Uint8Array => longFrame(LONG_OP.read4k, u32(address));

/** Erases one unit; the flash aligns the address down to it (hazard H4: never rely on that). */
export const erase = (unit: EraseUnit, address: number): Uint8Array =>
  longFrame(LONG_OP.erase, [ERASE_SIZE[unit], ...u32(address)]);

/** Programs one sector; T programs while the bytes arrive. `data` must be 4096 bytes. */
export const write4k = (address: number, data: Uint8Array): Uint8Array => {
  if (data.length !== 4096) throw new RangeError(`write4k wants 4096 bytes, got ${data.length}`);
  return longFrame(LONG_OP.write4k, u32(address), data);
};

/** Programs 1 to 256 bytes. */
export const write256 = (address: number, data: Uint8Array): Uint8Array => {
  if (data.length < 1 || data.length > 256)
    throw new RangeError(`write256 wants 1 to 256 bytes, got ${data.length}`);
  return longFrame(LONG_OP.write256, u32(address), data);
};

/** Reads one byte of the flash's status register: `op` 05, 35 or 15. BootROM chips only. */
export const readStatus = (op: number): Uint8Array => longFrame(LONG_OP.readStatus, [op]);

/** Writes one or two bytes of the flash's status register. BootROM chips only. */
export const writeStatus = (op: number, values: readonly number[]): Uint8Array =>
  longFrame(LONG_OP.writeStatus, [op, ...values]);

/** The flash's JEDEC id, by a raw SPI transfer. BootROM chips only. */
export const flashId = (): Uint8Array => longFrame(LONG_OP.flashId, [0x9f, 0, 0, 0]);
