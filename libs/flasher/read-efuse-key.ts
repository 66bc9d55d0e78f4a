import { classifyKey, type EfuseKey } from "../chips/efuse-key.ts";
import { StepError } from "../failure/step-error.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";

/** EFUSE_CTRL and EFUSE_OPTR (uart-protocol.md section 3.12). */
const CONTROL = 0x800074;
const DATA = 0x800078;

const START = 0x01;
/** Start, direction and address: what a request sets in the control register. */
const REQUEST_BITS = 0x1f03;
const VALID = 0x100;

const POLLS = 10;
/** A byte of each word, and both of the last one's that say what the others are good for. */
const TELLING_PLACES = [0, 4, 8, 12, 15] as const;
const OTHER_PLACES = [1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14] as const;
/** The telling bytes tell all known keys apart; the others are read as long as that is quick. */
const QUICK_MS = 100;

/** Readings of which two in a row must agree before a board is told that its key is a strange one. */
const READINGS = 5;

/**
 * What eFuse holds as code key, through the registers of a ROM's download mode. Registers are answered
 * without a checksum: what a board would be refused for is read until two readings in a row agree.
 * @throws StepError `link-lost`, also where no two agree.
 */
export const readEfuseKey = async (mode: DownloadMode, progress: Progress): Promise<EfuseKey> => {
  let last: KeyBytes | undefined;
  for (let reading = 1; reading <= READINGS; reading += 1) {
    const bytes = await readKeyBytes(mode, progress);
    const key = bytes.size === 0 ? "unreadable" : classifyKey(bytes);
    if (COMMON_KEYS.has(key) || (last !== undefined && agree(bytes, last))) return key;
    last = bytes;
  }
  const question = { step: "identify", command: "read register", address: DATA } as const;
  throw new StepError({ code: "link-lost", ...question });
};

/** No misreading makes one of these of another. */
const COMMON_KEYS: ReadonlySet<EfuseKey> = new Set(["default", "zero", "repeated"]);

/** Bytes of the key by their place; none if it cannot be read. */
type KeyBytes = ReadonlyMap<number, number>;

/** In what both have read: how far a reading comes depends on its time. */
const agree = (one: KeyBytes, other: KeyBytes): boolean =>
  one.size > 0 === other.size > 0 &&
  [...one].every(([place, byte]) => (other.get(place) ?? byte) === byte);

/**
 * Three exchanges a byte: at 2 ms each all sixteen bytes take a tenth of a second; over an adapter that
 * keeps answers back for 16 ms only the five telling ones are read, in a quarter of a second.
 */
const readKeyBytes = async (mode: DownloadMode, progress: Progress): Promise<KeyBytes> => {
  const { clock } = mode.line;
  const began = clock.now();
  const bytes = new Map<number, number>();
  let control = await readRegister(mode, CONTROL, progress);
  for (const place of [...TELLING_PLACES, ...OTHER_PLACES]) {
    if (bytes.size >= TELLING_PLACES.length) {
      const isSlow = clock.now() - began > QUICK_MS;
      if (isSlow || classifyKey(bytes) === "other") break;
    }
    control = ((control & ~REQUEST_BITS) | (place << 8) | START) >>> 0;
    await requestByte(mode, control, progress);
    const done = await awaitByte(mode, progress);
    if (done === undefined) return UNREADABLE;
    control = done;
    const data = await readRegister(mode, DATA, progress);
    if ((data & VALID) === 0) return UNREADABLE;
    bytes.set(place, data & 0xff);
  }
  return bytes;
};

const UNREADABLE: KeyBytes = new Map();

const readRegister = (mode: DownloadMode, address: number, progress: Progress): Promise<number> =>
  insist(mode, { step: "identify", command: "read register", address }, progress, () =>
    mode.readRegister(address),
  );

const requestByte = (mode: DownloadMode, control: number, progress: Progress): Promise<boolean> =>
  insist(
    mode,
    { step: "identify", command: "write register", address: CONTROL },
    progress,
    async () => (await mode.writeRegister(CONTROL, control)) || undefined,
  );

/** The control register once the byte is there; undefined if it never comes. */
const awaitByte = async (mode: DownloadMode, progress: Progress): Promise<number | undefined> => {
  for (let poll = 0; poll < POLLS; poll += 1) {
    const control = await readRegister(mode, CONTROL, progress);
    if ((control & START) === 0) return control;
  }
  return undefined;
};
