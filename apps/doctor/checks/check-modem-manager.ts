import { join } from "node:path";
import type { PortInfo } from "../../../libs/adapters/port-info.ts";
import { readAttribute } from "../../../libs/adapters/read-attribute.ts";
import type { Check } from "../examination.ts";
import type { Remark } from "../finding.ts";
import { readText } from "../read-text.ts";
import { installRule } from "../udev-rule.ts";

/** Programs that take any adapter they see. */
export const checkModemManager: Check = async ({ machine, ports, processes }) => {
  const running = (name: string): boolean => processes.some((process) => process.name === name);
  const adapters = ports.flatMap(({ info }) => (info?.usb === undefined ? [] : [info]));
  if (adapters.length === 0) return [];
  const remarks: Remark[] = [];
  if (running("ModemManager")) {
    const kept = await Promise.all(adapters.map((port) => isKeptFromModems(machine.root, port)));
    if (kept.includes(false)) {
      remarks.push({
        level: "warning",
        what: "ModemManager is running and may open adapters when they are plugged in: it sends commands to boards.",
        remedy:
          "Install the udev rule, which keeps it away from serial adapters; or stop it for good.",
        commands: [...installRule(machine.home), "sudo systemctl disable --now ModemManager"],
      });
    }
  }
  if (running("brltty")) {
    remarks.push({
      level: "warning",
      what: "brltty (for Braille displays) is running: it takes CH340 and CP210x adapters away, so that their ports vanish.",
      remedy: "Remove it, then plug the adapters in again.",
      commands: ["sudo apt-get remove -y brltty"],
    });
  }
  return remarks.length > 0
    ? remarks
    : [{ level: "ok", what: "neither ModemManager nor brltty takes adapters" }];
};

/** By udev's database: of the tty, or of the USB device that it belongs to. */
const isKeptFromModems = async (root: string, port: PortInfo): Promise<boolean> => {
  const [adapter] = port.usb?.chain ?? [];
  const tty = port.device.slice(port.device.lastIndexOf("/") + 1);
  const numbers = await Promise.all([
    readAttribute(join(root, "sys/class/tty", tty, "dev")),
    readAttribute(join(root, "sys/bus/usb/devices", adapter?.name ?? "", "dev")),
  ]);
  const entries = await Promise.all(
    numbers
      .filter((number) => number !== undefined && /^\d+:\d+$/.test(number))
      .map((number) => readText(join(root, "run/udev/data", `c${number}`))),
  );
  return entries.some((entry) => /^E:ID_MM_(DEVICE|PORT)_IGNORE=1$/m.test(entry ?? ""));
};
