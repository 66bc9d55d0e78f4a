import { hexAddress } from "../../bytes/hex.ts";
import { SECTOR_BYTES } from "../../bytes/ranges.ts";
import { always, type Entries, nextTry, tryAgain } from "../catalogue-entry.ts";
import { CHANGED_BYTES, cause, LOOSE_WIRE, LOSSY_ADAPTER, WEAK_SUPPLY } from "../cause.ts";
import { text } from "../spelling.ts";

/** Sectors that differ are counted up to what a run repairs; beyond it nobody looks further. */
const COUNTED = 8;

/** Failures of comparing what the flash holds (uart-protocol.md sections 3.5, 5.4 and 12). */
export const COMPARE_FAILURES: Entries<"read-mismatch" | "verify-mismatch"> = {
  "read-mismatch": {
    class: "link",
    meaning: "What was read never agreed with the chip's own CRC of the range.",
    fate: tryAgain,
    tell: (_, next) => `What the board sends is not what its flash holds. ${nextTry(next)}`,
    spell: ({ length, address, host, chip }) =>
      `${length} bytes read at ${hexAddress(address)} have CRC ${text(host)}, the chip says ${text(chip)}.`,
    cases: [
      {
        when: "always",
        holds: always,
        causes: [
          CHANGED_BYTES,
          LOSSY_ADAPTER,
          WEAK_SUPPLY,
          cause("flash", "a flash that does not read the same twice"),
        ],
        example: {
          code: "read-mismatch",
          address: 0x11000,
          length: 0x10000,
          chip: "1c291ca3",
          host: "ad2f9aa1",
        },
      },
    ],
  },
  "verify-mismatch": {
    class: "board",
    meaning: "After the last write the chip's CRC of a range is not the plan's.",
    fate: tryAgain,
    tell: (_, next) => `The flash does not hold what was written. ${nextTry(next)}`,
    spell: ({ length, address, expected, found, sectors }) =>
      `CRC of ${length} bytes at ${hexAddress(address)} is ${text(found)}, should be ${text(expected)}${
        sectors === undefined
          ? ""
          : `; sectors that differ: ${sectors > COUNTED ? `more than ${COUNTED}` : sectors}`
      }.`,
    cases: [
      {
        when: "the CRC is 0: the chip was going away",
        holds: ({ found }) => /^0*$/.test(found),
        causes: [WEAK_SUPPLY, LOOSE_WIRE],
        example: {
          code: "verify-mismatch",
          address: 0x11000,
          length: 0x40000,
          expected: "1c291ca3",
          found: "00000000",
        },
      },
      {
        when: "one sector differs",
        holds: ({ length, sectors }) => (sectors ?? length / SECTOR_BYTES) <= 1,
        causes: [
          cause("flash", "cells that do not keep what was written"),
          cause("supply", "a dip of the supply while that sector was written"),
          CHANGED_BYTES,
        ],
        example: {
          code: "verify-mismatch",
          address: 0x15000,
          length: 0x1000,
          expected: "1c291ca3",
          found: "ad2f9aa1",
        },
      },
      {
        when: "many sectors differ, or a whole range and no part of it alone",
        holds: always,
        causes: [
          WEAK_SUPPLY,
          CHANGED_BYTES,
          LOSSY_ADAPTER,
          cause("flash", "a flash that ignores erase or write"),
          cause("chip", "a chip that counts its CRC ranges in another way than the recipe's"),
        ],
        example: {
          code: "verify-mismatch",
          address: 0x11000,
          length: 0x40000,
          sectors: 12,
          expected: "1c291ca3",
          found: "ad2f9aa1",
        },
      },
    ],
  },
};
