import { hexAddress } from "../../bytes/hex.ts";
import {
  always,
  type Entries,
  nextTry,
  SET_ASIDE,
  setAside,
  tryAgain,
} from "../catalogue-entry.ts";
import { cause, WEAK_SUPPLY } from "../cause.ts";
import type { Failure } from "../failure.ts";
import { text } from "../spelling.ts";

type RepairCode =
  | "spi-part-unknown"
  | "spi-read-unstable"
  | "key-unproven"
  | "spi-write-failed"
  | "spi-verify-mismatch";

type WriteProblem = Extract<Failure, { readonly code: "spi-write-failed" }>["problem"];

const LOOSE_BUS = cause(
  "contact",
  "a loose, long or floating wire of the SPI bus, or of its ground",
);
const FAST_CLOCK = cause(
  "adapter",
  "an SPI clock too fast for the wires: 30000 Hz is what others use",
);

const WROTE: Readonly<Record<WriteProblem, string>> = {
  protected: "could not open the flash's write protection",
  erase: "could not erase",
  write: "could not write",
  verify: "read something else than it had written",
  unfinished: "did not come to an end",
};

const keptIn = (backup: string): string => `The flash as it was is kept in ${text(backup, 160)}.`;

/** They fail unbricks alone. */
const ONCE_MORE = nextTry("unbrick");

const AGAIN = "a second try goes on from what the flash holds now";

