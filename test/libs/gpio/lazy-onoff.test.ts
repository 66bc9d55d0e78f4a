import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../../..");

/** Paths of the CommonJS modules that a process has loaded after importing a file; onoff and its addon are such. */
const loadedBy = (file: string): readonly string[] => {
  const program = `
    await import(${JSON.stringify(resolve(ROOT, file))});
    const { createRequire } = await import("node:module");
    console.log(Object.keys(createRequire("/").cache).join("\\n"));`;
  const args = ["--input-type=module", "--eval", program];
  return execFileSync(process.execPath, args, { encoding: "utf8" }).split("\n");
};

test("a worker, and a command on one board, load onoff and its addon only for a jig that needs them", () => {
  for (const file of ["apps/worker/serve-jig.ts", "apps/one-board/open-nest.ts"]) {
    const loaded = loadedBy(file);
    // Else nothing would be seen at all.
    expect(loaded.filter((path) => path.includes("/node_modules/"))).not.toEqual([]);
    expect(loaded.filter((path) => /\/(onoff|epoll)\//.test(path))).toEqual([]);
  }
});
