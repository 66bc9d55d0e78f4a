import { realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { PortInfo } from "../../libs/adapters/port-info.ts";
import { LOG_ON_FLASH_PORT, type WiredFixture } from "../../libs/jig/jig.ts";
import { orUndefined } from "./or-undefined.ts";

/** What stands behind a port's path. */
export type PortKind = "missing" | "tty" | "pseudo-terminal" | "no-tty";

/** A port that a jig names. */
export interface PortUse {
  readonly fixture: string;
  readonly role: "flash" | "log";
  /** As the jig file names it. */
  readonly path: string;
  /** What it leads to, such as /dev/ttyUSB0; the path itself where it leads nowhere. */
  readonly device: string;
  readonly kind: PortKind;
  /** What the system knows of it. */
  readonly info: PortInfo | undefined;
}

/** The ports of the fixtures, looked up without opening any: that would move RTS and DTR (hardware.md). */
export const findPortUses = (
  root: string,
  fixtures: readonly WiredFixture[],
  adapters: readonly PortInfo[],
): Promise<PortUse[]> =>
  Promise.all(
    fixtures.flatMap(namedPorts).map(async ({ fixture, role, path }): Promise<PortUse> => {
      const device = await orUndefined(realpath(path));
      return {
        ...{ fixture, role, path },
        device: device ?? path,
        kind: device === undefined ? "missing" : await kindOf(root, device),
        info: adapters.find((adapter) => adapter.device === device),
      };
    }),
  );

const namedPorts = ({ id: fixture, flashPort, logPort }: WiredFixture) => [
  { fixture, role: "flash" as const, path: flashPort },
  ...(logPort === undefined || logPort === LOG_ON_FLASH_PORT
    ? []
    : [{ fixture, role: "log" as const, path: logPort }]),
];

const kindOf = async (root: string, device: string): Promise<PortKind> => {
  if (device.startsWith(join(root, "dev/pts/"))) return "pseudo-terminal";
  const knownTty = join(root, "sys/class/tty", basename(device));
  if ((await orUndefined(stat(knownTty))) !== undefined) return "tty";
  // Without sysfs nobody can tell a tty from another character device.
  const sysfs = await orUndefined(stat(join(root, "sys/class/tty")));
  const about = await orUndefined(stat(device));
  return sysfs === undefined && about?.isCharacterDevice() === true ? "tty" : "no-tty";
};
