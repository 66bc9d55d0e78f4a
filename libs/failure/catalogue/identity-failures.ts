import { hexAddress } from "../../bytes/hex.ts";
import { always, type Entries, type FailureOf, SET_ASIDE, setAside } from "../catalogue-entry.ts";
import { cause } from "../cause.ts";
import { text } from "../spelling.ts";

type IdentityCode =
  | "identity-missing"
  | "identity-invalid"
  | "identity-conflict"
  | "identity-taken"
  | "identity-lost";

const FOUND = {
  blank: "is blank",
  foreign: "holds something else",
  "no-mac": "has no MAC",
  "shared-mac": "has a MAC that many boards share",
} as const;

const PROBLEMS = {
  "no-place": "this flash has no place for a calibration",
  blank:
    "the calibration is blank, and is never made from nothing: radio trim of the module is in it",
  foreign: "the calibration's place holds something else",
  "no-mac": "the calibration has no MAC of 6 bytes to be replaced",
  "bad-mac":
    "no board alone may have this MAC: all 00, all FF, C8:47:8C:00:00:00, or a group address",
} as const;

const LOST = {
  "not-here": "what it held before is not in this station's journal",
  "other-board":
    "what was saved before is of another board: this one has another flash or bootloader, or holds what no cut off write can have left",
} as const;

const spellHolder = ({ otherSerial }: FailureOf<"identity-taken">): string =>
  otherSerial === null ? "a serial yet to come" : `serial ${text(otherSerial)}`;

const spellFound = (expected: string, found: string | null): string => {
  if (found === null) return "none";
  return found === expected ? "the same, which many boards share" : text(found);
};

/** Failures of what each board has for itself, all before its first erase (firmware-formats.md section 9.4). */
export const IDENTITY_FAILURES: Entries<IdentityCode> = {
  "identity-missing": {
    class: "identity",
    meaning:
      "The board has no calibration with a MAC of its own, and the recipe asks for one (`calibration`). Nothing was erased.",
    fate: setAside,
    tell: () => `This board was never calibrated, or has lost it. ${SET_ASIDE}`,
    spell: ({ address, found }) =>
      `The calibration at ${hexAddress(address)} ${FOUND[found]}. Boards without one all answer to the same MAC.`,
    cases: [
      {
        when: "its place is blank",
        holds: ({ found }) => found === "blank",
        causes: [
          cause("chip", "a module that was never calibrated"),
          cause("chip", "a module whose whole flash was erased by another tool"),
        ],
        example: { code: "identity-missing", address: 0x1e0000, found: "blank" },
      },
      {
        when: "always",
        holds: always,
        causes: [
          cause("chip", "a module of another layout, or flashed before by another tool"),
          cause("handling", "a recipe for another module; `calibration: any` asks for none"),
        ],
        example: { code: "identity-missing", address: 0x1d0000, found: "foreign" },
      },
    ],
  },
  "identity-invalid": {
    class: "identity",
    meaning:
      "A value for this board alone cannot be put where the recipe wants it. Nothing was erased.",
    fate: setAside,
    tell: () => `This board cannot take its identity. ${SET_ASIDE}`,
    spell: ({ field, problem }) => `Field ${text(field)} cannot be written: ${PROBLEMS[problem]}.`,
    cases: [
      {
        when: "the value itself is no good",
        holds: ({ problem }) => problem === "bad-mac",
        causes: [cause("handling", "a wrong value in the pool of identities")],
        example: { code: "identity-invalid", field: "mac", problem: "bad-mac" },
      },
      {
        when: "always",
        holds: always,
        causes: [
          cause("chip", "a module that was never calibrated, or has lost its calibration"),
          cause("handling", "a recipe for a module of another layout"),
        ],
        example: { code: "identity-invalid", field: "mac", problem: "blank" },
      },
    ],
  },
  "identity-conflict": {
    class: "identity",
    meaning:
      "What belongs to this serial may be on another board already: its write was begun there. This one was given none of it; nothing was erased, unless the other run, of another lot, began after this one had met its board.",
    fate: setAside,
    tell: () => "Another board has this serial already. Check its label. Else call the engineer.",
    spell: ({ expected, found }) =>
      `The identity of this serial went to ${expected === found ? "a board" : "the board"} with MAC ${text(expected)}; this one has ${spellFound(expected, found)}. \`npx flashline identities settle\` decides.`,
    cases: [
      {
        when: "many boards share the MAC",
        holds: ({ expected, found }) => expected === found,
        causes: [
          cause("handling", "a module that was replaced, but kept the serial of the first"),
          cause("handling", "the same board, of a run that ended just before its write"),
        ],
        example: {
          code: "identity-conflict",
          expected: "000000000000",
          found: "000000000000",
        },
      },
      {
        when: "always",
        holds: always,
        causes: [
          cause("handling", "the label of another board, or a serial scanned twice"),
          cause("handling", "a module that was replaced, but kept the serial of the first"),
        ],
        example: {
          code: "identity-conflict",
          expected: "c8478ca1b2c3",
          found: "c8478ca1b2c4",
        },
      },
    ],
  },
  "identity-taken": {
    class: "identity",
    meaning: "The board has a MAC that belongs to another serial. Nothing was erased.",
    fate: setAside,
    tell: () => "This board has the MAC of another serial. Check its label. Else set it aside.",
    spell: (failure) => `MAC ${text(failure.mac)} belongs to ${spellHolder(failure)}.`,
    cases: [
      {
        when: "it belongs to a serial yet to come",
        holds: ({ otherSerial }) => otherSerial === null,
        causes: [cause("handling", "a list of MACs with one that a maker has given already")],
        example: { code: "identity-taken", mac: "c8478ca1b2c3", otherSerial: null },
      },
      {
        when: "always",
        holds: always,
        causes: [
          cause("handling", "the same board loaded twice, or two labels on one board"),
          cause("chip", "a MAC cloned by a full dump of another board"),
        ],
        example: { code: "identity-taken", mac: "c8478ca1b2c3", otherSerial: "SN0001" },
      },
    ],
  },
  "identity-lost": {
    class: "identity",
    meaning:
      "An earlier run ended in the middle of rewriting a sector of the board's own, and this station cannot restore it. Nothing was erased.",
    fate: setAside,
    tell: () => `An earlier run left this board half written. ${SET_ASIDE}`,
    spell: ({ address, reason }) =>
      `The sector at ${hexAddress(address)} may be half written, and ${LOST[reason]}.`,
    cases: [
      {
        when: "what was saved is not here",
        holds: ({ reason }) => reason === "not-here",
        causes: [
          cause("handling", "the earlier run was on another station: run the board there"),
          cause("station", "a journal that was moved or begun anew"),
        ],
        example: { code: "identity-lost", address: 0x1d0000, reason: "not-here" },
      },
      {
        when: "always",
        holds: always,
        causes: [cause("handling", "the label of another board, or a serial scanned twice")],
        example: { code: "identity-lost", address: 0x1d0000, reason: "other-board" },
      },
    ],
  },
};
