import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fakeGpioObstacle, runWithFakeGpio } from "./with-fake-gpio.ts";

const run = (...acts: readonly string[]) =>
  runWithFakeGpio(join(import.meta.dirname, "input-program.ts"), acts);

describe.skipIf(fakeGpioObstacle !== undefined)("an input by onoff on a stand-in GPIO", () => {
  test("reads the level of its wire, either way round, and drives nothing", async () => {
    const reads = ["read 5", "read 6", "pull 5 1", "pull 6 1", "read 5", "read 6"];
    const { stdout, events } = await run("open 5 high", "open 6 low", ...reads);
    expect(stdout.split("\n")).toEqual(["inactive", "active", "active", "inactive", ""]);
    expect(events.get(5)).toEqual(["exported 1", "out 0", "level 1"]);
    expect(events.get(6)).toEqual(["exported 1", "out 0", "level 1"]);
  });

  test("a line left as an inverted output becomes an input, read as its wire is", async () => {
    const left = ["export 7", "invert 7", "drive 7 high", "pull 7 0"];
    const { stdout } = await run(...left, "open 7 high", "read 7", "pull 7 1", "read 7");
    expect(stdout).toBe("inactive\nactive\n");
  });

  test("however fast it moved, what is read is where it stands", async () => {
    const bounces = Array.from({ length: 51 }, (_, index) => `pull 8 ${(index + 1) % 2}`);
    const { stdout } = await run("open 8 high", ...bounces, "read 8", "pull 8 0", "read 8");
    expect(stdout).toBe("active\ninactive\n");
  });
});
