import { join } from "node:path";
import { readAttribute } from "../../../libs/adapters/read-attribute.ts";
import type { Check } from "../examination.ts";
import { installRule } from "../udev-rule.ts";

/** Adapters and hubs that the kernel puts to sleep need time to wake up, and some never do. */
export const checkUsbSuspend: Check = async ({ machine, ports }) => {
  const names = ports.flatMap(({ info }) => (info?.usb?.chain ?? []).map(({ name }) => name));
  const sleepy: string[] = [];
  for (const name of new Set(names)) {
    const control = join(machine.root, "sys/bus/usb/devices", name, "power/control");
    // A controller's own hub sleeps only while nothing is plugged into it.
    if (!name.startsWith("usb") && (await readAttribute(control)) === "auto") sleepy.push(name);
  }
  if (sleepy.length === 0) return [];
  return [
    {
      level: "note",
      what: `The kernel may put USB devices to sleep between lots: ${sleepy.join(", ")}.`,
      remedy:
        "The udev rule keeps adapters awake. Where hubs make trouble, keep all USB devices awake (kernel option usbcore.autosuspend=-1).",
      commands: installRule(machine.home),
    },
  ];
};
