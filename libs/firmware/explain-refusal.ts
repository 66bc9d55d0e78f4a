import { hexAddress } from "../bytes/hex.ts";
import type { CodeKeyName } from "./code-key.ts";
import { explainKind } from "./explain-kind.ts";
import { explainOwnPlace } from "./explain-own-place.ts";
import { explainUf2Fault } from "./explain-uf2-fault.ts";
import type { Explanation } from "./explanation.ts";
import { BUILD_AGAIN, FLASHABLE, FOR_THIS_CHIP } from "./explanation.ts";
import type { RblBodyFault } from "./rbl-body.ts";
import type { RblHeaderFault } from "./rbl-header.ts";
import type { Refusal, UpdateFault } from "./refusal.ts";

/** Why a file is refused and what to give instead, in one or two short sentences. Safe to show. */
export const explainRefusal = (refusal: Refusal): Explanation => {
  switch (refusal.code) {
    case "too-large":
      return {
        problem: `is ${refusal.bytes} bytes long, and no firmware file is above ${refusal.limit}.`,
        remedy: FLASHABLE,
      };
    case "wrong-kind":
      return explainKind(refusal.found);
    case "wrong-chip":
      return {
        problem: `is for ${refusal.image}, not for ${refusal.chip}.`,
        remedy: FOR_THIS_CHIP,
      };
    case "unknown-chip":
      return { problem: `is for ${refusal.image}, which no station flashes.`, remedy: FLASHABLE };
    case "wrong-code-key":
      return {
        problem: `holds ${KEY_WORDS[refusal.found]} code, for ${refusal.image}, but ${refusal.chip} runs ${KEY_WORDS[refusal.expected]} code: it would not boot.`,
        remedy: FOR_THIS_CHIP,
      };
    case "parts-disagree":
      return {
        problem: `joins a bootloader for ${refusal.bootloader} to an app for ${refusal.app}.`,
        remedy: BUILD_AGAIN,
      };
    case "bad-block":
      return {
        problem: `is damaged: the CRC-16 of its ${refusal.part}'s block for flash address ${hexAddress(refusal.address)} is wrong.`,
        remedy: BUILD_AGAIN,
      };
    case "no-header":
      return {
        problem: "has an app without RBL header: it is cut short or not complete.",
        remedy: FLASHABLE,
      };
    case "bad-header":
      return {
        problem: `is damaged: the RBL header of its ${refusal.part}, for flash address ${hexAddress(refusal.address)}, ${HEADER_FAULTS[refusal.fault]}.`,
        remedy: BUILD_AGAIN,
      };
    case "misplaced-header":
      return {
        problem: `has its RBL header for flash address ${hexAddress(refusal.address)}, but the bootloader looks at ${hexAddress(refusal.expected)}.`,
        remedy: FOR_THIS_CHIP,
      };
    case "bad-body":
      return {
        problem: `is damaged: its ${refusal.part}'s code ${BODY_FAULTS[refusal.fault]}.`,
        remedy: BUILD_AGAIN,
      };
    case "data-behind-header":
      return {
        problem: `goes on after its app, at flash address ${hexAddress(refusal.address)}: it is a dump or two files joined, and may hold another board's data.`,
        remedy: FLASHABLE,
      };
    case "misplaced-app":
      return {
        problem: `puts its app at flash address ${hexAddress(refusal.address)}, but the bootloader starts it at ${hexAddress(refusal.expected)}.`,
        remedy: FOR_THIS_CHIP,
      };
    case "no-app":
      return {
        problem: `writes nothing to flash address ${hexAddress(refusal.expected)}, where the bootloader starts the app: the app is missing.`,
        remedy: FLASHABLE,
      };
    case "bad-update":
      return {
        problem: `is damaged: ${UPDATE_FAULTS[refusal.fault]}.`,
        remedy: BUILD_AGAIN,
      };
    case "bad-uf2":
      return explainUf2Fault(refusal.fault);
    case "dump-size":
      return {
        problem: `is a dump of ${inKib(refusal.bytes)} of flash, but ${refusal.chip} comes with ${refusal.flashSizes.map(inKib).join(" or ")}.`,
        remedy: `${FLASHABLE} To clone a board, give a whole dump of one of this chip.`,
      };
    case "own-place":
      return explainOwnPlace(refusal);
    case "over-code":
      return {
        problem: `would be written as raw data to flash address ${hexAddress(refusal.address)}, where the ${refusal.part} is: up to ${hexAddress(refusal.limit)} only images are written, which are checked.`,
        remedy: "Put raw data where no code is: another `at`.",
      };
    case "over-partition":
      return {
        problem: `would be written over ${refusal.name}, where boards of the ${refusal.layout} layout keep data of their own (${hexAddress(refusal.start)} to ${hexAddress(refusal.end)}).`,
        remedy: `If that is meant, say \`overwrite: [${refusal.needed.join(", ")}]\` in the recipe.`,
      };
    case "no-dump":
      return {
        problem: "is no dump of a whole flash, but the recipe says `clone: true`.",
        remedy: "Take `clone` out of the recipe, or give a whole dump.",
      };
    case "over-bootloader":
      return {
        problem: `would be written to flash address ${hexAddress(refusal.address)}, over the bootloader, which ends at ${hexAddress(refusal.limit)}.`,
        remedy: FOR_THIS_CHIP,
      };
    case "past-flash-end":
      return {
        problem: `would be written up to flash address ${hexAddress(refusal.end)}, but the flash ends at ${hexAddress(refusal.flashBytes)}.`,
        remedy: refusal.placed === undefined ? FOR_THIS_CHIP : "Put it lower: another `at`.",
      };
    case "over-calibration":
      return {
        problem: `would be written over the board's own calibration and MAC at flash address ${hexAddress(refusal.start)}.`,
        remedy: refusal.placed === undefined ? FLASHABLE : "Put it elsewhere: another `at`.",
      };
    case "overlap":
      return {
        problem: `and ${nameOf(refusal.file)} both write flash address ${hexAddress(refusal.address)}.`,
        remedy: "Leave one of the two out of the recipe.",
      };
    case "bootloader-locked":
      return {
        problem: `cannot have its bootloader written: ${refusal.chip} would be dead after any mishap.`,
        remedy: "Say `bootloader: keep` in the recipe.",
      };
    case "no-bootloader":
      return {
        problem: "holds no bootloader, but the recipe wants one written.",
        remedy: "Say `bootloader: keep`, or give a bootloader+app (QIO) file.",
      };
    case "no-images":
      return { problem: "names no image.", remedy: FLASHABLE };
  }
};

