import type { ChipName } from "../chips/chip.ts";
import { CHIPS, markingsOf } from "../chips/chips.ts";
import type { Fingerprint } from "../chips/fingerprints.ts";
import type { CodeKeyName } from "../firmware/code-key.ts";
import { keyOfPart } from "../firmware/code-part.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import { probeFlashSize } from "./probe-flash-size.ts";
import type { Progress } from "./progress.ts";
import type { RecognisedBoard } from "./recognised-board.ts";

/** What the fingerprint said. */
interface BootloaderFingerprint {
  /** Of 256 bytes, zlib form. */
  readonly crc: number;
  readonly fingerprint: string;
  readonly known: Fingerprint | undefined;
}

const BOOTLOADER_CHIPS = Object.values(CHIPS).filter(
  ({ download }) => !download.hasRomDownloadMode,
);

/** The only bootloaders that tell their version are Tuya's, of T and S. */
const TELLS_VERSION = BOOTLOADER_CHIPS.filter(({ download }) => download.hasBootVersion);
const VERSION_OF_THOSE = /^BK7231S_/;

/**
 * Recognises a chip whose download mode is its bootloader: that has no id and cannot tell its flash.
 * An unknown bootloader that answers no version leaves a guess, by the key it is stored under.
 */
export const recogniseBootloaderChip = async (
  mode: DownloadMode,
  { crc, fingerprint, known }: BootloaderFingerprint,
  progress: Progress,
): Promise<RecognisedBoard> => {
  const version = mayTellVersion(known) ? await mode.bootVersion() : undefined;
  const bytes = await probeFlashSize(mode, crc, progress);
  const told =
    known?.chips ??
    (version && VERSION_OF_THOSE.test(version) ? namesOf(TELLS_VERSION) : undefined);
  const bootloaderKey =
    told === undefined ? await keyOfRunning(mode, bytes, progress) : keyOfChips(told);
  const chips = told ?? guess(bootloaderKey, bytes);
  return {
    chips,
    marking: told === undefined ? `perhaps ${markingsOf(chips)}` : markingsOf(chips),
    toldBy: known ? "fingerprint" : told ? "version" : "contents",
    downloadMode: "bootloader",
    known,
    bootloader: version ?? known?.bootloader ?? null,
    fingerprint,
    chipId: null,
    flash: { id: null, part: null, bytes, statusRegister: null },
    efuseKey: null,
    bootloaderKey,
  };
};

const namesOf = (chips: typeof BOOTLOADER_CHIPS): readonly ChipName[] =>
  chips.map(({ name }) => name);

/** A bootloader known to be silent is not asked: its silence costs half a second. */
const mayTellVersion = (known: Fingerprint | undefined): boolean =>
  known === undefined || known.chips.some((name) => CHIPS[name].download.hasBootVersion);

const keyOfChips = ([first]: readonly ChipName[]): CodeKeyName | null =>
  first === undefined ? null : CHIPS[first].image.codeKey;

/** The key of the bootloader that is running, read where addresses go round to it (section 5.2). */
const keyOfRunning = async (
  mode: DownloadMode,
  flashBytes: number | undefined,
  progress: Progress,
): Promise<CodeKeyName | null> => {
  if (flashBytes === undefined) return null;
  const question = { step: "identify", command: "read", address: flashBytes } as const;
  const sector = await insist(mode, question, progress, () => mode.readSector(flashBytes));
  return keyOfPart(sector, 0, "bootloader") ?? null;
};

/** The chips that run code of this key and come with so much flash; all if neither is known. */
const guess = (key: CodeKeyName | null, flashBytes: number | undefined): readonly ChipName[] =>
  namesOf(
    BOOTLOADER_CHIPS.filter(
      ({ image, flashSizes }) =>
        (key === null || image.codeKey === key) &&
        (flashBytes === undefined || flashSizes.includes(flashBytes)),
    ),
  );
