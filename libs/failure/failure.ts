import type { BootReach } from "../boot/boot-event.ts";
import type { ResetReason } from "../boot/reset-reason.ts";
import type { StepName } from "./step-name.ts";

/** What the board did wrong: counts in yield. Addresses and lengths in bytes, times in ms. */
export type BoardFailure =
  /**
   * No valid answer in any link attempt. `heard`: bytes that were no answer, in all attempts. `log`: how
   * far the board got in the last of them as its log port told; absent where none is wired. `echo`:
   * what was sent came back, over a joined `wire` or from `firmware` that answers nothing else. `brickIn`: the
   * fixture in which a chip that lives by the bootloader in its flash was silent on both ports.
   */
  | {
      readonly code: "no-link";
      readonly attempts: number;
      readonly heard: number;
      readonly log?: BootReach;
      readonly echo?: "wire" | "firmware";
      readonly brickIn?: string;
    }
  /** A linked board stopped answering. */
  | {
      readonly code: "link-lost";
      readonly step: StepName;
      readonly command: string;
      readonly address?: number;
    }
  /**
   * The log port shows a start nobody asked for, or a lost session links again, in mid-run. `reset`:
   * why, if the bootloader told.
   */
  | {
      readonly code: "board-restarted";
      readonly step: StepName;
      readonly banner: string;
      readonly reset?: ResetReason;
    }
  | { readonly code: "wrong-chip"; readonly expected: string; readonly found: string }
  /** `fingerprint`: CRC-32 of the bootloader's start (uart-protocol.md section 7). */
  | { readonly code: "unknown-chip"; readonly fingerprint: string; readonly detail: string }
  | { readonly code: "flash-unreadable"; readonly fingerprint: string; readonly flashId: string }
  /** What is read never agrees with the chip's own CRC of the range. CRCs in zlib form. */
  | {
      readonly code: "read-mismatch";
      readonly address: number;
      readonly length: number;
      readonly chip: string;
      readonly host: string;
    }
  /** Erase and write are accepted and change nothing, or the status register will not open. */
  | { readonly code: "protected"; readonly address: number; readonly statusRegister?: number }
  /** The protection that the recipe wants at the end does not take. */
  | { readonly code: "unprotected"; readonly statusRegister: number; readonly wanted: number }
  | { readonly code: "erase-failed"; readonly address: number; readonly status: number }
  | { readonly code: "write-failed"; readonly address: number; readonly status: number }
  /**
   * The chip's CRC over the range differs from the plan's. CRCs in zlib form. `sectors`: how many
   * sectors of 4 KiB differ, where they were counted; of many not all are.
   */
  | {
      readonly code: "verify-mismatch";
      readonly address: number;
      readonly length: number;
      readonly sectors?: number;
      readonly expected: string;
      readonly found: string;
    }
  /** The chip acted on another address than the one sent. */
  | { readonly code: "stray-write"; readonly sent: number; readonly echoed: number }
  /** `over` SPI, where no chip tells its key: `found` is that of the code in its flash. */
  | {
      readonly code: "wrong-key";
      readonly expected: string;
      readonly found: string;
      readonly over?: "spi";
    }
  | { readonly code: "bootloader-mismatch"; readonly expected: string; readonly found: string }
  | { readonly code: "already-passed"; readonly mac: string; readonly otherSerial: string }
  /** A run of another serial, not ended yet, has a board with this MAC before it. */
  | { readonly code: "mac-at-work"; readonly mac: string; readonly otherSerial: string }
  /** It bears the MAC that a whole dump gives to all boards, and not by a run of its serial. */
  | { readonly code: "already-cloned"; readonly mac: string }
  /** No MAC of the board's own in the calibration's place, at `address`; what is there instead. */
  | {
      readonly code: "identity-missing";
      readonly address: number;
      readonly found: "blank" | "foreign" | "no-mac" | "shared-mac";
    }
  /** A recipe's field that cannot be written to this board, and why. */
  | {
      readonly code: "identity-invalid";
      readonly field: string;
      readonly problem: "no-place" | "blank" | "foreign" | "no-mac" | "bad-mac";
    }
  /** The serial's identity went to the board with the MAC `expected`; this one has `found`, or none. */
  | { readonly code: "identity-conflict"; readonly expected: string; readonly found: string | null }
  /** The board's MAC belongs to another serial; null: to one that is not known yet. */
  | { readonly code: "identity-taken"; readonly mac: string; readonly otherSerial: string | null }
  /** A rewrite of the sector at `address` was interrupted, and nothing fit restores it. */
  | {
      readonly code: "identity-lost";
      readonly address: number;
      readonly reason: "not-here" | "other-board";
    }
  /**
   * The application said nothing after the restart. `reached`: how far the board got; absent if it was
   * not heard at all. `bootloader`: as it named itself.
   */
  | {
      readonly code: "boot-silent";
      readonly withinMs: number;
      readonly reached?: "bootloader" | "jump";
      readonly bootloader?: string;
    }
  /**
   * The log shows other text than the recipe wants. `expected`: what was still missing, several joined
   * by ` + `. `unwanted`: the text that must not appear and did. `seen`: end of what was heard.
   * `version`: the line that tells a version, if one did. `reached` "noise": what was heard is no text.
   */
  | {
      readonly code: "boot-wrong";
      readonly expected: string;
      readonly seen: string;
      readonly unwanted?: string;
      readonly version?: string;
      readonly reached?: BootReach;
    }
  /**
   * The board restarts by itself before it shows what the recipe wants. `restarts`: those nobody asked
   * for. `reset`: why the last one, if told. `reached`: how far it got at best.
   */
  | {
      readonly code: "boot-loop";
      readonly restarts: number;
      readonly reset?: ResetReason;
      readonly reached?: BootReach;
    }
  /**
   * No flash answered on the SPI bus in any try at SPI mode: the line stayed at a level. `echo`: the
   * pattern that calls the chip came back.
   */
  | {
      readonly code: "spi-silent";
      readonly tries: number;
      readonly level: "zeros" | "ones";
      readonly echo: boolean;
    }
  /** What answers on the SPI bus never told the id of one flash. `ids`: what was read, lower-case hex. */
  | { readonly code: "spi-unstable"; readonly tries: number; readonly ids: readonly string[] }
  /** Another flash answers on the SPI bus. Its name and size are null where no table knows them. */
  | {
      readonly code: "spi-wrong-flash";
      readonly flashId: string;
      readonly flashPart: string | null;
      readonly flashBytes: number | null;
      readonly expectedBytes: number;
    }
  /**
   * flashrom has no definition of the flash on the SPI bus, or several (`parts`). `flashId`: as it read it;
   * null where nothing answered any more.
   */
  | {
      readonly code: "spi-part-unknown";
      readonly flashId: string | null;
      readonly parts: readonly string[];
    }
  /** No two readings over SPI agreed. `backup`: of before the write; null where nothing was written. */
  | {
      readonly code: "spi-read-unstable";
      readonly address: number;
      readonly length: number;
      readonly backup: string | null;
    }
  /** Nothing that is left on the board shows its code key, and nobody answers for it. */
  | { readonly code: "key-unproven" }
  /** flashrom did not write it all. `address`: of the sector it was at, if it told; `backup`: of before the write. */
  | {
      readonly code: "spi-write-failed";
      readonly problem: "protected" | "erase" | "write" | "verify" | "unfinished";
      readonly address: number | null;
      readonly backup: string;
    }
  /** The whole flash as read back is not as planned. `place`: where the first difference lies. */
  | {
      readonly code: "spi-verify-mismatch";
      readonly address: number;
      readonly length: number;
      readonly place: "bootloader" | "elsewhere";
      readonly backup: string;
    };

