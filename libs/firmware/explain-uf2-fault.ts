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
    case "legacy":
      return {
        problem: "is a UF2 file of an old or foreign format (no OTA_FORMAT_2 tag).",
        remedy: "Build it with a current LibreTiny.",
      };
    case "unknown-format":
      return {
        problem: `is a UF2 file of a format this station does not know (OTA_FORMAT_2 is ${fault.format}, not 2).`,
        remedy: "Build it with the LibreTiny the station was made for, or update the station.",
      };
    case "unknown-layout":
      return {
        problem: `is a UF2 file without a partition table, and the layout of board ${fault.board ?? "(none named)"} is not known.`,
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
    case "length":
      return damaged(`${fault.bytes} bytes are not a whole number of 512-byte blocks`);
    case "bad-block":
      return damaged(`block ${fault.block} is not a UF2 block`);
    case "gap":
      return damaged(`block ${fault.found} stands where block ${fault.block} should be`);
    case "repeated":
      return damaged(`block ${fault.found} comes again where block ${fault.block} should be`);
    case "truncated":
      return damaged(`it is cut short after ${fault.found} of its ${fault.expected} blocks`);
    case "extra-blocks":
      return damaged(
        `it goes on after the last of its ${fault.expected} blocks, up to ${fault.found}`,
      );
    case "counts-differ":
      return damaged(
        `block ${fault.block} speaks of ${fault.found} blocks, those before of ${fault.first}`,
      );
    case "no-family":
      return damaged(`block ${fault.block} names no chip`);
    case "mixed-families":
      return damaged(
        `block ${fault.block} is for ${nameFamily(fault.found)}, those before for ${nameFamily(fault.first)}`,
      );
    case "bad-tags":
      return damaged(`the tags of block ${fault.block} cannot be read`);
    case "bad-part-info":
      return damaged(`block ${fault.block} chooses a partition without naming it`);
    case "unplaced":
      return damaged(`block ${fault.block} does not say which partition it is for`);
    case "part-list":
      return damaged("its header lists nothing for a flasher, yet there is something");
    case "bad-table":
      return damaged("its partition table cannot be read");
    case "partitions-overlap":
      return damaged(`its partitions ${fault.partition} and ${fault.other} overlap`);
    case "unknown-partition":
      return damaged(`it writes to partition ${fault.partition}, which it does not place`);
    case "past-partition":
      return damaged(
        `block ${fault.block} ends at ${hexAddress(fault.end)} of partition ${fault.partition}, which has ${hexAddress(fault.partitionBytes)} bytes`,
      );
    case "rewrites":
      return damaged(`block ${fault.block} writes bytes that another block writes too`);
    case "md5":
      return damaged(`the MD5 in block ${fault.block} is not that of its data`);
    case "md5-range":
      return damaged(`the MD5 in block ${fault.block} is of data that is not there, or in part`);
  }
};
