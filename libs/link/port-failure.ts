import type { StationFailure } from "../failure/failure.ts";
import type { PortError } from "./serial-link.ts";

/** What a run's record says of a port that failed. */
export const portFailure = ({ path: port, trouble }: PortError): StationFailure => {
  switch (trouble.kind) {
    case "missing":
    case "unplugged":
      return { code: "port-gone", port, reason: trouble.kind };
    case "busy":
      return { code: "port-busy", port, reason: "in-use" };
    case "denied":
      return { code: "port-busy", port, reason: "denied" };
    case "hung":
      return { code: "port-hung", port, waitedMs: trouble.waitedMs };
    case "no-modem-lines":
      return {
        code: "relay-failed",
        control: `RTS and DTR of ${port}`,
        reason: "this port has no modem lines: choose another power or reset kind in the jig file",
      };
    case "baud-refused":
    case "other":
      return { code: "internal", reason: `${port}: ${trouble.text}` };
  }
};
