import {
  always,
  type Entries,
  nextTry,
  SET_ASIDE,
  setAside,
  tryAgain,
} from "../catalogue-entry.ts";
import { cause, WEAK_SUPPLY } from "../cause.ts";
import { reason, text } from "../spelling.ts";

type SpiCode = "spi-silent" | "spi-unstable" | "spi-wrong-flash" | "spi-failed";

const NO_CONTACT = cause(
  "contact",
  "no contact at SCK (P20), CSN (P21), MOSI (P22), MISO (P23), CEN or GND, or two of them swapped",
);
const NO_RESTART = cause(
  "reset-timing",
  "no restart: power or CEN did not move for long enough, or the chip stays fed through its other pins",
);
const FAST_CLOCK = cause(
  "adapter",
  "an SPI clock too fast for the wires: 30000 Hz is what others use",
);

/** They fail unbricks alone. */
const ONCE_MORE = nextTry("unbrick");

const mebibytes = (bytes: number): string => `${bytes / 0x100000} MiB`;

/** Failures of SPI mode, the way back for a board without a bootloader (uart-protocol.md section 9). */
export const SPI_FAILURES: Entries<SpiCode> = {
  "spi-silent": {
    class: "contact",
    meaning: "The board's chip did not come into SPI mode: no flash answered on the SPI bus.",
    fate: tryAgain,
    tell: () => `No answer from the board over SPI. ${ONCE_MORE}`,
    spell: ({ tries, level, echo }) =>
      `Only ${text(level)} were read on the SPI bus in ${tries} tries at SPI mode${echo ? "; the pattern that calls the chip came back" : ""}.`,
    cases: [
      {
        when: "the pattern came back",
        holds: ({ echo }) => echo,
        causes: [
          cause("contact", "MOSI and MISO joined: a board seated askew, a solder bridge, a jumper"),
          cause("flash", "a dead flash: the chip is in SPI mode, its flash says nothing"),
        ],
        example: { code: "spi-silent", tries: 10, level: "zeros", echo: true },
      },
      {
        when: "nothing came back",
        holds: always,
        causes: [
          NO_CONTACT,
          NO_RESTART,
          WEAK_SUPPLY,
          cause("handling", "a board whose chip has no SPI mode, or no board in the nest"),
          FAST_CLOCK,
          cause("flash", "a dead flash"),
        ],
        example: { code: "spi-silent", tries: 10, level: "ones", echo: false },
      },
    ],
  },
  "spi-unstable": {
    class: "contact",
    meaning: "Something answers on the SPI bus, but never twice with the same id of a flash.",
    fate: tryAgain,
    tell: () => `The board cannot be read over SPI. ${ONCE_MORE}`,
    spell: ({ tries, ids }) =>
      `No flash id was read twice alike in ${tries} tries at SPI mode; read: ${ids.map((id) => text(id, 12)).join(", ")}.`,
    cases: [
      {
        when: "always",
        holds: always,
        causes: [
          cause("contact", "a loose or floating wire, long wires, or a missing common ground"),
          FAST_CLOCK,
          WEAK_SUPPLY,
          cause("contact", "another device driving the lines, such as an MCU on the same module"),
        ],
        example: { code: "spi-unstable", tries: 10, ids: ["eb6015", "f5b00a"] },
      },
    ],
  },
  "spi-wrong-flash": {
    class: "board",
    meaning:
      "The flash that answers on the SPI bus is not one of a board like this. Nothing was written.",
    fate: setAside,
    tell: () => `Another flash chip answers over SPI. ${SET_ASIDE}`,
    spell: ({ flashId, flashPart, flashBytes, expectedBytes }) => {
      const size = flashBytes === null ? "size unknown" : mebibytes(flashBytes);
      const part = flashPart === null ? "a part in no table" : text(flashPart);
      return `The flash on the SPI bus has the id ${text(flashId, 12)} (${part}, ${size}); it should be a known part of ${mebibytes(expectedBytes)}.`;
    },
    cases: [
      {
        when: "no table knows it",
        holds: ({ flashPart }) => flashPart === null,
        causes: [
          cause("contact", "bits read too early or too late: clock too fast, or lines swapped"),
          cause("flash", "a flash part that is not in the tables: please send in its id"),
        ],
        example: {
          code: "spi-wrong-flash",
          flashId: "0b5015",
          flashPart: null,
          flashBytes: 0x200000,
          expectedBytes: 0x200000,
        },
      },
      {
        when: "another part",
        holds: always,
        causes: [
          cause("handling", "a board of another type, or another fixture's SPI wires"),
          cause("contact", "another SPI flash on the same bus"),
        ],
        example: {
          code: "spi-wrong-flash",
          flashId: "c84016",
          flashPart: "GD25Q32E",
          flashBytes: 0x400000,
          expectedBytes: 0x200000,
        },
      },
    ],
  },
  "spi-failed": {
    class: "fixture",
    meaning: "The fixture's SPI adapter cannot be used, or failed in use.",
    fate: tryAgain,
    tell: () => "The fixture's SPI adapter failed. Call the engineer.",
    spell: ({ bus, reason: why }) => `SPI adapter ${text(bus, 120)} failed: ${reason(why)}.`,
    cases: [
      {
        when: "always",
        holds: always,
        causes: [
          cause("station", "an adapter or its driver that is not set up, or not there"),
          cause("station", "another program that uses the adapter"),
          cause("adapter", "a loose USB cable, where the adapter has one"),
        ],
        example: { code: "spi-failed", bus: "/dev/spidev0.0", reason: "no such file" },
      },
    ],
  },
};
