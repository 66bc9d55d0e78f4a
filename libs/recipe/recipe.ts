import type { ChipName } from "../chips/chip.ts";
import type { DataPartitionName } from "../chips/flash-layout.ts";
import type { Policy } from "./policy.ts";
import type { RecipeIdentity } from "./recipe-identity.ts";
import type { SerialRule } from "./serial-rule.ts";
import type { ShiftCheck } from "./shift-check.ts";

/** An image a recipe names. */
export interface RecipeImage {
  /** Absolute path. */
  readonly file: string;
  /** What the file's SHA-256 must be, lower-case hex, if the recipe says. */
  readonly sha256?: string | undefined;
  /** Flash address the recipe puts it at; raw data has no other. */
  readonly at?: number | undefined;
}

/** What the log port must show after the restart. */
export interface BootCheck {
  readonly on: "log";
  /** Texts that must all appear; one or more. */
  readonly expect: readonly string[];
  /** Texts none of which may appear before that. */
  readonly never: readonly string[];
  readonly withinMs: number;
}

/** A recipe file, checked. */
export interface Recipe {
  readonly recipe: string;
  readonly chip: ChipName;
  readonly baud: number;
  readonly images: readonly RecipeImage[];
  readonly bootloader: "keep" | "write";
  /** Data partitions that images may be written over. */
  readonly overwrite: readonly DataPartitionName[];
  /** A whole dump may be written: one board's calibration and identity onto others. */
  readonly clone: boolean;
  /** The whole flash is read and stored before the first erase. */
  readonly backup: boolean;
  /** `changed`: sectors that hold what they shall already are left alone. */
  readonly write: "all" | "changed";
  readonly verify: "crc" | "readback";
  /** The flash's write protection is set again at the end. */
  readonly protect: boolean;
  /** `required`: a board without a calibration with a MAC of its own is refused. */
  readonly calibration: "required" | "any";
  readonly boot?: BootCheck | undefined;
  /** What each board is given for itself. */
  readonly identity?: RecipeIdentity | undefined;
  /** What the boards' serials look like. */
  readonly serial?: SerialRule | undefined;
  /** Each fixture proves itself before it takes boards. */
  readonly shiftCheck?: ShiftCheck | undefined;
  /** Further runs in place after a fail. */
  readonly retries: number;
  /** When a board moves, a fixture is locked, the line stops. */
  readonly policy: Policy;
  /** Link attempts (power cycles) per run. */
  readonly linkAttempts: number;
}
