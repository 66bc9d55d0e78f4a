import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";

const STATIONS = resolve("dist/apps/crash/stations.js");
const SIX = ["--boards", "6", "--fixtures", "1", "--app-bytes", "40000", "--cut", "1"];

test("two stations share a lot; one that is cut off in mid-run returns, its records come, and no board is run or flashed twice", async ({
  annotate,
}) => {
  const { code, stdout } = await new Promise<{ code: unknown; stdout: string }>((done) => {
    execFile(process.execPath, [STATIONS, ...SIX], (error, printed) =>
      done({ code: error?.code ?? 0, stdout: printed }),
    );
  });
  // Where network namespaces may not be made, as by others than root, it cuts a relay.
  if (stdout.includes("loopback")) await annotate("tried on loopback, without network namespaces");
  expect(stdout).toContain("6 runs of 6 boards; flashes changed in 6 times of power");
  expect(stdout).toMatch(/^Records that came late: 1,/m);
  expect(stdout).toMatch(/^Back: told \d+\.\d s after the return/m);
  expect(stdout).toMatch(/"kind":"worker-lost".*"fixtures":\["F02"\]/);
  expect(stdout).toMatch(/^0 violations\.$/m);
  expect(code).toBe(0);
});
