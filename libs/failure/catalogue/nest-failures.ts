import { always, type Entries } from "../catalogue-entry.ts";
import { cause } from "../cause.ts";
import { reason, text } from "../spelling.ts";

type NestCode = "port-gone" | "port-busy" | "port-hung" | "relay-failed";

/** Failures of a nest's ports and switches (hardware.md). */
export const NEST_FAILURES: Entries<NestCode> = {
  "port-gone": {
    meaning: "A port of the fixture is missing, or went away in the middle of a run.",
    tell: ({ reason: how }) =>
      how === "missing"
        ? "The fixture's USB adapter is not there. Plug it in, then run the board again."
        : "The fixture's USB adapter was unplugged. Plug it in, then run the board again.",
    spell: ({ port, reason: how }) =>
      `Port ${text(port, 120)} is ${how === "missing" ? "missing" : "gone: unplugged in mid-run"}.`,
    cases: [
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
    meaning: "A port of the fixture cannot be opened: someone else has it, or the station may not.",
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
    meaning: "A call to a port of the fixture did not come back.",
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
    meaning: "The fixture's power or reset could not be switched; the board may still have power.",
    tell: () =>
      "The fixture's power switch failed. The board may still have power. Call the engineer.",
    spell: ({ control, reason: why }) => `Control ${text(control, 120)} failed: ${reason(why)}.`,
    cases: [
      {
        when: "always",
        holds: always,
        causes: [
          cause("station", "the relay's cable or supply"),
          cause("station", "a wrong line or command in the jig file"),
          cause("station", "missing permission"),
        ],
        example: { code: "relay-failed", control: "gpio 17", reason: "no such line" },
      },
    ],
  },
};
