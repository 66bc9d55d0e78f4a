import { checkUsbBudget } from "../../../libs/adapters/usb-budget.ts";
import type { Check } from "../examination.ts";

/** A recipe that is not known is taken to ask for what most do. */
const USUAL_BAUD = 921600;
/** Logs come at the chips' own rate, and only now and then; a relay board hardly ever says a thing. */
const QUIET_BAUD = { log: 115200, relay: 9600 } as const;

/** What the fixtures want at once, USB carries. */
export const checkUsb: Check = async ({ ports, bauds }) => {
  const uses = ports.flatMap(({ fixture, role, info }) => {
    if (info?.usb === undefined) return [];
    const baud = role === "flash" ? (bauds.get(fixture) ?? USUAL_BAUD) : QUIET_BAUD[role];
    return [{ name: `${fixture} ${role}`, usb: info.usb, baud }];
  });
  if (uses.length === 0) return [];
  const warnings = checkUsbBudget(uses);
  if (warnings.length === 0) return [{ level: "ok", what: "USB carries all ports at once" }];
  return warnings.map(({ problem, remedy }) => ({ level: "warning", what: problem, remedy }));
};
