import type { Failure } from "./failure.ts";

const SUPPLY =
  "a weak 3.3 V supply (an adapter's own regulator is usually not enough; use a regulated one with common ground)";
const CONTACT = "a bad or loose contact of TX, RX or GND";
const WEAR = "a worn or defective flash";

/**
 * What usually lies behind a failure, likeliest first; phrases without a full stop. From the
 * failure catalogue of uart-protocol.md section 12.
 */
export const likelyCauses = (failure: Failure): readonly string[] => {
  switch (failure.code) {
    case "no-link":
      return failure.heard === 0
        ? [
            "no contact at TX (P11), RX (P10) or GND, or TX and RX swapped",
            "no reset: CEN or power did not move, or the chip stays fed through its UART pins",
            "reset at the wrong moment: link checks must flow before the chip starts",
            "CEN held low by the adapter's RTS",
            "no supply, or a weak one",
            "an erased or damaged bootloader",
          ]
        : [
            "the log port (UART2) or the application's output wired in place of UART1",
            "something else driving the lines, such as an MCU on the same module",
            "5 V or noise on RX, or a missing common ground",
            "no reset: the application goes on running",
          ];
    case "link-lost":
      return [SUPPLY, CONTACT, "an adapter that loses bytes at this baud rate"];
    case "board-restarted":
      return [SUPPLY, "a bouncing power or CEN contact", "RTS or DTR of the adapter pulling CEN"];
    case "wrong-chip":
      return ["a board of another type in the lot", "the wrong recipe for this lot"];
    case "unknown-chip":
      return ["a bootloader that is not in the tables", "a re-keyed chip", "a dead flash"];
    case "flash-unreadable":
      return [
        "a flash that does not answer (id 000000 or ffffff)",
        "a flash part not in the tables",
      ];
    case "read-mismatch":
      return [
        "bytes changed on the line (contact, noise, an adapter that loses bytes at this baud rate)",
        SUPPLY,
        "a flash that does not read the same twice",
      ];
    case "protected":
      return [
        "block protection the status register keeps (CMP or SRP set)",
        "a firmware that locks the flash again while it restarts",
      ];
    case "erase-failed":
      return [SUPPLY, "a protected range", WEAR];
    case "write-failed":
      return [SUPPLY, "bytes lost by the adapter at this baud rate", WEAR];
    case "verify-mismatch":
      return [
        WEAR,
        SUPPLY,
        "a flash that ignores erase or write",
        "the recipe naming another chip",
      ];
    case "stray-write":
      return [
        "bytes changed on the line (contact, noise, baud rate)",
        "a bootloader with another address rule",
      ];
    case "wrong-key":
      return ["an M in place of an N, or a module with its maker's own key"];
    case "bootloader-mismatch":
      return [
        "modules of another batch or maker",
        "a board flashed before with another bootloader",
      ];
    case "already-passed":
      return [
        "the same board loaded twice",
        "two labels on one board",
        "a MAC cloned by a full dump",
      ];
    case "boot-silent":
      return [
        "no contact at the log port (UART2 TX)",
        "a firmware that logs elsewhere or at another baud rate",
        "an image for another chip or key",
      ];
    case "boot-wrong":
      return ["another firmware version than the recipe expects", "a firmware that stops early"];
    case "boot-loop":
      return [SUPPLY, "an image for another chip or key", "missing or damaged calibration data"];
    case "port-gone":
      return failure.reason === "missing"
        ? ["the adapter is not plugged in, or at another USB position than the jig file says"]
        : [
            "a pulled or loose USB cable",
            "a USB hub without enough supply",
            "electrical noise at the relay",
          ];
    case "port-busy":
      return failure.reason === "in-use"
        ? ["a terminal program or a second station on the same port", "a modem service probing it"]
        : ["the user is not in the group that owns the port (often dialout)"];
    case "port-hung":
      return ["an adapter or its driver that stopped", "a USB hub in trouble"];
    case "relay-failed":
      return [
        "the relay's cable or supply",
        "a wrong line or command in the jig file",
        "missing permission",
      ];
    case "interrupted":
      return ["a crash, a kill or a power cut of the station"];
    case "journal-failed":
      return ["a full, read-only or failing disk", "a data folder that another user owns"];
    case "backup-failed":
      return [
        "a full, read-only or failing disk",
        "a folder that is missing or that another user owns",
      ];
    case "image-changed":
      return ["the file was replaced after the lot began", "a damaged copy"];
    case "lease-lost":
      return [
        "Redis or the network was away for longer than the lease",
        "the station's process was held up",
      ];
    case "internal":
      return ["a fault of the program: keep its log and the journal"];
  }
};
