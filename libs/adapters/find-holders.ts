import { readlink } from "node:fs/promises";
import { join } from "node:path";
import { findLocks } from "./find-locks.ts";
import { namesIn, readAttribute, targetOf } from "./read-attribute.ts";
import { SYSTEM, type SystemRoots } from "./system-roots.ts";

/** A process that has a port open. */
export interface Holder {
  readonly pid: number;
  /** Its name, such as ModemManager; unescaped, and "?" where the system does not say. */
  readonly program: string;
}

/** Who has ports open, as far as this user may know. */
export interface Holders {
  /** By the port's path as it was given; ports that nobody is seen to hold are absent. */
  readonly byPort: ReadonlyMap<string, readonly Holder[]>;
  /** Processes of other users that may have one open: only root sees into them. */
  readonly unseen: number;
}

/**
 * Who holds ports, by what each process has open and by locks; no port is opened, because that moves RTS and DTR
 * (hardware.md). A pseudo-terminal is held open by the program that made it, so only a lock counts there.
 */
export const findHolders = async (
  ports: readonly string[],
  roots: SystemRoots = SYSTEM,
): Promise<Holders> => {
  const devices = new Map<string, string>();
  for (const port of ports) devices.set(port, (await targetOf(port)) ?? port);
  const wanted = new Set(devices.values());
  const held = new Map<string, Set<number>>();
  const note = (device: string, pid: number): void => {
    held.set(device, (held.get(device) ?? new Set()).add(pid));
  };
  let unseen = 0;
  for (const pid of (await namesIn(roots.proc)).filter((name) => /^\d+$/.test(name))) {
    const opened = await filesOf(join(roots.proc, pid, "fd"));
    if (opened === undefined) unseen += 1;
    for (const file of opened ?? []) {
      if (wanted.has(file) && !file.startsWith("/dev/pts/")) note(file, Number(pid));
    }
  }
  for (const [device, pid] of await findLocks([...wanted], roots)) note(device, pid);
  const byPort = new Map<string, readonly Holder[]>();
  for (const [port, device] of devices) {
    const pids = held.get(device);
    if (pids === undefined) continue;
    byPort.set(port, await Promise.all([...pids].map((pid) => describe(pid, roots))));
  }
  return { byPort, unseen };
};

/** What a process has open; undefined where that is not ours to know. It may end meanwhile. */
const filesOf = async (folder: string): Promise<readonly string[] | undefined> => {
  const names = await namesIn(folder);
  // Every process has something open, or is the kernel's own.
  if (names.length === 0) return (await readAttribute(join(folder, "../cmdline"))) ? undefined : [];
  const files = await Promise.all(
    names.map((name) => readlink(join(folder, name)).catch(() => undefined)),
  );
  return files.filter((file) => file !== undefined);
};

const describe = async (pid: number, roots: SystemRoots): Promise<Holder> => ({
  pid,
  program: (await readAttribute(join(roots.proc, String(pid), "comm"))) ?? "?",
});
