import { crc32 } from "../bytes/crc32.ts";
import { hex32, toHex } from "../bytes/hex.ts";
import type { Chip } from "../chips/chip.ts";
import { markingsOf } from "../chips/chips.ts";
import { type Fingerprint, fingerprintOf, isUnreadable } from "../chips/fingerprints.ts";
import { flashBytesOf } from "../chips/flash-parts.ts";
import { StepError } from "../failure/step-error.ts";
import type { BoardFacts } from "./board-facts.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import { probeFlashSize } from "./probe-flash-size.ts";
import type { Progress } from "./progress.ts";

/** Register that holds the chip's id (uart-protocol.md section 7). */
const ID_REGISTER = 0x800000;
/** The command's end is left exclusive here: what it means then tells the flavours apart. */
const FINGERPRINT_END = 256;

/**
 * Finds out what board answers, and that it is the one the recipe is for, before anything is erased.
 * Flash contents are not looked at; the MAC is added by `readCalibration`.
 * @throws StepError `wrong-chip`, `unknown-chip`, `flash-unreadable`, `link-lost`.
 */
export const identifyBoard = async (
  mode: DownloadMode,
  expected: Chip,
  progress: Progress,
): Promise<BoardFacts> => {
  const crc = await insist(mode, { step: "identify", command: "crc", address: 0 }, progress, () =>
    mode.crcRaw(0, FINGERPRINT_END),
  );
  const fingerprint = hex32(crc);
  if (isUnreadable(fingerprint)) {
    throw new StepError({ code: "flash-unreadable", fingerprint, flashId: "000000" });
  }
  const known = fingerprintOf(fingerprint);
  if (known !== undefined && !known.chips.includes(expected.name)) {
    throw wrongChip(expected, markingsOf(known.chips));
  }
  if (known === undefined) {
    await expectFlavour(mode, expected, fingerprint, progress);
    progress.note(`Unknown bootloader, fingerprint ${fingerprint}`);
  }
  const facts = { chip: expected.name, fingerprint, mac: null };
  return expected.download.readsRegisters
    ? { ...facts, ...(await readRegisterFacts(mode, expected, known, fingerprint, progress)) }
    : { ...facts, ...(await readBootloaderFacts(mode, expected, known, crc, progress)) };
};

type ChipFacts = Pick<BoardFacts, "chipId" | "bootloader" | "flashId" | "flashBytes">;

const wrongChip = (expected: Chip, found: string): StepError =>
  new StepError({ code: "wrong-chip", expected: expected.marking, found });

/** An unknown bootloader: the way the CRC command counts its range still tells ROM from flash. */
const expectFlavour = async (
  mode: DownloadMode,
  expected: Chip,
  fingerprint: string,
  progress: Progress,
): Promise<void> => {
  const start = expected.appStart;
  const page = await insist(
    mode,
    { step: "identify", command: "read", address: start },
    progress,
    () => mode.readSector(start),
  );
  const crc = await insist(
    mode,
    { step: "identify", command: "crc", address: start },
    progress,
    () => mode.crcRaw(start, start + FINGERPRINT_END),
  );
  const includesEnd = crc === crc32(page.subarray(0, FINGERPRINT_END + 1));
  const wholeBlocks = crc === crc32(page.subarray(0, FINGERPRINT_END));
  if (!includesEnd && !wholeBlocks) {
    const detail = "its CRC agrees with no known way of counting";
    throw new StepError({ code: "unknown-chip", fingerprint, detail });
  }
  const covers: Fingerprint["crcCovers"] = includesEnd ? "inclusive-range" : "blocks-of-256";
  if (covers === expected.download.crcCovers) return;
  throw wrongChip(
    expected,
    includesEnd ? "a chip with download mode in ROM" : "a chip without download mode in ROM",
  );
};

const readRegisterFacts = async (
  mode: DownloadMode,
  expected: Chip,
  known: Fingerprint | undefined,
  fingerprint: string,
  progress: Progress,
): Promise<ChipFacts> => {
  const id = await insist(mode, { step: "identify", command: "chip id" }, progress, () =>
    mode.readRegister(ID_REGISTER),
  );
  if (id !== expected.idRegister) throw wrongChip(expected, `chip id ${hex32(id)}`);
  const flashId = toHex(
    await insist(mode, { step: "identify", command: "flash id" }, progress, () => mode.flashId()),
  );
  if (flashId === "000000" || flashId === "ffffff") {
    throw new StepError({ code: "flash-unreadable", fingerprint, flashId });
  }
  const flashBytes = flashBytesOf(flashId);
  if (flashBytes === undefined) {
    throw new StepError({
      code: "unknown-chip",
      fingerprint,
      detail: `flash id ${flashId} names no size`,
    });
  }
  return { chipId: hex32(id), bootloader: known?.bootloader ?? null, flashId, flashBytes };
};

const readBootloaderFacts = async (
  mode: DownloadMode,
  expected: Chip,
  known: Fingerprint | undefined,
  crc: number,
  progress: Progress,
): Promise<ChipFacts> => {
  const version = expected.download.hasBootVersion ? await mode.bootVersion() : undefined;
  const fingerprint = hex32(crc);
  if (known === undefined && version?.startsWith("BK7231S_") !== true) {
    const detail = `bootloader version ${version ?? "not told"}`;
    throw new StepError({ code: "unknown-chip", fingerprint, detail });
  }
  const flashBytes = await probeFlashSize(mode, crc, progress);
  if (flashBytes === undefined || !expected.flashSizes.includes(flashBytes)) {
    const detail = `flash of ${flashBytes === undefined ? "unknown size" : `${flashBytes / 1024} KiB`}`;
    throw new StepError({ code: "unknown-chip", fingerprint, detail });
  }
  return {
    chipId: null,
    bootloader: version ?? known?.bootloader ?? null,
    flashId: null,
    flashBytes,
  };
};
