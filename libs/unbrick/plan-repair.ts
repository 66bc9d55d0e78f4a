import type { Range } from "../bytes/ranges.ts";
import type { Chip } from "../chips/chip.ts";
import type { Failure } from "../failure/failure.ts";
import { findDifferences } from "./find-differences.ts";
import { findKeyEvidence } from "./prove-key.ts";
import type { KeyProof } from "./unbrick-facts.ts";

/** What a repair writes. */
export interface RepairPlan {
  /** Whole sectors that differ from the image, in order of address; none where the board has its bootloader. */
  readonly ranges: readonly Range[];
  /** The whole flash as it has to be afterwards: as it is, but for the bootloader's area. */
  readonly contents: Uint8Array;
  readonly keyProof: KeyProof;
}

/** What a plan is made from. */
export interface RepairRequest {
  /** The board's whole flash, raw. */
  readonly flash: Uint8Array;
  /** The image's bootloader, from 0 to the application's start. */
  readonly area: Uint8Array;
  readonly chip: Chip;
  /** Who answers for the board's key where nothing shows it. */
  readonly keyNamedBy: string | null;
}

/**
 * Which sectors have to be written, all of them below the application's start, or why none may be: the board's key
 * must be the image's. A person's word counts where nothing shows the key, never against what shows it.
 */
export const planRepair = (
  request: RepairRequest,
):
  | { readonly ok: true; readonly plan: RepairPlan }
  | { readonly ok: false; readonly failure: Failure } => {
  const { flash, area, chip } = request;
  const keyProof = proveKey(request);
  if ("code" in keyProof) return { ok: false, failure: keyProof };
  const contents = flash.slice();
  contents.set(area);
  const ranges = findDifferences(flash, contents, chip.appStart);
  return { ok: true, plan: { ranges, contents, keyProof } };
};

const proveKey = ({ flash, area, chip, keyNamedBy }: RepairRequest): KeyProof | Failure => {
  const evidence = findKeyEvidence(flash, area, chip);
  switch (evidence.kind) {
    case "proved":
      return { by: evidence.by };
    case "other-key":
      return {
        ...{ code: "wrong-key", over: "spi" },
        ...{ expected: NEEDED[chip.image.codeKey], found: evidence.found },
      };
    case "other-chip":
      return { code: "wrong-chip", expected: chip.marking, found: evidence.found };
    case "nothing":
      return keyNamedBy === null ? { code: "key-unproven" } : { by: "named", name: keyNamedBy };
  }
};

const NEEDED = { default: "the default key", none: "no key" } as const;
