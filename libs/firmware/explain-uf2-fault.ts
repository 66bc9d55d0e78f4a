import { hexAddress } from "../bytes/hex.ts";
import { BUILD_AGAIN, type Explanation, FLASHABLE, FOR_THIS_CHIP } from "./explanation.ts";
import { nameFamily } from "./uf2-families.ts";
import type { Uf2Fault } from "./uf2-fault.ts";

const damaged = (what: string): Explanation => ({
  problem: `is a damaged UF2 file: ${what}.`,
  remedy: BUILD_AGAIN,
});

/** What is wrong with a UF2 file. Safe to show. */
export const explainUf2Fault = (fault: Uf2Fault): Explanation => {
  switch (fault.fault) {
    case "length":
      return damaged(`${fault.bytes} bytes are not a whole number of 512-byte blocks`);
    case "block-count":
      return damaged(`it should have ${fault.expected} blocks and has ${fault.found}`);
    case "bad-block":
      return damaged(`block ${fault.block} is not a UF2 block`);
    case "sequence":
      return damaged(`block ${fault.found} stands where block ${fault.block} should be`);
    case "no-family":
      return damaged(`block ${fault.block} names no chip`);
    case "mixed-families":
      return damaged(
        `block ${fault.block} is for ${nameFamily(fault.found)}, those before for ${nameFamily(fault.first)}`,
      );
    case "bad-tags":
      return damaged(`the tags of block ${fault.block} cannot be read`);
    case "rewrites":
      return damaged(`block ${fault.block} writes bytes that another block writes too`);
    case "past-partition":
      return damaged(
        `block ${fault.block} ends at ${hexAddress(fault.end)} of partition ${fault.partition}, which has ${hexAddress(fault.partitionBytes)} bytes`,
      );
    case "unknown-partition":
      return damaged(`it writes to partition ${fault.partition}, which it does not place`);
    case "legacy":
      return {
        problem: "is a UF2 file of an old or foreign format (no OTA_FORMAT_2 tag).",
        remedy: "Build it with a current LibreTiny.",
      };
    case "unknown-layout":
      return {
        problem: `is a UF2 file without a readable partition table, and the layout of board ${fault.board ?? "(none named)"} is not known.`,
        remedy: "Build it with a current LibreTiny, or give the app ending in .0x011000.rbl.",
      };
    case "unexpected-partition":
      return {
        problem: `is a UF2 file that writes to partition ${fault.partition}, not only to the app's.`,
        remedy: FOR_THIS_CHIP,
      };
    case "nothing-to-write":
      return {
        problem:
          "is a UF2 file with nothing for a flasher to write, such as one for over-the-air update.",
        remedy: FLASHABLE,
      };
  }
};
