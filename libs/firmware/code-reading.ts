import type { ChipName } from "../chips/chip.ts";
import type { FileFacts } from "./file-facts.ts";
import type { ImageWrite } from "./firmware-image.ts";

/** What was read from a file with code, whatever its checks came to. */
export interface CodeReading {
  readonly chips: readonly ChipName[];
  readonly facts: Omit<FileFacts, "bytes">;
  /** What a jig would write; nothing where the place is not known. In order of address. */
  readonly writes: readonly ImageWrite[];
}
