import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Workplace } from "./run-flashline.ts";

/** A port of a nest. */
export type NestPort = "flash" | "log";

/** What is done to an adapter: pulled out, or put back. */
export interface PlugDeed {
  readonly nest: string;
  readonly port: NestPort;
  readonly to: "out" | "in";
}

/**
 * Nests whose two adapters can be pulled out and put back. Their boards are BK7231N with nothing but
 * a bootloader, so that nobody can tell one from the next.
 */
export interface PluggableBench extends Disposable {
  /** The jig file. */
  readonly jig: string;
  /** A port's name, which stays. */
  path(nest: string, port: NestPort): string;
  /** Resolves when it is done, with whether the nest's board has power then. */
  move(deed: PlugDeed): Promise<{ readonly powered: boolean }>;
}

/** Opens nests by these ids; wires and flashes take the time they take, or none. */
export const openPluggableBench = async (
  place: Workplace,
  ids: readonly string[],
  speed: "real" | "instant",
): Promise<PluggableBench> => {
  const program = join(import.meta.dirname, "pluggable-program.ts");
  const child = spawn(process.execPath, [program, place.folder, speed, ...ids], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => (await lines.next()).value ?? "";
  await next();
  const path = (nest: string, port: NestPort): string => place.path(`${nest}-${port}`);
  const socket = place.path("supply.sock");
  const jig = place.write("jig.yaml", {
    jig: "pluggable",
    trigger: "auto",
    fixtures: ids.map((id) => ({
      id,
      flashPort: path(id, "flash"),
      logPort: path(id, "log"),
      power: { kind: "virtual", socket, board: id },
      offMs: 50,
    })),
  });
  return {
    jig,
    path,
    move: async (deed) => {
      child.stdin.write(`${JSON.stringify(deed)}\n`);
      return JSON.parse(await next());
    },
    [Symbol.dispose]: () => child.stdin.end(),
  };
};
