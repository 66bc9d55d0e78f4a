import { hexAddress } from "../bytes/hex.ts";
import type { CodeKeyName } from "./code-key.ts";
import { BUILD_AGAIN, type Explanation, FLASHABLE } from "./explanation.ts";
import type { RefusedKind } from "./firmware-kind.ts";
import type { RblHeader } from "./rbl-header.ts";

/** What a file is, if it is nothing a jig flashes, and which file to give instead. */
export const explainKind = (found: RefusedKind): Explanation => ({
  problem: problemOf(found),
  remedy: remedyOf(found),
});

const problemOf = (found: RefusedKind): string => {
  switch (found.kind) {
    case "full-dump":
      return "is a dump of one board's whole flash: it would copy that board's MAC, calibration and cloud identity.";
    case "rotated-dump":
      return `is a dump that was read from 0x011000 on with wrap-around: its bootloader stands at ${hexAddress(found.bootloaderAt)}.`;
    case "bootloader-without-app":
      return `starts with ${scrambled(found.codeKey)} bootloader and holds no app at 0x011000, where it should be.`;
    case "cut-header":
      return `is an app cut short inside the RBL header at its end, which starts at byte ${hexAddress(found.headerAt)}.`;
    case "app-without-header":
      return `is ${scrambled(found.codeKey)} app without the RBL header at its end: a .crc or UA file, not for flashing, or one cut short.`;
    case "damaged-app":
      return `is an app that is damaged, shifted or cut short: the block at byte ${hexAddress(found.badBlock)} is not valid.`;
    case "bootloader":
      return `is ${scrambled(found.codeKey)} bootloader alone.`;
    case "unknown-code":
      return `is code ${named(found.header)}under a key that no chip here has: its blocks at byte ${hexAddress(found.at)} are sound, but no start vectors are found.`;
    case "rbl-header":
      return `is the RBL header (.rblh) of ${found.header.name} ${found.header.version} alone, without its code.`;
    case "ota-rbl":
      return `is ${found.fault === undefined ? "an" : "a damaged"} over-the-air update package (RBL).`;
    case "damaged-rbl":
      return "starts as an over-the-air update package (RBL) whose header is damaged.";
    case "tuya-ug":
      return `is ${found.header.fault === undefined ? "an" : "a damaged"} over-the-air update package (Tuya UG).`;
    case "raw-arm":
      return "is raw ARM code, not yet packed for flash.";
    case "elf":
      return "is an ELF file, for debuggers.";
    case "gzip":
      return "is compressed (gzip).";
    case "tuya-key-values":
      return "is a Tuya key-value area: one board's cloud identity, no code.";
    case "empty":
      return "is empty.";
    case "erased":
      return "holds nothing but FF, as erased flash.";
    case "unknown":
      return "is nothing this station knows: no start of BK72xx code at its beginning, and no known container.";
  }
};

const remedyOf = ({ kind }: RefusedKind): string => {
  switch (kind) {
    case "damaged-app":
    case "cut-header":
      return BUILD_AGAIN;
    case "gzip":
      return `Unpack it first. ${FLASHABLE}`;
    case "full-dump":
      return `${FLASHABLE} If all of it is meant to go to every board, and is as long as their flash, say \`clone: true\` in the recipe.`;
    case "rotated-dump":
      return `${FLASHABLE} Or read the board again from 0 on: npx flashline read --jig FILE --fixture ID.`;
    case "unknown":
    case "erased":
      return `${FLASHABLE} For raw data, say in the recipe where it belongs: \`at\`.`;
    default:
      return FLASHABLE;
  }
};

const scrambled = (key: CodeKeyName): string => (key === "none" ? "an unscrambled" : "a scrambled");

const named = (header: RblHeader | undefined): string =>
  header === undefined ? "" : `(${header.name} ${header.version}) `;
