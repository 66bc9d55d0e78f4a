import type { ChipName } from "../../libs/chips/chip.ts";
import type { StepName } from "../../libs/failure/step-name.ts";
import type { FaultName } from "../../libs/simulator/fault.ts";

/** A generated firmware file. */
export interface ImageChoice {
  readonly format: "rbl" | "uf2" | "qio";
  readonly seed: number;
  /** Bytes of code. */
  readonly bytes: number;
  readonly version: string;
}

/** What the board's flash holds before the run, on top of bootloader, calibration and identity. */
export type Previous =
  | { readonly kind: "factory" }
  | { readonly kind: "image"; readonly image: ImageChoice }
  /** As a run leaves it that was cut off: written up to here, blank from there on. */
  | { readonly kind: "torn"; readonly image: ImageChoice; readonly bytes: number };

/** What the recipe says. */
export interface RecipeChoice {
  readonly baud: number;
  readonly bootloader: "keep" | "write";
  readonly backup: "whole" | "none";
  readonly write: "all" | "changed";
  readonly verify: "crc" | "readback";
  readonly protection: "open" | "closed";
  readonly linkAttempts: number;
  /** `given`: a MAC and a key, in sectors that stay the board's own in every other byte. */
  readonly own: "given" | "none";
  /** Text that the log port must show, if anything. */
  readonly expect: string | undefined;
}

/** How the nest is wired. */
export interface WiringChoice {
  readonly control: "power" | "reset-line" | "none";
  readonly logPort: "wired" | "flash" | "absent";
  readonly offMs: number;
  readonly fastestBaud: number | undefined;
}

/** What happens at the station's side in mid-run. */
export type StationTroubleName =
  | "adapter-unplugged"
  | "adapter-hung"
  | "log-unplugged"
  | "log-hung"
  | "relay-stuck"
  | "operator-abort"
  /** Of the folder for backups. */
  | "disk-full";

/** What is wrong with lot, label or recipe rather than with the board. */
export type MixUpName = "other-chip" | "already-passed" | "other-version";

/** A trouble's name: what the table of outcomes has a row for. */
export type TroubleName = FaultName | StationTroubleName | MixUpName;

/** Something wrong with a case. */
export type Trouble =
  /** `fault` as a jig file writes it. */
  | { readonly kind: "board"; readonly name: FaultName; readonly fault: string }
  /** Happens `afterMs` after `step` has begun, if the run gets there. */
  | {
      readonly kind: "station";
      readonly name: StationTroubleName;
      readonly step: StepName;
      readonly afterMs: number;
    }
  /** The board in the nest is of another kind than the recipe's. */
  | {
      readonly kind: "mix-up";
      readonly name: "other-chip";
      readonly chip: ChipName;
      readonly flashBytes: number;
    }
  | { readonly kind: "mix-up"; readonly name: Exclude<MixUpName, "other-chip"> };

/** One virtual board and all that is going to happen to it: data that follows from seed and number. */
export interface ChaosCase {
  readonly seed: number;
  readonly number: number;
  /** The recipe's chip. */
  readonly chip: ChipName;
  /** Of the board's flash. */
  readonly flashBytes: number;
  readonly image: ImageChoice;
  readonly previous: Previous;
  readonly recipe: RecipeChoice;
  readonly wiring: WiringChoice;
  readonly troubles: readonly Trouble[];
}
