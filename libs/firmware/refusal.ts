import type { DataPartitionName } from "../chips/flash-layout.ts";
import type { CodeKeyName } from "./code-key.ts";
import type { CodePart } from "./code-part.ts";
import type { RefusedKind } from "./firmware-kind.ts";
import type { RblBodyFault } from "./rbl-body.ts";
import type { RblHeaderFault } from "./rbl-header.ts";
import type { UgFault } from "./tuya-ug.ts";
import type { Uf2Fault } from "./uf2-fault.ts";

/** Why a file is not one image that may be flashed. Addresses are the flash's. */
type FileRefusal =
  | { readonly code: "too-large"; readonly bytes: number; readonly limit: number }
  /** Not an image at all, or not one for a jig. */
  | { readonly code: "wrong-kind"; readonly found: RefusedKind }
  /** Chips as printed on them; `image` may be several. */
  | { readonly code: "wrong-chip"; readonly chip: string; readonly image: string }
  /** For a chip the station does not flash, where no recipe names one. */
  | { readonly code: "unknown-chip"; readonly image: string }
  | {
      readonly code: "wrong-code-key";
      readonly chip: string;
      readonly image: string;
      readonly expected: CodeKeyName;
      readonly found: CodeKeyName;
    }
  /** Bootloader and app of one file are for different chips. */
  | { readonly code: "parts-disagree"; readonly bootloader: string; readonly app: string }
  /** A block's CRC-16 is wrong. */
  | { readonly code: "bad-block"; readonly part: CodePart; readonly address: number }
  | { readonly code: "no-header" }
  | {
      readonly code: "bad-header";
      readonly part: CodePart;
      readonly address: number;
      readonly fault: RblHeaderFault;
    }
  | { readonly code: "misplaced-header"; readonly address: number; readonly expected: number }
  | { readonly code: "bad-body"; readonly part: CodePart; readonly fault: RblBodyFault }
  | { readonly code: "data-behind-header"; readonly address: number }
  | { readonly code: "misplaced-app"; readonly address: number; readonly expected: number }
  /** Nothing is written where the bootloader starts the app. */
  | { readonly code: "no-app"; readonly expected: number }
  | { readonly code: "bad-uf2"; readonly fault: Uf2Fault }
  /** The package for over-the-air update, which a jig does not write, or its wrapper. */
  | { readonly code: "bad-update"; readonly fault: UpdateFault }
  /** A whole dump of a flash that the chip does not come with. */
  | {
      readonly code: "dump-size";
      readonly chip: string;
      readonly bytes: number;
      readonly flashSizes: readonly number[];
    }
  /** The recipe gives a place to a file that says itself where it belongs: `expected`. */
  | {
      readonly code: "own-place";
      readonly at: number;
      readonly expected: number;
      readonly fault: PlaceFault;
    };

/** What is wrong with a package for over-the-air update, or with Tuya's wrapper around one. */
export type UpdateFault = "length" | "crc-32" | "header" | `wrapper-${UgFault}`;

/**
 * What is wrong with a place of the recipe's. `skipped-bootloader`: the right one of a file whose
 * bootloader is not written.
 */
export type PlaceFault =
  | "over-bootloader"
  | "not-a-sector"
  | "past-flash-end"
  | "elsewhere"
  | "skipped-bootloader";

/** Why a place in flash must not be written. */
export type PlacementRefusal =
  | { readonly code: "over-bootloader"; readonly address: number; readonly limit: number }
  | {
      readonly code: "past-flash-end";
      readonly end: number;
      readonly flashBytes: number;
      /** Raw data is where the recipe puts it. */
      readonly placed?: "by-recipe" | undefined;
    }
  | {
      readonly code: "over-calibration";
      readonly start: number;
      readonly end: number;
      readonly placed?: "by-recipe" | undefined;
    };

/** Why raw data must not be written where the recipe puts it. */
export type DataRefusal =
  | PlacementRefusal
  /** Where code lives: nothing could tell whether it still runs. */
  | {
      readonly code: "over-code";
      readonly part: CodePart;
      readonly address: number;
      /** Where that part ends, in the layout that gives it most. */
      readonly limit: number;
    };

/** Why sound images together are not a plan. */
type PlanRefusal =
  | DataRefusal
  /** Where boards keep data of their own, and the recipe's `overwrite` does not name it. */
  | {
      readonly code: "over-partition";
      readonly name: DataPartitionName;
      /** What `overwrite` must say: what it says already, and all the image lies over. */
      readonly needed: readonly DataPartitionName[];
      /** Of which boards of the chip. */
      readonly layout: string;
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly code: "overlap";
      readonly file: string;
      readonly other: string;
      readonly address: number;
    }
  /** The chip has no download mode but the bootloader itself. */
  | { readonly code: "bootloader-locked"; readonly chip: string }
  | { readonly code: "no-bootloader" }
  /** `clone` without a whole dump. */
  | { readonly code: "no-dump" }
  | { readonly code: "no-images" };

/** Everything a file or a set of files is refused for, before any board is touched. */
export type Refusal = FileRefusal | PlanRefusal;