/** A path's file name, which may hold anything. */
const nameOf = (path: string): string =>
  path
    .slice(path.lastIndexOf("/") + 1)
    .replace(/[^\x20-\x7e]/g, "?")
    .slice(0, 80);

const inKib = (bytes: number): string => `${bytes / 1024} KiB`;

const KEY_WORDS: Readonly<Record<CodeKeyName, string>> = {
  default: "scrambled",
  none: "unscrambled",
};

const UPDATE_FAULTS: Readonly<Record<UpdateFault, string>> = {
  header: "its over-the-air package has a wrong RBL header",
  length: "its over-the-air package is not as long as its RBL header says",
  "crc-32": "its over-the-air package differs from the CRC-32 in its RBL header",
  "wrapper-header": "its Tuya UG header does not add up",
  "wrapper-length": "its Tuya UG header tells another length than the file's",
  "wrapper-payload-sum": "its content does not add up to the sum in its Tuya UG header",
};

const HEADER_FAULTS: Readonly<Record<RblHeaderFault, string>> = {
  cut: "is cut short",
  magic: "does not start as one",
  "crc-16": "has a wrong CRC-16",
  "crc-32": "has a wrong CRC-32",
};

const BODY_FAULTS: Readonly<Record<RblBodyFault, string>> = {
  packed: "is said to be packed, which no bootloader runs in place",
  size: "is not as long as its RBL header says",
  "crc-32": "differs from the CRC-32 in its RBL header",
  "fnv-1a": "differs from the hash in its RBL header",
  pad: "holds something where it should be padded",
};
