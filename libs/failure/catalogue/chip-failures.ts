import {
  always,
  type Entries,
  nextTry,
  SET_ASIDE,
  setAside,
  tryAgain,
} from "../catalogue-entry.ts";
import { cause } from "../cause.ts";
import { reason, text } from "../spelling.ts";

/** Ids of a flash that does not answer. */
const UNANSWERED: ReadonlySet<string> = new Set(["000000", "ffffff"]);

/** CRC-32 of 257 or 256 bytes of 00. */
const ZEROS: ReadonlySet<string> = new Set(["b7bfa0ce", "0d968558"]);

type ChipCode =
  | "wrong-chip"
  | "unknown-chip"
  | "flash-unreadable"
  | "wrong-key"
  | "bootloader-mismatch"
  | "already-passed"
  | "mac-at-work"
  | "already-cloned";

const isMissing = (found: string): boolean => found.startsWith("missing");

/** Failures of who the board is, all before its first erase (uart-protocol.md section 7). */
export const CHIP_FAILURES: Entries<ChipCode> = {
  "wrong-chip": {
    class: "image",
    meaning: "The board carries another chip than the recipe is for. Nothing was erased.",
    fate: setAside,
    tell: ({ found, expected }) =>
      `Wrong chip: ${text(found, 24)}, not ${text(expected, 15)}. Take it out. Check that boards and recipe belong together.`,
    spell: ({ found, expected }) =>
      `The recipe is for ${text(expected)}, the board is ${text(found)}.`,
    cases: [
      {
        when: "always",
        holds: always,
        causes: [
          cause("chip", "a module of another type in the lot"),
          cause("handling", "the wrong recipe for this lot"),
        ],
        example: { code: "wrong-chip", expected: "BK7231N", found: "BK7231T" },
      },
    ],
  },
  "unknown-chip": {
    class: "board",
    meaning:
      "Chip, bootloader or flash part is not in the tables, and no rule makes it safe to go on. Nothing was erased.",
    fate: setAside,
    tell: () => `A part of this board is unknown: chip or flash. ${SET_ASIDE}`,
    spell: ({ fingerprint, detail }) =>
      `No table and no rule fits this board, bootloader fingerprint ${text(fingerprint)}: ${reason(detail)}. Please send in this line, the marking on the module and a dump of it.`,
    cases: [
      {
        when: "the flash's id is in no table",
        holds: ({ detail }) => detail.startsWith("flash id "),
        causes: [
          cause("flash", "a flash part that is not in the tables"),
          cause("contact", "bytes changed on the line"),
        ],
        example: {
          code: "unknown-chip",
          fingerprint: "e14191ba",
          detail: "flash id 0b5015 names no size",
        },
      },
      {
        when: "always",
        holds: always,
        causes: [
          cause("chip", "a chip or bootloader that is not in the tables"),
          cause("chip", "a module with its maker's own key"),
          cause("flash", "a flash that answers wrongly"),
        ],
        example: {
          code: "unknown-chip",
          fingerprint: "2f72e071",
          detail: "bootloader version not told",
        },
      },
    ],
  },
  "flash-unreadable": {
    class: "board",
    meaning: "The chip answers, but its flash does not: all zeros, or an id that nobody has.",
    fate: tryAgain,
    tell: (_, next) => `The board's flash does not answer. ${nextTry(next)}`,
    spell: ({ flashId, fingerprint }) =>
      `The flash cannot be read: flash id ${text(flashId)}, bootloader fingerprint ${text(fingerprint)}.`,
    cases: [
      {
        when: "the flash gives nothing",
        holds: ({ flashId }) => UNANSWERED.has(flashId),
        causes: [
          cause("flash", "a flash that does not answer: dead, or not soldered"),
          cause("supply", "a supply too weak for the flash"),
        ],
        example: { code: "flash-unreadable", fingerprint: "b7bfa0ce", flashId: "000000" },
      },
      {
        when: "the flash gives its id, and zeros for contents",
        holds: ({ fingerprint }) => ZEROS.has(fingerprint),
        causes: [
          cause("flash", "contents overwritten with zeros, or cells that have lost them"),
          cause("supply", "a supply too weak for the flash"),
        ],
        example: { code: "flash-unreadable", fingerprint: "b7bfa0ce", flashId: "eb6015" },
      },
      {
        when: "the flash gives an id",
        holds: always,
        causes: [
          cause("flash", "a flash part that is not in the tables"),
          cause("contact", "bytes changed on the line"),
        ],
        example: { code: "flash-unreadable", fingerprint: "e14191ba", flashId: "0b5015" },
      },
    ],
  },
  "wrong-key": {
    class: "image",
    meaning: "The board's encryption key is not the one the image is made for: it would not start.",
    fate: setAside,
    tell: () => `The board has another encryption key. ${SET_ASIDE}`,
    spell: ({ found, expected, over }) =>
      over === "spi"
        ? `The code on the board is stored under ${text(found)}, the image's under ${text(expected)}.`
        : `The board's key is ${text(found)}, the image needs ${text(expected)}.`,
    cases: [
      {
        when: "over SPI",
        holds: ({ over }) => over === "spi",
        causes: [
          cause("chip", "a chip whose code has no key, such as a BK7231U, in place of a T"),
          cause("chip", "a module with its maker's own key"),
          cause("handling", "an app of another chip or key, written to this board by mistake"),
        ],
        example: {
          code: "wrong-key",
          expected: "the default key",
          found: "no key",
          over: "spi",
        },
      },
      {
        when: "always",
        holds: always,
        causes: [
          cause("chip", "an M in place of an N, or a module with its maker's own key"),
          cause("image", "an image made for another key"),
        ],
        example: {
          code: "wrong-key",
          expected: "the default key",
          found: "another key",
        },
      },
    ],
  },
  "bootloader-mismatch": {
    class: "image",
    meaning: "The board's bootloader is not one the image runs on, and the recipe keeps it.",
    fate: setAside,
    tell: ({ found }) =>
      `The board has ${isMissing(found) ? "no bootloader" : "another bootloader"}. ${SET_ASIDE}`,
    spell: ({ found, expected }) =>
      `The board's bootloader is ${text(found)}, expected ${text(expected)}.`,
    cases: [
      {
        when: "there is no bootloader",
        holds: ({ found }) => isMissing(found),
        causes: [
          cause("chip", "a module erased earlier, or never flashed"),
          cause("image", "an application alone, where a full image and `bootloader: write` is due"),
        ],
        example: {
          code: "bootloader-mismatch",
          expected: "one, as the recipe keeps it",
          found: "missing: the flash is blank",
        },
      },
      {
        when: "always",
        holds: always,
        causes: [
          cause(
            "chip",
            "modules of another batch or maker, or flashed before with another bootloader",
          ),
          cause("image", "an image built for another bootloader"),
        ],
        example: { code: "bootloader-mismatch", expected: "1.0.8", found: "BK7231S_1.0.5" },
      },
    ],
  },
  "already-passed": {
    class: "identity",
    meaning:
      "A board with this MAC already passed in this lot under another serial. Nothing was erased.",
    fate: setAside,
    tell: ({ otherSerial }) =>
      `This board already passed as ${text(otherSerial, 24)}. Check its label: each board needs one serial of its own.`,
    spell: ({ mac, otherSerial }) =>
      `MAC ${text(mac)} already passed in this lot as serial ${text(otherSerial)}.`,
    cases: [
      {
        when: "always",
        holds: always,
        causes: [
          cause("handling", "the same board loaded twice, or two labels on one board"),
          cause("chip", "a MAC cloned by a full dump of another board"),
        ],
        example: { code: "already-passed", mac: "c8478ca1b2c3", otherSerial: "SN0001" },
      },
    ],
  },
  "mac-at-work": {
    class: "identity",
    meaning:
      "A run of another serial of the lot, which has not ended, has a board with the same MAC before it. Nothing was erased.",
    fate: setAside,
    tell: ({ otherSerial }) =>
      `Another board, ${text(otherSerial, 24)}, has the same MAC. Set both aside for the engineer.`,
    spell: ({ mac, otherSerial }) =>
      `MAC ${text(mac)} is also that of the board of serial ${text(otherSerial)}, whose run has not ended.`,
    cases: [
      {
        when: "always",
        holds: always,
        causes: [
          cause("chip", "two modules with one MAC: copied from a full dump, or made so"),
          cause(
            "handling",
            "the same board under another serial, after a run that was cut off and not closed yet",
          ),
        ],
        example: { code: "mac-at-work", mac: "c8478ca1b2c3", otherSerial: "SN0001" },
      },
    ],
  },
  "already-cloned": {
    class: "identity",
    meaning:
      "The recipe copies a whole dump (`clone: true`), and the board bears the dump's MAC already, not by a run of this serial at this station. Nothing was erased.",
    fate: setAside,
    tell: () =>
      "This board was copied before. Check its label: each board needs one serial of its own.",
    spell: ({ mac }) =>
      `MAC ${text(mac)} is the dump's own: which of its copies this board is cannot be told.`,
    cases: [
      {
        when: "always",
        holds: always,
        causes: [
          cause("handling", "a board that was copied under another serial, loaded once more"),
          cause(
            "handling",
            "the very board the dump was read from, or one copied at another station",
          ),
        ],
        example: { code: "already-cloned", mac: "c8478ca1b2c3" },
      },
    ],
  },
};
