import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** A disk of a few MiB, in memory. */
export interface SmallDisk extends Disposable {
  readonly folder: string;
  /** Leaves no byte free. */
  fill(): void;
  /** Takes away what filled it. */
  makeRoom(): void;
  /** Lets paths on it be read only; files that are open stay as they were. */
  setAccess(access: "ro" | "rw"): void;
}

const mount = (...args: string[]): void => {
  execFileSync("mount", args, { stdio: "ignore" });
};

/** Mounts one at `folder`, which is made; undefined, said on stderr, where this user may not mount. */
export const mountSmallDisk = (folder: string, mebibytes: number): SmallDisk | undefined => {
  mkdirSync(folder);
  try {
    mount("-t", "tmpfs", "-o", `size=${mebibytes}m`, "flashline-test", folder);
  } catch {
    process.stderr.write("skipped: this user may not mount a small disk\n");
    return undefined;
  }
  const filler = join(folder, "filler");
  const unmount = (): void => {
    execFileSync("umount", ["-l", folder], { stdio: "ignore" });
  };
  let covers = 0;
  return {
    folder,
    fill: () => {
      const file = openSync(filler, "a");
      try {
        for (const size of [65_536, 4096]) {
          for (let written = size; written === size; ) {
            try {
              written = writeSync(file, new Uint8Array(size));
            } catch {
              written = 0;
            }
          }
        }
      } finally {
        closeSync(file);
      }
    },
    makeRoom: () => rmSync(filler, { force: true }),
    setAccess: (access) => {
      if (access === "rw") {
        for (; covers > 0; covers -= 1) unmount();
        return;
      }
      mount("--bind", folder, folder);
      covers += 1;
      mount("-o", "remount,bind,ro", folder);
    },
    [Symbol.dispose]: () => {
      for (; covers >= 0; covers -= 1) unmount();
    },
  };
};
