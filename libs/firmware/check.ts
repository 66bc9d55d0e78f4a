import type { CodePart } from "./code-part.ts";

/** What a check of a file looks at: a closed list, for programs. */
export type CheckName =
  /** Not above the largest file worth reading. */
  | "size"
  /** Is by its content one of the classes a jig flashes. */
  | "content"
  /** Whole UF2 blocks, all of them, in order, of one family. */
  | "uf2-blocks"
  /** LibreTiny's present format. */
  | "uf2-format"
  /** The UF2's partitions lie where they may, and do not overlap. */
  | "uf2-partitions"
  /** Every data block has a place inside its partition, and no two the same. */
  | "uf2-places"
  /** MD5s of the UF2, which LibreTiny does not write. */
  | "uf2-md5"
  /** The UF2's device id is the one of its board. */
  | "uf2-device"
  /** The package for over-the-air update: length and CRC-32. */
  | "update"
  /** What is in such a package, once unpacked: length and hash. */
  | "update-content"
  /** Length and sums of Tuya's wrapper. */
  | "wrapper"
  /** CRC-16s; start vectors; RBL header; nothing behind it; CRC-32 and hash of the body. */
  | `${CodePart}-${"blocks" | "start" | "header" | "end" | "body"}`
  /** Bootloader and app of one file are for the same chip. */
  | "parts"
  /** For the recipe's chip, or for any the station knows. */
  | "chip"
  /** Inside the flash, over nothing that must stay, the header where the bootloader looks. */
  | "place"
  /** What name, versions and texts in the code say agrees with the content. */
  | "hints";

/** `not-carried`: the format has no such check here, so damage of that kind goes unseen by it. */
export type CheckOutcome = "passed" | "failed" | "warned" | "not-carried";

/** One check of a file, and what came of it. */
export interface Check {
  readonly check: CheckName;
  readonly outcome: CheckOutcome;
  /**
   * What was found, for people, in the grammar of `Explanation.problem`: goes on after the file's name
   * ("holds 626 blocks ..."), ends with a full stop. Safe to show.
   */
  readonly finding: string;
}
