import { checkClaims } from "./checks/check-claims.ts";
import { checkClock } from "./checks/check-clock.ts";
import { checkCommands } from "./checks/check-commands.ts";
import { checkCommissioned } from "./checks/check-commissioned.ts";
import { checkDelivery } from "./checks/check-delivery.ts";
import { checkDisk } from "./checks/check-disk.ts";
import { checkGpioLines } from "./checks/check-gpio-lines.ts";
import { checkJig } from "./checks/check-jig.ts";
import { checkJournal } from "./checks/check-journal.ts";
import { checkLatency } from "./checks/check-latency.ts";
import { checkLimits } from "./checks/check-limits.ts";
import { checkModemLines } from "./checks/check-modem-lines.ts";
import { checkModemManager } from "./checks/check-modem-manager.ts";
import { checkPairs } from "./checks/check-pairs.ts";
import { checkPermissions } from "./checks/check-permissions.ts";
import { checkPortKinds } from "./checks/check-port-kinds.ts";
import { checkPortOwners } from "./checks/check-port-owners.ts";
import { checkPortsThere } from "./checks/check-ports-there.ts";
import { checkRedis } from "./checks/check-redis.ts";
import { checkSpi } from "./checks/check-spi.ts";
import { checkUdevRule } from "./checks/check-udev-rule.ts";
import { checkUsb } from "./checks/check-usb.ts";
import { checkUsbSuspend } from "./checks/check-usb-suspend.ts";
import { checkUser } from "./checks/check-user.ts";
import type { Check } from "./examination.ts";

/** Every check by its name, in the order of the page: first what the next ones build on. */
export const CHECKS: Readonly<Record<string, Check>> = {
  jig: checkJig,
  user: checkUser,
  ports: checkPortsThere,
  "port-kind": checkPortKinds,
  permissions: checkPermissions,
  "port-owners": checkPortOwners,
  claims: checkClaims,
  "modem-manager": checkModemManager,
  "udev-rule": checkUdevRule,
  latency: checkLatency,
  usb: checkUsb,
  "usb-suspend": checkUsbSuspend,
  "modem-lines": checkModemLines,
  pairs: checkPairs,
  gpio: checkGpioLines,
  commands: checkCommands,
  spi: checkSpi,
  commissioned: checkCommissioned,
  redis: checkRedis,
  disk: checkDisk,
  journal: checkJournal,
  delivery: checkDelivery,
  clock: checkClock,
  limits: checkLimits,
};
