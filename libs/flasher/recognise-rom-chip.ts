import { hex32, toHex } from "../bytes/hex.ts";
import type { Chip, ChipName } from "../chips/chip.ts";
import { CHIPS, markingsOf } from "../chips/chips.ts";
import { type EfuseKey, isSilentKey } from "../chips/efuse-key.ts";
import type { Fingerprint } from "../chips/fingerprints.ts";
import { flashBytesOf, flashPartOf } from "../chips/flash-parts.ts";
import { STRANGER_ID_REGISTER, strangerOf } from "../chips/stranger-chips.ts";
import { StepError } from "../failure/step-error.ts";
import type { CodeKeyName } from "../firmware/code-key.ts";
import { keyOfPart } from "../firmware/code-part.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import { insistTwice } from "./insist-twice.ts";
import type { Progress } from "./progress.ts";
import { readEfuseKey } from "./read-efuse-key.ts";
import { readStatusRegister } from "./read-status-register.ts";
import type { RecognisedBoard, RecognisedFlash } from "./recognised-board.ts";

/** Register that holds the chip's id (uart-protocol.md section 7). */
const ID_REGISTER = 0x800000;

/** What the fingerprint said. */
interface RomFingerprint {
  readonly fingerprint: string;
  readonly known: Fingerprint | undefined;
}

/** Recognises a chip whose download mode is in ROM: it tells nearly all of itself. */
export const recogniseRomChip = async (
  mode: DownloadMode,
  { fingerprint, known }: RomFingerprint,
  progress: Progress,
): Promise<RecognisedBoard> => {
  const id = await insist(mode, { step: "identify", command: "chip id" }, progress, () =>
    mode.readRegister(ID_REGISTER),
  );
  const family = Object.values(CHIPS).filter((chip) => chip.idRegister === id);
  const flash = await recogniseFlash(mode, fingerprint, progress);
  const board = {
    toldBy: "id-register",
    downloadMode: "rom",
    known,
    bootloader: known?.bootloader ?? null,
    fingerprint,
    chipId: hex32(id),
    flash,
  } as const;
  if (family.length === 0) {
    const marking = await nameStranger(mode, id);
    return { ...board, chips: [], marking, efuseKey: null, bootloaderKey: null };
  }
  const efuseKey = await readEfuseKey(mode, progress);
  const bootloaderKey = known
    ? codeKeyOf(known)
    : isSilentKey(efuseKey)
      ? await keyOfStored(mode, progress)
      : null;
  const chips = narrow(family, efuseKey, bootloaderKey);
  return { ...board, chips, marking: markingsOf(chips), efuseKey, bootloaderKey };
};

/** The flash's JEDEC id, hex. */
export const readFlashId = (mode: DownloadMode, progress: Progress): Promise<string> =>
  insistTwice(
    mode,
    { step: "identify", command: "flash id" },
    progress,
    async () => {
      const id = await mode.flashId();
      return id && toHex(id);
    },
    (id) => flashPartOf(id) !== undefined,
  );

const recogniseFlash = async (
  mode: DownloadMode,
  fingerprint: string,
  progress: Progress,
): Promise<RecognisedFlash> => {
  const id = await readFlashId(mode, progress);
  if (id === "000000" || id === "ffffff") {
    throw new StepError({ code: "flash-unreadable", fingerprint, flashId: id });
  }
  const part = flashPartOf(id);
  return {
    id,
    part: part?.name ?? null,
    bytes: flashBytesOf(id),
    statusRegister: part === undefined ? null : await readStatusRegister(mode, part, progress),
  };
};

/** Relatives that are not flashed have their id elsewhere; asked once, as nothing else can be done. */
const nameStranger = async (mode: DownloadMode, id: number): Promise<string> => {
  const other = strangerOf(id) === undefined ? await mode.readRegister(STRANGER_ID_REGISTER) : id;
  const named = other === undefined ? undefined : strangerOf(other);
  return named ?? `a chip with id ${hex32(id)}`;
};

const codeKeyOf = ({ chips: [first] }: Fingerprint): CodeKeyName | null =>
  first === undefined ? null : CHIPS[first].image.codeKey;

/** The key that the bootloader in flash is stored under. */
const keyOfStored = async (mode: DownloadMode, progress: Progress): Promise<CodeKeyName | null> => {
  const question = { step: "identify", command: "read", address: 0 } as const;
  const sector = await insist(mode, question, progress, () => mode.readSector(0));
  return keyOfPart(sector, 0, "bootloader") ?? null;
};

/** Chips of one id differ in their code key; what is known of it leaves one, or all of them. */
const narrow = (
  family: readonly Chip[],
  efuseKey: EfuseKey,
  bootloaderKey: CodeKeyName | null,
): readonly ChipName[] => {
  const fitting = family.filter(({ image }) =>
    isSilentKey(efuseKey) && bootloaderKey !== null
      ? image.codeKey === bootloaderKey
      : image.efuseKeys.includes(efuseKey),
  );
  return (fitting.length > 0 ? fitting : family).map(({ name }) => name);
};
