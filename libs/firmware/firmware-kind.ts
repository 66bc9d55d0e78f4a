import type { CodeKeyName } from "./code-key.ts";
import type { RblHeader } from "./rbl-header.ts";

/** A file that looks like one a jig flashes; whether it is sound is `readFirmware`'s to say. */
type FlashableFile =
  | { readonly kind: "uf2" }
  /** The app's container, as LibreTiny's `.0x011000.rbl`. */
  | { readonly kind: "app-rbl"; readonly codeKey: CodeKeyName }
  /** As a QIO file: bootloader at 0, app at 0x11000. */
  | {
      readonly kind: "bootloader-and-app";
      readonly bootloaderKey: CodeKeyName;
      readonly codeKey: CodeKeyName;
    };

/** The kinds a jig flashes. */
export type FlashableKind = FlashableFile["kind"];

/** A file that is refused for what it is. */
export type RefusedKind =
  /** Bootloader and app, as long as a whole flash: with one unit's MAC, calibration and identity. */
  | { readonly kind: "full-dump"; readonly codeKey: CodeKeyName }
  /** Read from 0x11000 on with wrap-around; `bootloaderAt`: where the bootloader landed. */
  | { readonly kind: "rotated-dump"; readonly bootloaderAt: number }
  /** `.crc` or UA: sound code without the header the bootloader wants. */
  | { readonly kind: "app-without-header"; readonly codeKey: CodeKeyName }
  /** Starts or ends as an app does, but is cut, shifted or damaged. `badBlock`: file offset. */
  | { readonly kind: "damaged-app"; readonly badBlock: number }
  | { readonly kind: "bootloader"; readonly codeKey: CodeKeyName }
  /** A sound block at the start, but no vectors under any key the station knows. */
  | { readonly kind: "unknown-code" }
  /** `.rblh`: the header of an app, alone. */
  | { readonly kind: "rbl-header"; readonly header: RblHeader }
  /** RBL package for over-the-air update. `complete`: as long as its header says. */
  | { readonly kind: "ota-rbl"; readonly header: RblHeader; readonly complete: boolean }
  /** Tuya's wrapper around such a package. `intact`: both its sums and its length are right. */
  | { readonly kind: "tuya-ug"; readonly intact: boolean; readonly inside: FirmwareKind }
  /** Code as the compiler leaves it, before packing. */
  | { readonly kind: "raw-arm" }
  | { readonly kind: "elf" }
  | { readonly kind: "gzip" }
  /** A Tuya key-value area: one unit's cloud identity. */
  | { readonly kind: "tuya-key-values" }
  | { readonly kind: "empty" }
  /** Nothing but FF. */
  | { readonly kind: "erased" }
  | { readonly kind: "unknown" };

/**
 * What a file is by its content: every class of firmware-formats.md section 2, and what can be told
 * apart beyond it so that a refusal can say what went wrong.
 */
export type FirmwareKind = FlashableFile | RefusedKind;
