import { expect, test } from "vitest";
import { portFailure } from "../../../libs/link/port-failure.ts";
import { PortError, type PortTrouble } from "../../../libs/link/serial-link.ts";

test.each<[PortTrouble, object]>([
  [{ kind: "missing" }, { code: "port-gone", port: "P", reason: "missing" }],
  [{ kind: "unplugged" }, { code: "port-gone", port: "P", reason: "unplugged" }],
  [{ kind: "busy" }, { code: "port-busy", port: "P", reason: "in-use" }],
  [{ kind: "denied" }, { code: "port-busy", port: "P", reason: "denied" }],
  [
    { kind: "hung", waitedMs: 5000 },
    { code: "port-hung", port: "P", waitedMs: 5000 },
  ],
  [{ kind: "no-modem-lines" }, { code: "relay-failed", control: "RTS and DTR of P" }],
  [
    { kind: "baud-refused", text: "slow" },
    { code: "internal", reason: "P: slow" },
  ],
  [
    { kind: "other", text: "odd" },
    { code: "internal", reason: "P: odd" },
  ],
])("%o", (trouble, failure) => {
  expect(portFailure(new PortError("P", trouble))).toMatchObject(failure);
});
