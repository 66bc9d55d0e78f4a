import { basename, dirname, join } from "node:path";
import type { PortInfo } from "../../../libs/adapters/port-info.ts";
import type { Check } from "../examination.ts";
import type { Remark } from "../finding.ts";
import { type PortUse, placeOf } from "../port-use.ts";
import { readText } from "../read-text.ts";

/** Names that the kernel gives in the order of plugging in. */
const MOVING_NAME = /^tty(USB|ACM|CH\d+USB|CH9344USB|XRUSB)\d+$/;

/** Every port is a tty that a board may have, by a name that stays. */
export const checkPortKinds: Check = async (about) => {
  const consoles = await consoleNames(about.machine.root);
  return about.ports.flatMap((port) => {
    const remark = judgePort(port, consoles) ?? judgeId(port, about.adapters);
    return remark === undefined ? [] : [{ ...placeOf(port), ...remark }];
  });
};

const judgePort = (port: PortUse, consoles: ReadonlySet<string>): Remark | undefined => {
  const name = basename(port.device);
  if (port.kind === "no-tty") {
    return {
      level: "problem",
      what: `The ${port.role} port is no serial port.`,
      remedy: "Name the tty of an adapter.",
      commands: ["npx flashline ports"],
    };
  }
  if (port.kind !== "tty") return undefined;
  if (consoles.has(name)) {
    return {
      level: "problem",
      what: `The kernel's console runs on ${name}: it would talk to the board.`,
      remedy: `Remove console=${name} from the kernel's command line (on a Raspberry Pi: serial console off in raspi-config), stop the login on it, start the machine again.`,
      commands: [`sudo systemctl disable --now serial-getty@${name}.service`],
    };
  }
  return isMovingName(port) ? describeMovingName(port) : undefined;
};

/** A name by maker and serial number leads to any adapter that calls itself so. */
const judgeId = (
  { path, info, role }: PortUse,
  adapters: readonly PortInfo[],
): Remark | undefined => {
  if (basename(dirname(path)) !== "by-id" || info?.usb === undefined) return undefined;
  const adapterOf = ({ usb }: PortInfo): string | undefined => usb?.chain[0]?.name;
  const twins = adapters.filter(
    (other) =>
      adapterOf(other) !== adapterOf(info) &&
      other.usbId === info.usbId &&
      other.serialNumber === info.serialNumber,
  );
  if (twins.length === 0 && info.serialNumber !== undefined) return undefined;
  return {
    level: "warning",
    what:
      twins.length === 0
        ? "The adapter has no serial number: any other of its make may answer to this name."
        : "Another adapter has the same serial number: this name may lead to it after the next start.",
    remedy: `Name it by position: ${fieldOf(role)}: ${info.byPath ?? "see npx flashline ports"}`,
  };
};

const fieldOf = (role: PortUse["role"]): string => (role === "relay" ? "port" : `${role}Port`);

const isMovingName = ({ path }: PortUse): boolean => MOVING_NAME.test(basename(path));

const describeMovingName = ({ path, role, info }: PortUse): Remark => {
  const what = `${basename(path)} may be another adapter after the next replug: one board's result would go to another fixture.`;
  if (info?.byPath === undefined) {
    const folder = join(dirname(path), "serial/by-path");
    return {
      level: "warning",
      what,
      remedy: `This system gives no names by position (${folder}): install udev, then name ports by position.`,
    };
  }
  return {
    level: "warning",
    what,
    remedy: `Write in the jig file: ${fieldOf(role)}: ${info.byPath}`,
  };
};

/** Ttys that carry the kernel's console: its own list, and what it was started with. */
const consoleNames = async (root: string): Promise<ReadonlySet<string>> => {
  const active = (await readText(join(root, "sys/class/tty/console/active"))) ?? "";
  const commandLine = (await readText(join(root, "proc/cmdline"))) ?? "";
  const given = [...commandLine.matchAll(/(?:^|\s)console=([^\s,]+)/g)].map(([, name]) => name);
  return new Set([...active.trim().split(/\s+/), ...given].filter((name) => name !== undefined));
};
