import type { Check } from "../examination.ts";
import { findUdevRule, installRule, UDEV_RULE } from "../udev-rule.ts";

/** The udev rule is installed where the jig has USB adapters. */
export const checkUdevRule: Check = async ({ machine, ports }) => {
  if (!ports.some(({ info }) => info?.usb !== undefined)) return [];
  const state = await findUdevRule(machine.root, machine.home);
  if (state === "installed") return [{ level: "ok", what: `${UDEV_RULE} is installed` }];
  return [
    {
      level: "warning",
      what:
        state === "missing"
          ? `The udev rule ${UDEV_RULE} is missing: latency timers, permissions and ModemManager are left to chance.`
          : `The installed udev rule ${UDEV_RULE} is not the one of this version.`,
      remedy: "Install it, then plug the adapters in again.",
      commands: installRule(machine.home),
    },
  ];
};
