import { hexAddress } from "../bytes/hex.ts";
import type { Explanation } from "./explanation.ts";
import type { PlaceFault, Refusal } from "./refusal.ts";

type OwnPlace = Extract<Refusal, { readonly code: "own-place" }>;

/** Why a recipe's place is not that of a file which says itself where it belongs. Safe to show. */
export const explainOwnPlace = ({ at, expected, fault }: OwnPlace): Explanation =>
  fault === "skipped-bootloader"
    ? {
        problem: `would be written to flash address ${hexAddress(at)}, over the bootloader, which is kept.`,
        remedy: "Take `at` out of the recipe: the bootloader in the file is then skipped.",
      }
    : {
        problem: `belongs at flash address ${hexAddress(expected)}, but the recipe puts it at ${hexAddress(at)}${FAULTS[fault]}.`,
        remedy: "Take `at` out of the recipe: this file says itself where it belongs.",
      };

const FAULTS: Readonly<Record<Exclude<PlaceFault, "skipped-bootloader">, string>> = {
  "over-bootloader": ", over the bootloader",
  "not-a-sector": ", which is no sector's start",
  "past-flash-end": ", from where it goes past the flash's end",
  elsewhere: "",
};
