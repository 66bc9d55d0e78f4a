import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";

const MAIN = resolve("dist/apps/crash/main.js");

interface Ending {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

const crash = (...args: readonly string[]): Promise<Ending> =>
  new Promise((done) => {
    execFile(process.execPath, [MAIN, ...args], (error, stdout, stderr) =>
      done({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

test("a short round leaves nothing that must not be, whoever is struck", async () => {
  const { code, stdout } = await crash("--seed", "914911", "--rounds", "2", "--jobs", "2");
  expect(stdout).toContain("Seed 914911: 2 rounds, 0 with violations.");
  expect(code).toBe(0);
});

test("it is asked for in words it knows", async () => {
  expect(await crash("--rounds", "none")).toEqual({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(/^crash: --rounds: "none" is no whole number.*Example: npm run/s),
  });
});
