import { join } from "node:path";
import { shellWord } from "../../libs/process/shell-word.ts";
import { readText } from "./read-text.ts";

/** The rule's file, here and in the system. */
export const UDEV_RULE = "99-flashline.rules";

const RULE_FOLDERS = ["etc/udev/rules.d", "run/udev/rules.d", "usr/lib/udev/rules.d"];

/** Whether the system has the rule, and as this version ships it. */
type RuleState = "installed" | "other-version" | "missing";

/** Looks for the rule where udev reads rules; `home` is the program's folder. */
export const findUdevRule = async (root: string, home: string): Promise<RuleState> => {
  const shipped = await readText(join(home, "config/udev", UDEV_RULE));
  for (const folder of RULE_FOLDERS) {
    const installed = await readText(join(root, folder, UDEV_RULE));
    if (installed === undefined) continue;
    return installed === shipped ? "installed" : "other-version";
  }
  return "missing";
};

/** Lines for a shell that install the rule and apply it to adapters that are plugged in. */
export const installRule = (home: string): readonly string[] => [
  `sudo cp ${shellWord(join(home, "config/udev", UDEV_RULE))} /etc/udev/rules.d/`,
  "sudo udevadm control --reload",
  "sudo udevadm trigger --action=add --subsystem-match=usb --subsystem-match=usb-serial --subsystem-match=tty --subsystem-match=gpio",
];
