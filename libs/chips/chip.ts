import type { Range } from "../bytes/ranges.ts";
import type { EfuseKey } from "./efuse-key.ts";
import type { FlashLayout } from "./flash-layout.ts";

/** The chips a recipe can name. */
export type ChipName =
  | "bk7231n"
  | "bk7231m"
  | "bk7231t"
  | "bk7231s"
  | "bk7231u"
  | "bk7231q"
  | "bk7238"
  | "bk7252"
  | "bk7251"
  | "bk7252n";

/** How an application image must look to run on a chip (firmware-formats.md sections 2.1 and 5). */
export interface ImageFacts {
  /** ASCII at logical 0x100 of the app, or none. */
  readonly marker: string | undefined;
  /** Whether the code key in eFuse scrambles what is stored. */
  readonly codeKey: "default" | "none";
  /** What eFuse holds on chips that run such code, where it can be read; else nothing. */
  readonly efuseKeys: readonly EfuseKey[];
  /** LibreTiny's UF2 family, which several chips may share; none where it has no build. */
  readonly uf2Family: number | undefined;
  /** Where bootloaders look for the app's RBL header, the usual place first (firmware-formats.md section 6.2). */
  readonly appHeadersAt: readonly [number, ...number[]];
  /** Where the bootloader's own RBL header stands. */
  readonly bootloaderHeaderAt: number;
}

/** How the chip's download mode behaves (uart-protocol.md sections 0.2 to 5). */
export interface DownloadFacts {
  /** Lives in mask ROM and cannot be erased; otherwise in the flash below `appStart`. */
  readonly hasRomDownloadMode: boolean;
  /** Chip id register, flash id and status registers can be read. */
  readonly readsRegisters: boolean;
  /** Long form of the CRC command's range (section 5.4). */
  readonly crcCovers: "inclusive-range" | "blocks-of-256";
  /** Who opens the flash for writing (section 4). */
  readonly protection: "status-register" | "one-shot";
  /** Answers the boot version command. */
  readonly hasBootVersion: boolean;
  /** Unit of the set-baud command's delay, in ms. */
  readonly baudDelayUnitMs: number;
  /** Its flash can be reached over SPI where nothing else answers (section 9); of others that is not known. */
  readonly hasSpiMode: boolean;
  /** Further erase commands may be sent before the last is answered (section 2.2). */
  readonly queuesErases: boolean;
}

/** A chip, as facts: procedures read these and never ask for a chip by name. */
export interface Chip {
  readonly name: ChipName;
  /** As printed on the chip and in messages. */
  readonly marking: string;
  /** What people call it, too; lower case. */
  readonly aliases: readonly string[];
  /** Sizes of flash it comes with, in bytes, the usual one first. */
  readonly flashSizes: readonly [number, ...number[]];
  /** Where the application starts, also the end of the bootloader's area. */
  readonly appStart: number;
  /** Value of the id register, where it can be read. */
  readonly idRegister: number | undefined;
  /** How its boards divide their flash (firmware-formats.md section 9.2), the most frequent way first; a board may have yet another. */
  readonly layouts: readonly FlashLayout[];
  /** Where the RF calibration and MAC may live, by these layouts; some only in the larger flash. */
  readonly calibration: readonly Range[];
  readonly image: ImageFacts;
  readonly download: DownloadFacts;
}

/** Where the station may erase or write over UART; nothing below it, nothing at or above its end. */
export const writableRange = (
  chip: Chip,
  bootloader: "keep" | "write",
  flashBytes: number,
): Range => ({
  start: chip.download.hasRomDownloadMode && bootloader === "write" ? 0 : chip.appStart,
  end: flashBytes,
});
