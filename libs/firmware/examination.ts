import type { Chip, ChipName } from "../chips/chip.ts";
import type { Check } from "./check.ts";
import type { FileFacts } from "./file-facts.ts";
import type { FirmwareImage } from "./firmware-image.ts";
import type { FirmwareKind } from "./firmware-kind.ts";
import type { Refusal } from "./refusal.ts";

/** What a file is looked at for. */
export interface ExamineRequest {
  /** For hints and messages; content alone decides what a file is. */
  readonly fileName: string;
  /** The recipe's; without one a file may be for any chip the station knows. */
  readonly chip?: Chip | undefined;
}

/** All that is known of a file once it was read: exactly one of `image` and `refusal` is there. */
export interface Examination {
  /** The class by content; absent if the file was too large to be looked at. */
  readonly found?: FirmwareKind | undefined;
  /** Every chip its code runs on, the likeliest first; none if it holds no code or a stranger's. */
  readonly chips: readonly ChipName[];
  readonly facts: FileFacts;
  /** Every check that was made, in order, of refused files too: what can still be checked is. */
  readonly checks: readonly Check[];
  /** Of what a jig may flash. */
  readonly image?: FirmwareImage | undefined;
  /** Why not. For people by `explainRefusal`. */
  readonly refusal?: Refusal | undefined;
}
