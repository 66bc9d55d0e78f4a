import { hash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import type { ChipName } from "../../libs/chips/chip.ts";
import { lastEvent } from "../support/board-events.ts";
import { type Started, Workplace } from "../support/run-flashline.ts";
import { openWiredBench, type WiredBench } from "../support/wired-bench.ts";
import { usedFlash } from "./used-board.ts";

const jigOf = (...fixtures: readonly object[]) => ({ jig: "bench", trigger: "auto", fixtures });

/** A jig with one virtual board, and what its flash holds. */
const oneBoard = (place: Workplace, chip: ChipName, faults: readonly string[] = []) => {
  const flash = usedFlash(chip, 6);
  const virtual = { chip, faults, flash: place.write("before.bin", flash) };
  const jig = place.write("jig.yaml", jigOf({ id: "F01", virtual }));
  return { flash, args: ["read", "--jig", jig, "--fixture", "F01", "--fast"] };
};

test.concurrent("the whole flash comes to the byte, under the name of its board", async () => {
  await using place = new Workplace();
  const { flash, args } = oneBoard(place, "bk7231n");
  const ending = await place.run(...args);
  expect(ending.exitCode).toBe(0);
  const name = "F01-c8478c000006.bin";
  expect(Buffer.compare(place.read(name), flash)).toBe(0);
  expect(ending.stdout).toBe(`${hash("sha256", flash)}  ${name}\n`);
  expect(ending.stderr).toContain(`100 %  ${flash.length / 1024} of ${flash.length / 1024} KiB`);
  expect(readdirSync(place.folder).sort()).toEqual([name, "before.bin", "jig.yaml", "tmp"]);
  expect(place.processes()).toEqual([]);
});

test.concurrent("a range comes as asked, whatever goes wrong on the way, and what helped is told", async () => {
  await using place = new Workplace();
  const { flash, args } = oneBoard(place, "bk7231t", ["drops-reply:12", "wrong-crc:2"]);
  const range = ["--start", "0xabc", "--length", "150001"];
  const ending = await place.run(...args, ...range, "-o", "part.bin", "--json");
  expect(ending.exitCode).toBe(0);
  const expected = flash.subarray(0xabc, 0xabc + 150001);
  expect(Buffer.compare(place.read("part.bin"), expected)).toBe(0);
  expect(lastEvent(ending, "read-ended")).toMatchObject({
    verdict: "pass",
    failure: null,
    file: place.path("part.bin"),
    sha256: hash("sha256", expected),
    part: null,
    bytes: 150001,
    recoveries: [{ step: "backup", kind: "asked-again", count: expect.any(Number) }],
  });
  expect(ending.stderr).toMatch(/it took \d+ x asked-again/);
});

test.concurrent("a flash that never reads as its chip says fails, and leaves no dump", async () => {
  await using place = new Workplace();
  const { args } = oneBoard(place, "bk7231n", ["wrong-crc"]);
  const ending = await place.run(...args, "--start", "0x20000", "-o", "a.bin", "--json");
  expect(ending.exitCode).toBe(1);
  expect(ending.stderr).toContain("F01 FAIL read-mismatch.");
  expect(lastEvent(ending, "read-ended")).toMatchObject({
    verdict: "fail",
    failure: { code: "read-mismatch", address: 0x20000 },
    file: null,
    part: null,
  });
  expect(readdirSync(place.folder).sort()).toEqual(["before.bin", "jig.yaml", "tmp"]);
});

test.concurrent.each([
  ["--start", "0x200000", "--start: 0x200000 is not in the flash, which ends at 0x200000."],
  ["--length", "2097153", "--length: 0x0 and 2097153 bytes end at 0x200001"],
  ["--length", "0", "'--length <bytes>'"],
  ["--start", "4k", "'--start <address>'"],
  ["-o", "before.bin", "is there already. Name another file with -o, or give --force"],
])("read %s %s is refused, and nothing is left of it", async (option, value, message) => {
  await using place = new Workplace();
  const { args } = oneBoard(place, "bk7231n");
  const before = place.contents();
  const ending = await place.run(...args, option, value);
  expect(ending).toMatchObject({ exitCode: 2, stdout: "" });
  expect(ending.stderr).toContain(message);
  expect(place.contents()).toEqual(before);
});

test.concurrent("with --force a file that has the name gives way", async () => {
  await using place = new Workplace();
  const { flash, args } = oneBoard(place, "bk7231n");
  place.write("old.bin", "old");
  const ending = await place.run(...args, "-o", "old.bin", "--length", "4096", "--force");
  expect(ending.exitCode).toBe(0);
  expect(Buffer.compare(place.read("old.bin"), flash.subarray(0, 4096))).toBe(0);
});

/** A bench of one board at true wire time, and the command that reads some of it. */
const openBench = async (place: Workplace) => {
  const flash = usedFlash("bk7231t", 6);
  const file = place.write("before.bin", flash);
  const bench = await openWiredBench(place, [{ chip: "bk7231t", flash: file }], "real");
  const jig = place.write("jig.yaml", jigOf(...bench.nests));
  const one = ["--jig", jig, "--fixture", "F01"];
  const read = ["read", ...one, "--start", "0x8000", "-o", "a.bin", "--json"];
  return { flash: flash.subarray(0x8000, 0x48000), bench, one, read };
};

/** What `flash` of the bench is; without it there are 23 s to read. */
const SOME = ["--length", "0x40000"];

/** Until a reading has kept at least a block. */
const awaitBlock = async (reading: Started): Promise<void> => {
  await reading.printed((stdout) =>
    stdout.split("\n").some((line) => Number(/"done":(\d+)/.exec(line)?.[1]) > 0xa000),
  );
};

const expectOff = async (bench: WiredBench): Promise<void> => {
  expect(bench.relayMoves().at(-1)?.to).toBe("off");
  expect(await bench.powered()).toEqual([]);
};

test.concurrent("a killed reading goes on where it was", async () => {
  await using place = new Workplace();
  const { flash, bench, read } = await openBench(place);
  const killed = place.start(...read, ...SOME);
  await awaitBlock(killed);
  process.kill(killed.pid, "SIGKILL");
  await killed.ended;
  expect(existsSync(place.path("a.bin"))).toBe(false);

  const resumed = await place.run(...read, ...SOME);
  expect(resumed.exitCode).toBe(0);
  expect(resumed.stdout).toMatch(/"kind":"read-started".*"kept":[1-9]/);
  expect(resumed.stderr).toMatch(/; \d+ bytes are there already and the board holds them/);
  expect(Buffer.compare(place.read("a.bin"), flash)).toBe(0);
  expect(readdirSync(place.folder).filter((name) => name.startsWith("a.bin"))).toEqual(["a.bin"]);
  await expectOff(bench);
});

test.concurrent("Ctrl-C switches the board off and keeps what was read; another board does not go on with it", async () => {
  await using place = new Workplace();
  const { bench, one, read } = await openBench(place);
  const stopped = place.start(...read);
  await awaitBlock(stopped);

  const taken = await place.run("info", ...one);
  expect(taken).toMatchObject({ exitCode: 3, stdout: "" });
  expect(taken.stderr).toContain(`belongs to F01 of process ${stopped.pid}`);

  process.kill(stopped.pid, "SIGINT");
  const ending = await stopped.ended;
  expect(ending.exitCode).toBe(130);
  await expectOff(bench);
  expect(lastEvent(ending, "read-ended")).toMatchObject({
    verdict: "aborted",
    failure: null,
    file: null,
    part: place.path("a.bin.part"),
  });
  expect(ending.stderr).toContain("the same command goes on there");

  await bench.load("F01");
  const other = place.start(...read);
  await other.printed((stdout) => /"kind":"read-started".*"kept":0/.test(stdout));
  process.kill(other.pid, "SIGTERM");
  const { exitCode, stderr } = await other.ended;
  expect(exitCode).toBe(130);
  expect(stderr).toContain("was of another board or range; it is begun anew");
  await expectOff(bench);
});

test.concurrent("a board that loses its supply is linked again, and its dump is whole", async () => {
  await using place = new Workplace();
  const { flash, bench, read } = await openBench(place);
  const reading = place.start(...read, ...SOME);
  await awaitBlock(reading);
  await bench.switchPower("F01", "off");
  const ending = await reading.ended;
  expect(ending.exitCode).toBe(0);
  expect(Buffer.compare(place.read("a.bin"), flash)).toBe(0);
  expect(lastEvent(ending, "read-ended").recoveries).toContainEqual({
    step: "backup",
    kind: "linked-again",
    count: 1,
  });
  await expectOff(bench);
});
