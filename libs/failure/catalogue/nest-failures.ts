import { always, type Entries, type FailureOf, tryAgain } from "../catalogue-entry.ts";
import { cause } from "../cause.ts";
import { reason, text } from "../spelling.ts";

type NestCode = "port-gone" | "port-busy" | "port-hung" | "relay-failed";

const TELL_GONE = {
  missing: "The fixture's USB adapter is not there. Plug it in, then run the board again.",
  unplugged: "The fixture's USB adapter was unplugged. Plug it in, then run the board again.",
  "other-adapter":
    "Another USB adapter is in this fixture's place. Plug it in where it was, then run the board again.",
} as const;

const spellGone = (failure: FailureOf<"port-gone">): string => {
  switch (failure.reason) {
    case "missing":
      return "is missing";
    case "unplugged":
      return "is gone: unplugged in mid-run";
    case "other-adapter":
      return `was ${text(failure.expected, 120)} and is ${text(failure.found, 120)} now`;
  }
};

/** Failures of a nest's ports and switches (hardware.md). */
export const NEST_FAILURES: Entries<NestCode> = {
  "port-gone": {
    class: "fixture",
    meaning:
      "A port of the fixture is missing, went away in the middle of a run, or is another adapter's now.",
    fate: tryAgain,
    tell: ({ reason: how }) => TELL_GONE[how],
    spell: (failure) => `Port ${text(failure.port, 120)} ${spellGone(failure)}.`,
    cases: [
      {
        when: "another adapter answers to its name",
        holds: ({ reason: how }) => how === "other-adapter",
        causes: [
          cause("adapter", "adapters that changed places or were plugged in in another order"),
          cause(
            "station",
            "a port named as /dev/ttyUSBn: name it by /dev/serial/by-path, which stays with the socket",
          ),
          cause("station", "an adapter that was replaced: start the lot again to accept it"),
        ],
        example: {
          code: "port-gone",
          port: "/dev/ttyUSB0",
          reason: "other-adapter",
          expected: "0403:6001 serial A50285BI at 1-2:1.0/0",
          found: "0403:6001 serial A50285BX at 1-3:1.0/0",
        },
      },
      {
        when: "missing from the start",
        holds: ({ reason: how }) => how === "missing",
        causes: [
          cause(
            "adapter",
            "the adapter is not plugged in, or at another USB position than the jig file says",
          ),
        ],
        example: { code: "port-gone", port: "/dev/ttyUSB0", reason: "missing" },
      },
      {
        when: "gone in the middle of a run",
        holds: always,
        causes: [
          cause("adapter", "a pulled or loose USB cable"),
          cause("adapter", "a USB hub without enough supply"),
          cause("station", "electrical noise at the relay"),
        ],
        example: { code: "port-gone", port: "/dev/ttyUSB0", reason: "unplugged" },
      },
    ],
  },
  "port-busy": {
    class: "fixture",
    meaning: "A port of the fixture cannot be opened: someone else has it, or the station may not.",
    fate: tryAgain,
    tell: ({ reason: how }) =>
      how === "in-use"
        ? "Another program uses the fixture's port. Close it, then run the board again."
        : "The station may not open the fixture's port. Call the engineer.",
    spell: ({ port, reason: how }) =>
      `Port ${text(port, 120)} cannot be opened: ${how === "in-use" ? "in use" : "permission denied"}.`,
    cases: [
      {
        when: "in use",
        holds: ({ reason: how }) => how === "in-use",
        causes: [
          cause("station", "a terminal program or a second station on the same port"),
          cause("station", "a modem service probing it"),
        ],
        example: { code: "port-busy", port: "/dev/ttyUSB0", reason: "in-use" },
      },
      {
        when: "permission denied",
        holds: always,
        causes: [
          cause("station", "the user is not in the group that owns the port (often dialout)"),
        ],
        example: { code: "port-busy", port: "/dev/ttyUSB0", reason: "denied" },
      },
    ],
  },
  "port-hung": {
    class: "fixture",
    meaning: "A call to a port of the fixture did not come back.",
    fate: tryAgain,
    tell: () => "The fixture's USB adapter hangs. Unplug it, plug it in, then run the board again.",
    spell: ({ port, waitedMs }) =>
      `Port ${text(port, 120)} did not finish a call within ${waitedMs} ms.`,
    cases: [
      {
        when: "always",
        holds: always,
        causes: [
          cause("adapter", "an adapter or its driver that stopped"),
          cause("adapter", "a USB hub in trouble"),
        ],
        example: { code: "port-hung", port: "/dev/ttyUSB0", waitedMs: 3000 },
      },
    ],
  },
  "relay-failed": {
    class: "fixture",
    meaning: "The fixture's power or reset could not be switched; the board may still have power.",
    fate: tryAgain,
    tell: () =>
      "The fixture's power switch failed. The board may still have power. Call the engineer.",
    spell: ({ control, reason: why }) => `Control ${text(control, 120)} failed: ${reason(why)}.`,
    cases: [
      {
        when: "the relay board is not there",
        holds: ({ reason: why }) => /\b(is not there|was unplugged|is missing)\b/.test(why),
        causes: [
          cause(
            "station",
            "a relay board that is not plugged in, or at another USB position than the jig file says",
          ),
        ],
        example: {
          code: "relay-failed",
          control: "lcus channel 3 of /dev/ttyUSB8",
          reason: "the board's port is not there: plug the board in",
        },
      },
      {
        when: "the port has no such lines",
        holds: ({ reason: why }) => why.includes("no modem lines"),
        causes: [cause("station", "a port without RTS and DTR, such as a pseudo-terminal")],
        example: {
          code: "relay-failed",
          control: "RTS and DTR of /dev/pts/3",
          reason:
            "this port has no modem lines: choose another power or reset kind in the jig file",
        },
      },
      {
        when: "always",
        holds: always,
        causes: [
          cause("station", "the relay's cable or supply"),
          cause("station", "a wrong line, channel, model or command in the jig file"),
          cause("station", "missing permission"),
        ],
        example: { code: "relay-failed", control: "gpio 17", reason: "no such line" },
      },
    ],
  },
};
