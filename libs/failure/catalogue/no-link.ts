import {
  always,
  type CatalogueEntry,
  type FailureOf,
  nextTry,
  tryAgain,
} from "../catalogue-entry.ts";
import { type Cause, cause, LOSSY_ADAPTER } from "../cause.ts";
import { text } from "../spelling.ts";

type NoLink = FailureOf<"no-link">;

const starts = ({ log }: NoLink): boolean => log === "jump" || log === "app";

const ECHO_WORDS = {
  wire: " Link checks came back as they were sent.",
  firmware: " Link checks were answered, a bootloader's commands were not.",
} as const;

const NO_RESET = cause(
  "reset-timing",
  "no reset: power or CEN did not move for long enough, or the chip stays fed through its UART pins",
);
const WRONG_MOMENT = cause(
  "reset-timing",
  "reset at the wrong moment: link checks must flow before the chip starts",
);
const LOG_ON_FLASH_PORT = cause(
  "contact",
  "the log (UART2) wired to the flash port in place of UART1",
);

/** Nothing was heard on the flash port, and nobody listens to the log. */
const UNHEARD: readonly Cause[] = [
  cause("contact", "no contact at TX (P11), RX (P10) or GND, or TX and RX swapped"),
  cause("supply", "no supply, or a weak one"),
  WRONG_MOMENT,
  NO_RESET,
  cause("contact", "CEN without contact, or held low by the adapter's RTS"),
  cause("chip", "an erased or damaged bootloader, on chips whose download mode lives in it"),
];

/** Nothing on either port: as good as dead. */
const DEAD: readonly Cause[] = [
  cause("contact", "no board in the nest, or one without contact"),
  cause("supply", "no supply, or a weak one"),
  cause("contact", "CEN held low, by the adapter's RTS or a short"),
  NO_RESET,
  WRONG_MOMENT,
  cause("contact", "no contact at TX (P11), on chips whose download mode says nothing on the log"),
  cause("chip", "an erased or damaged bootloader, on chips whose download mode lives in it"),
  cause("flash", "a dead flash, on the same chips"),
];

/** The same where the chip is, or may be, one whose bootloader would have been heard on the log. */
const BRICK: readonly Cause[] = [
  cause("contact", "no board in the nest, or one without contact"),
  cause("chip", "a brick: a BK7231T whose bootloader is erased, damaged or under another key"),
  cause("supply", "no supply, or a weak one"),
  cause("contact", "CEN held low, by the adapter's RTS or a short"),
  NO_RESET,
  cause("flash", "a dead flash"),
];

/** How the fixture's board gets a bootloader again; its jig and image only people know. */
const unbrickWords = (fixture: string): string =>
  ` A BK7231T with power and contact is then probably bricked, and gets its bootloader again in a fixture with spi: npx flashline unbrick --jig FILE --fixture ${text(fixture)} --image FILE.`;

/** What lies behind a board that never answers (uart-protocol.md sections 6 and 12). */
export const NO_LINK: CatalogueEntry<NoLink> = {
  class: "contact",
  meaning: "The board gave no valid answer to a link check in any of the link attempts.",
  fate: tryAgain,
  tell: (failure, next) => {
    if (starts(failure)) return `The board starts but does not answer. ${nextTry(next)}`;
    const brick =
      failure.brickIn === undefined ? "" : " It may be bricked: keep it for the engineer.";
    return `No answer from the board. ${nextTry(next)}${brick}`;
  },
  spell: ({ attempts, heard, echo, log, brickIn }) => {
    const onLog = log === undefined ? "" : `; on the log port the board got to: ${log}`;
    const echoed = echo === undefined ? "" : ECHO_WORDS[echo];
    return `No valid answer in ${attempts} link attempts; ${heard} bytes heard that were no answer${onLog}.${echoed}${brickIn === undefined ? "" : unbrickWords(brickIn)}`;
  },
  cases: [
    {
      when: "link checks came back as they were sent",
      holds: ({ echo }) => echo === "wire",
      causes: [
        cause("contact", "TX and RX joined: a board seated askew, a solder bridge, a jumper"),
      ],
      example: { code: "no-link", attempts: 3, heard: 4210, echo: "wire" },
    },
    {
      when: "link checks were answered, a bootloader's commands were not",
      holds: ({ echo }) => echo === "firmware",
      causes: [
        cause(
          "reset-timing",
          "no reset: RF-test or other firmware that echoes link checks goes on running",
        ),
        cause("handling", "a board of another family"),
        cause("chip", "RF-test firmware in place of the bootloader"),
      ],
      example: { code: "no-link", attempts: 3, heard: 0, echo: "firmware" },
    },
    {
      when: "the log port shows that the board starts, and nothing was heard",
      holds: (failure) => starts(failure) && failure.heard === 0,
      causes: [
        cause("contact", "no contact at RX (P10) or TX (P11), or the two swapped: it has power"),
        WRONG_MOMENT,
        NO_RESET,
        cause("adapter", "an adapter that sends late or not at all"),
      ],
      example: { code: "no-link", attempts: 3, heard: 0, log: "app" },
    },
    {
      when: "the log port shows that the board starts, and something was heard",
      holds: starts,
      causes: [
        LOG_ON_FLASH_PORT,
        cause("contact", "no contact at RX (P10): the chip hears nothing"),
        cause("reset-timing", "no reset: the application goes on running and talks"),
        LOSSY_ADAPTER,
      ],
      example: { code: "no-link", attempts: 3, heard: 212, log: "app" },
    },
    {
      when: "the log port shows a bootloader that waits",
      holds: ({ log }) => log === "bootloader",
      causes: [
        cause(
          "contact",
          "noise or another device on RX (P10): bytes that are no link check hold the bootloader",
        ),
        cause("contact", "no contact at TX (P11): it may answer unheard"),
        LOSSY_ADAPTER,
      ],
      example: { code: "no-link", attempts: 3, heard: 0, log: "bootloader" },
    },
    {
      when: "nothing was heard, on the log port neither, of a chip that lives, or may live, by its bootloader",
      holds: ({ brickIn }) => brickIn !== undefined,
      causes: BRICK,
      example: { code: "no-link", attempts: 3, heard: 0, log: "nothing", brickIn: "F03" },
    },
    {
      when: "nothing was heard, on the log port neither",
      holds: ({ heard, log }) => heard === 0 && log === "nothing",
      causes: DEAD,
      example: { code: "no-link", attempts: 3, heard: 0, log: "nothing" },
    },
    {
      when: "nothing was heard",
      holds: ({ heard }) => heard === 0,
      causes: UNHEARD,
      example: { code: "no-link", attempts: 3, heard: 0 },
    },
    {
      when: "something was heard that is no answer",
      holds: always,
      causes: [
        LOG_ON_FLASH_PORT,
        cause("contact", "another device driving the lines, such as an MCU on the same module"),
        cause("contact", "noise or 5 V on RX, or a missing common ground"),
        cause("reset-timing", "no reset: the application goes on running and talks"),
        LOSSY_ADAPTER,
      ],
      example: { code: "no-link", attempts: 3, heard: 212 },
    },
  ],
};
