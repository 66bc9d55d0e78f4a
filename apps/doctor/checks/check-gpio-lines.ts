import { join } from "node:path";
import { namesIn } from "../../../libs/adapters/read-attribute.ts";
import { countWords } from "../count-words.ts";
import type { Check } from "../examination.ts";
import type { Remark } from "../finding.ts";
import { gpioUses } from "../gpio-use.ts";
import { judgeDeviceLines } from "../judge-device-lines.ts";
import { judgeSysfsLines } from "../judge-sysfs-lines.ts";

/** The jig's GPIO lines exist, may be used, and are nobody else's. None is taken or moved. */
export const checkGpioLines: Check = async (about) => {
  const uses = gpioUses(about.jig);
  if (uses.length === 0) return [];
  const { root } = about.machine;
  const hasSysfs = (await namesIn(join(root, "sys/class/gpio"))).includes("export");
  const chips = (await namesIn(join(root, "dev"))).filter((name) => /^gpiochip\d+$/.test(name));
  if (!hasSysfs && chips.length === 0) {
    return [
      {
        level: "problem",
        what: `This machine has no GPIO: neither ${join(root, "sys/class/gpio")} nor ${join(root, "dev/gpiochip0")} is there.`,
        remedy: "Is it the right machine? A PC switches relays by serial-relay, line or command.",
      },
    ];
  }
  const bySysfs = uses.filter(({ line }) => line.kind === "gpio" && hasSysfs);
  const byDevice = uses.filter((use) => !bySysfs.includes(use));
  const remarks: Remark[] = [
    ...(await judgeSysfsLines(bySysfs, about)),
    ...(await judgeDeviceLines(byDevice, chips, about)),
  ];
  if (remarks.length > 0) return remarks;
  return [{ level: "ok", what: `${countWords(uses.length, "GPIO line")} there and free` }];
};
