import type { Range } from "../bytes/ranges.ts";
import type { ChipName } from "../chips/chip.ts";
import type { Check } from "../firmware/check.ts";
import type { FileFacts } from "../firmware/file-facts.ts";
import type { FirmwareKind } from "../firmware/firmware-kind.ts";
import type { DumpContents } from "./dump-contents.ts";
import type { SectorUse } from "./map-sign.ts";

/** Whether a jig flashes the file as it is, refuses it, or could not read it at all. */
export type InspectionVerdict = "flashable" | "refused" | "unreadable";

/** Why a file is not flashed. */
export interface InspectionRefusal {
  /** As in `Refusal`, of a file of the wrong kind its kind; `unreadable` of one that could not be read. */
  readonly code: string;
  /** Which of the faults that code has, such as `truncated`; null where it has but one. */
  readonly fault: string | null;
  /** Goes on where the file's name stops, with a full stop. Safe to show, as is the remedy. */
  readonly problem: string;
  readonly remedy: string;
}

/** Where bytes of a file go. */
export interface InspectedWrite {
  readonly part: string;
  /** Flash address. */
  readonly start: number;
  /** Behind the last byte. */
  readonly end: number;
  /** `keep`: the board's own stays, unless a recipe says otherwise. */
  readonly use: "write" | "keep";
}

/** What the content of a file tells. */
export interface InspectedContent {
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly kind: FirmwareKind["kind"];
  /** The same in a person's words. */
  readonly what: string;
  /** Every chip it is for, the likeliest first; none if that cannot be told. */
  readonly chips: readonly ChipName[];
  /** The key its code is stored under, by name only; null if it holds no code. */
  readonly codeKey: "default" | "none" | "other" | null;
  readonly facts: FileFacts;
  /** In order of address; empty if it is not flashed. */
  readonly writes: readonly InspectedWrite[];
  /** The whole sectors that are erased for it, and verified after the last write. */
  readonly erases: readonly Range[];
  /** What each sector of the flash is to it; empty if it has no place in a flash. */
  readonly uses: readonly SectorUse[];
  /** Of a dump; else null. */
  readonly dump: DumpContents | null;
  /** Every one that was made, in order. */
  readonly checks: readonly Check[];
}

/** What is found out about one file. */
export interface Inspection {
  /** As it was given; not made safe to show. */
  readonly file: string;
  readonly verdict: InspectionVerdict;
  /** Null of a flashable one. */
  readonly refusal: InspectionRefusal | null;
  /** Null of one that was not read. */
  readonly content: InspectedContent | null;
}