/** Failures of reading and writing a flash over SPI, by flashrom (uart-protocol.md section 9). */
export const REPAIR_FAILURES: Entries<RepairCode> = {
  "spi-part-unknown": {
    class: "board",
    meaning:
      "The flash that answers is none that flashrom, which reads and writes over SPI, can work with. Nothing was written.",
    fate: ({ flashId }) => (flashId === null ? "again" : "set-aside"),
    tell: ({ flashId }) =>
      flashId === null
        ? `The board's flash stopped answering over SPI. ${ONCE_MORE}`
        : `The repair does not know this board's flash. ${SET_ASIDE}`,
    spell: ({ flashId, parts }) => {
      if (parts.length > 0) {
        return `flashrom has several definitions of the flash: ${parts.map((part) => text(part, 40)).join(", ")}.`;
      }
      return flashId === null
        ? "flashrom found no flash on the SPI bus, though it had answered before."
        : `flashrom has no definition of a flash with the id ${text(flashId, 12)}.`;
    },
    cases: [
      {
        when: "nothing answered any more",
        holds: ({ flashId, parts }) => flashId === null && parts.length === 0,
        causes: [LOOSE_BUS, WEAK_SUPPLY, FAST_CLOCK],
        example: { code: "spi-part-unknown", flashId: null, parts: [] },
      },
      {
        when: "several definitions fit",
        holds: ({ parts }) => parts.length > 0,
        causes: [cause("station", "a flashrom that cannot tell parts of one id apart")],
        example: {
          code: "spi-part-unknown",
          flashId: "c22015",
          parts: ["MX25L1605", "MX25L1608D"],
        },
      },
      {
        when: "no definition fits",
        holds: always,
        causes: [
          cause("station", "a flashrom older than the flash part: a newer one may know it"),
          cause("flash", "a part that neither flashrom's tables nor its own (SFDP) describe"),
        ],
        example: { code: "spi-part-unknown", flashId: "0b4015", parts: [] },
      },
    ],
  },
  "spi-read-unstable": {
    class: "contact",
    meaning: "No two readings of one part of the flash over SPI agreed.",
    fate: tryAgain,
    tell: () => `The board cannot be read over SPI. ${ONCE_MORE}`,
    spell: ({ address, length, backup }) =>
      `No two readings of ${length} bytes at ${hexAddress(address)} agreed. ${
        backup === null
          ? "Nothing was written."
          : `The bootloader was written and is not proven: ${AGAIN}. ${keptIn(backup)}`
      }`,
    cases: [
      {
        when: "before the write",
        holds: ({ backup }) => backup === null,
        causes: [LOOSE_BUS, FAST_CLOCK, WEAK_SUPPLY],
        example: { code: "spi-read-unstable", address: 0x40000, length: 0x10000, backup: null },
      },
      {
        when: "after the write",
        holds: always,
        causes: [WEAK_SUPPLY, LOOSE_BUS, FAST_CLOCK],
        example: {
          code: "spi-read-unstable",
          address: 0x40000,
          length: 0x10000,
          backup: "backup/SN0001.bin",
        },
      },
    ],
  },
  "key-unproven": {
    class: "image",
    meaning:
      "Nothing that is left on the board shows its encryption key, so an image may be for another one. Nothing was written.",
    fate: setAside,
    tell: () => `Nothing on this board shows its encryption key. ${SET_ASIDE}`,
    spell: () =>
      "Neither app nor bootloader is left to show the board's key: who knows it answers for it with --key-known-by NAME.",
    cases: [
      {
        when: "always",
        holds: always,
        causes: [
          cause("handling", "a board that was erased as a whole"),
          cause("chip", "a module with its maker's own key"),
        ],
        example: { code: "key-unproven" },
      },
    ],
  },
  "spi-write-failed": {
    class: "board",
    meaning:
      "The bootloader could not be written over SPI. The flash as it was is kept in a file, and a second try may do.",
    fate: ({ problem }) => (problem === "protected" ? "set-aside" : "again"),
    tell: ({ problem }) =>
      problem === "protected"
        ? `The board's flash is locked. ${SET_ASIDE}`
        : `The bootloader could not be written. ${ONCE_MORE}`,
    spell: ({ problem, address, backup }) =>
      `flashrom ${WROTE[problem]}${address === null ? "" : ` at ${hexAddress(address)}`}: ${AGAIN}. ${keptIn(backup)}`,
    cases: [
      {
        when: "the flash is locked",
        holds: ({ problem }) => problem === "protected",
        causes: [
          cause(
            "flash",
            "locks that the status register keeps (SRP), or that flashrom does not know (CMP)",
          ),
        ],
        example: {
          code: "spi-write-failed",
          problem: "protected",
          address: 0,
          backup: "backup/SN0001.bin",
        },
      },
      {
        when: "always",
        holds: always,
        causes: [
          WEAK_SUPPLY,
          LOOSE_BUS,
          cause("flash", "locks that flashrom does not know (CMP), or a worn flash"),
        ],
        example: {
          code: "spi-write-failed",
          problem: "erase",
          address: 0x3000,
          backup: "backup/SN0001.bin",
        },
      },
    ],
  },
  "spi-verify-mismatch": {
    class: "board",
    meaning: "The whole flash, read back after the write over SPI, is not what it has to be.",
    fate: ({ place }) => (place === "elsewhere" ? "set-aside" : "again"),
    tell: ({ place }) =>
      place === "elsewhere"
        ? `The flash changed where nothing was written. ${SET_ASIDE}`
        : `The bootloader was not written well. ${ONCE_MORE}`,
    spell: ({ address, length, place, backup }) =>
      `${length} bytes from ${hexAddress(address)} on differ from ${place === "elsewhere" ? "what was there before" : "the image"}. ${keptIn(backup)}`,
    cases: [
      {
        when: "outside the bootloader",
        holds: ({ place }) => place === "elsewhere",
        causes: [
          cause(
            "flash",
            "an erase that took more than its sector, or a flash that loses its contents",
          ),
          WEAK_SUPPLY,
        ],
        example: {
          code: "spi-verify-mismatch",
          address: 0x11000,
          length: 0x1000,
          place: "elsewhere",
          backup: "backup/SN0001.bin",
        },
      },
      {
        when: "in the bootloader",
        holds: always,
        causes: [WEAK_SUPPLY, LOOSE_BUS, cause("flash", "a worn flash")],
        example: {
          code: "spi-verify-mismatch",
          address: 0x2000,
          length: 0x100,
          place: "bootloader",
          backup: "backup/SN0001.bin",
        },
      },
    ],
  },
};