/** What the station did wrong: never counts in yield. */
export type StationFailure =
  | { readonly code: "port-gone"; readonly port: string; readonly reason: "missing" | "unplugged" }
  /** Its name leads to another adapter than before; both as vendor, serial number and USB position. */
  | {
      readonly code: "port-gone";
      readonly port: string;
      readonly reason: "other-adapter";
      readonly expected: string;
      readonly found: string;
    }
  | { readonly code: "port-busy"; readonly port: string; readonly reason: "in-use" | "denied" }
  | { readonly code: "port-hung"; readonly port: string; readonly waitedMs: number }
  | { readonly code: "relay-failed"; readonly control: string; readonly reason: string }
  /** A SPI adapter that cannot be used, or fails in use. `bus`: its device or address. */
  | { readonly code: "spi-failed"; readonly bus: string; readonly reason: string }
  /** The process that ran it ended without a verdict. */
  | { readonly code: "interrupted" }
  | { readonly code: "journal-failed"; readonly reason: string }
  /** What was read from a board cannot be stored. */
  | { readonly code: "backup-failed"; readonly file: string; readonly reason: string }
  | {
      readonly code: "image-changed";
      readonly image: string;
      readonly expected: string;
      readonly found: string;
    }
  | { readonly code: "lease-lost"; readonly reason: string }
  | { readonly code: "internal"; readonly reason: string };

/** The closed list of reasons a run ends without a pass. */
export type Failure = BoardFailure | StationFailure;

/** A failure's name, as records and exit codes know it. */
export type FailureCode = Failure["code"];

const STATION_CODES: ReadonlySet<string> = new Set<StationFailure["code"]>([
  "port-gone",
  "port-busy",
  "port-hung",
  "relay-failed",
  "spi-failed",
  "interrupted",
  "journal-failed",
  "backup-failed",
  "image-changed",
  "lease-lost",
  "internal",
]);

/** Whether the station, not the board, is to blame. */
export const isStationFailure = (failure: Failure): failure is StationFailure =>
  STATION_CODES.has(failure.code);
