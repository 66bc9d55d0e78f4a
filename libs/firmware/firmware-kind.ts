import type { CodeKeyName } from "./code-key.ts";
import type { RblHeader, RblHeaderFault } from "./rbl-header.ts";
import type { UgHeader } from "./tuya-ug.ts";

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
      /** Bytes of FF behind the app's header, such as up to a flash's size: none of them is written. */
      readonly padding?: number;
    };

/** The kinds a jig flashes. */
export type FlashableKind = FlashableFile["kind"];

/** A file that is refused for what it is. */
export type RefusedKind =
  /** Bootloader and app, as long as a whole flash: with one unit's MAC, calibration and identity. */
  | {
      readonly kind: "full-dump";
      readonly bootloaderKey: CodeKeyName;
      readonly codeKey: CodeKeyName;
    }
  /** Read from 0x11000 on with wrap-around; `bootloaderAt`: where the bootloader landed. */
  | { readonly kind: "rotated-dump"; readonly bootloaderAt: number }
  /** Starts as a bootloader, but where its app should be is none. */
  | { readonly kind: "bootloader-without-app"; readonly codeKey: CodeKeyName }
  /** `.crc` or UA: sound code without the header the bootloader wants. */
  | { readonly kind: "app-without-header"; readonly codeKey: CodeKeyName }
  /** Starts or ends as an app does, but is cut, shifted or damaged. `badBlock`: file offset. */
  | { readonly kind: "damaged-app"; readonly badBlock: number }
  | { readonly kind: "bootloader"; readonly codeKey: CodeKeyName }
  /** An app cut inside the RBL header at its end, which starts at byte `headerAt`. */
  | { readonly kind: "cut-header"; readonly headerAt: number }
  /**
   * Sound blocks of code, but no start vectors under any key the station knows: another key's, or no
   * start of code. `at`: file offset of the part; `header`: the RBL header that names it, if any.
   */
  | { readonly kind: "unknown-code"; readonly at: number; readonly header?: RblHeader | undefined }
  /** `.rblh`: the header of an app, alone. */
  | { readonly kind: "rbl-header"; readonly header: RblHeader }
  /** RBL package for over-the-air update, and what is wrong with it. */
  | {
      readonly kind: "ota-rbl";
      readonly header: RblHeader;
      readonly fault: "length" | "crc-32" | undefined;
    }
  /** Starts as an RBL header, plain or of an app, that is damaged. */
  | { readonly kind: "damaged-rbl"; readonly fault: RblHeaderFault }
  /** Tuya's wrapper around such a package; `inside` is not looked at where the header is damaged. */
  | { readonly kind: "tuya-ug"; readonly header: UgHeader; readonly inside: FirmwareKind }
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
