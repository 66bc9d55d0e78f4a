import { classifyKey, type EfuseKey } from "../chips/efuse-key.ts";
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

/**
 * What eFuse holds as code key, through the registers of a ROM's download mode. Three exchanges a
 * byte: at 2 ms each all sixteen bytes take a tenth of a second; over an adapter that keeps answers
 * back for 16 ms only the five telling ones are read, in a quarter of a second.
 * @throws StepError `link-lost`.
 */
export const readEfuseKey = async (mode: DownloadMode, progress: Progress): Promise<EfuseKey> => {
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
    if (done === undefined) return "unreadable";
    control = done;
    const data = await readRegister(mode, DATA, progress);
    if ((data & VALID) === 0) return "unreadable";
    bytes.set(place, data & 0xff);
  }
  return classifyKey(bytes);
};

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
