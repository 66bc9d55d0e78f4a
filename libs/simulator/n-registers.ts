const CHIP_ID = 0x00800000;
const EFUSE_CONTROL = 0x00800074;
const EFUSE_DATA = 0x00800078;

/** Four words, stored little-endian in eFuse bytes 0 to 15 (uart-protocol.md section 3.12). */
export type KeyWords = readonly [number, number, number, number];

/** The key of almost every BK7231N. */
export const DEFAULT_KEY: KeyWords = [0x510fb093, 0xa3cbeadc, 0x5993a17e, 0xc7adeb03];

/** Nothing in eFuse, or a key that must not be read. */
export const NO_KEY: KeyWords = [0, 0, 0, 0];

/** The few registers of a ROM's download mode that a host reads or writes; any other keeps what was written. */
export class NRegisters {
  readonly #words = new Map<number, number>();
  readonly #key: KeyWords;

  constructor(id: number, key: KeyWords) {
    this.#words.set(CHIP_ID, id);
    this.#key = key;
  }

  read(address: number): number {
    return this.#words.get(address) ?? 0;
  }

  write(address: number, value: number): void {
    if (address === CHIP_ID) return;
    this.#words.set(address, value);
    if (address === EFUSE_CONTROL && (value & 1) !== 0) this.#readEfuse(value);
  }

  /** Bit 0 starts the read of byte (value >> 8) and clears when it is there; bit 8 of the data: valid. */
  #readEfuse(control: number): void {
    const at = (control >>> 8) & 0x1f;
    const byte = ((this.#key[at >> 2] ?? 0) >>> (8 * (at & 3))) & 0xff;
    this.#words.set(EFUSE_DATA, 0x100 | byte);
    this.#words.set(EFUSE_CONTROL, control & ~1);
  }
}
