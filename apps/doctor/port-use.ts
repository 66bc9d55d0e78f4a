import { realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { PortInfo } from "../../libs/adapters/port-info.ts";
import { LOG_ON_FLASH_PORT, type WiredFixture } from "../../libs/jig/jig.ts";
import type { Remark } from "./finding.ts";
import { orUndefined } from "./or-undefined.ts";

/** What stands behind a port's path. */
type PortKind = "missing" | "tty" | "pseudo-terminal" | "no-tty";

/** What hangs on a port: a board's UART1, its UART2, or a relay board. */
type PortRole = "flash" | "log" | "relay";

/** A port that a jig names; a relay board's counts once, for all fixtures that it switches. */
export interface PortUse {
  /** The first of them. */
  readonly fixture: string;
  readonly fixtures: readonly string[];
  readonly role: PortRole;
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
    namedPorts(fixtures).map(async ({ fixture, role, path }): Promise<PortUse> => {
      const switched = fixtures.filter(
        ({ power }) => power.kind === "serial-relay" && power.port === path,
      );
      const device = await orUndefined(realpath(path));
      return {
        ...{ fixture, role, path },
        fixtures: role === "relay" ? switched.map(({ id }) => id) : [fixture],
        device: device ?? path,
        kind: device === undefined ? "missing" : await kindOf(root, device),
        info: adapters.find((adapter) => adapter.device === device),
      };
    }),
  );

/** Where a remark about a port belongs. */
export const placeOf = ({
  fixtures,
  fixture,
  path,
}: PortUse): Pick<Remark, "fixture" | "fixtures" | "port"> =>
  fixtures.length > 1 ? { fixtures, port: path } : { fixture, port: path };

interface NamedPort {
  readonly fixture: string;
  readonly role: PortRole;
  readonly path: string;
}

const namedPorts = (fixtures: readonly WiredFixture[]): NamedPort[] => {
  const boards = new Set<string>();
  return fixtures.flatMap(({ id: fixture, flashPort, logPort, power }): NamedPort[] => {
    const ports: NamedPort[] = [{ fixture, role: "flash", path: flashPort }];
    if (logPort !== undefined && logPort !== LOG_ON_FLASH_PORT) {
      ports.push({ fixture, role: "log", path: logPort });
    }
    if (power.kind === "serial-relay" && !boards.has(power.port)) {
      boards.add(power.port);
      ports.push({ fixture, role: "relay", path: power.port });
    }
    return ports;
  });
};

const kindOf = async (root: string, device: string): Promise<PortKind> => {
  if (device.startsWith(join(root, "dev/pts/"))) return "pseudo-terminal";
  const knownTty = join(root, "sys/class/tty", basename(device));
  if ((await orUndefined(stat(knownTty))) !== undefined) return "tty";
  // Without sysfs nobody can tell a tty from another character device.
  const sysfs = await orUndefined(stat(join(root, "sys/class/tty")));
  const about = await orUndefined(stat(device));
  return sysfs === undefined && about?.isCharacterDevice() === true ? "tty" : "no-tty";
};
