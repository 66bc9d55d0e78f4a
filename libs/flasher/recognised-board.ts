import type { ChipName } from "../chips/chip.ts";
import type { EfuseKey } from "../chips/efuse-key.ts";
import type { Fingerprint } from "../chips/fingerprints.ts";
import type { CodeKeyName } from "../firmware/code-key.ts";

/** What was found out about the chip that answers, without being told what to expect. */
export interface RecognisedBoard {
  /** What it can be; one, several that nothing tells apart, or none that the station flashes. */
  readonly chips: readonly ChipName[];
  /** What it is, for people: "BK7231T or BK7231S", "BK7236 or BK7258", "a chip with id 00001234". */
  readonly marking: string;
  /** What told the chip. `contents`: only a guess, by what its flash holds. */
  readonly toldBy: "id-register" | "fingerprint" | "version" | "contents";
  /** Where its download mode lives. */
  readonly downloadMode: "rom" | "bootloader";
  /** The known bootloader of its fingerprint. */
  readonly known: Fingerprint | undefined;
  /** Bootloader by the version command or the fingerprint; null where neither names it. */
  readonly bootloader: string | null;
  /** CRC-32 in hex of the bootloader's first 256 bytes, 257 on chips with download mode in ROM. */
  readonly fingerprint: string;
  /** Id register in hex, where there is one. */
  readonly chipId: string | null;
  readonly flash: RecognisedFlash;
  /** What eFuse holds as code key, where it can be read. */
  readonly efuseKey: EfuseKey | null;
  /** The key its bootloader is stored under; null if that is not known. */
  readonly bootloaderKey: CodeKeyName | null;
}

/** The flash of a board, as far as its chip lets it be asked. */
export interface RecognisedFlash {
  /** JEDEC id in hex: manufacturer, type, capacity. */
  readonly id: string | null;
  /** Its name in the table of parts. */
  readonly part: string | null;
  /** Undefined if its size could not be found out. */
  readonly bytes: number | undefined;
  /** Status register, low byte first, where it can be read and the part is known. */
  readonly statusRegister: number | null;
}

/** All of it in one line: what to send in so that a chip can be added to the tables. */
export const describeBoard = (board: RecognisedBoard): string => {
  const { flash } = board;
  const key = board.bootloaderKey === null ? "unknown" : KEY_WORDS[board.bootloaderKey];
  return [
    board.downloadMode === "rom" ? "download mode in ROM" : "download mode in its bootloader",
    `bootloader ${board.bootloader ?? "tells no version"}, its code ${key}`,
    ...(board.chipId === null ? [] : [`chip id ${board.chipId}`]),
    ...(flash.id === null ? [] : [`flash id ${flash.id}`]),
    flash.bytes === undefined ? "flash of unknown size" : `flash of ${flash.bytes / 1024} KiB`,
    ...(board.efuseKey === null ? [] : [`eFuse key ${board.efuseKey}`]),
    board.marking,
  ].join(", ");
};

const KEY_WORDS: Readonly<Record<CodeKeyName, string>> = {
  default: "scrambled with the default key",
  none: "not scrambled",
};
