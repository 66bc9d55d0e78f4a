import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { StationError } from "../../../libs/failure/station-error.ts";
import { findFlashrom } from "../../../libs/flashrom/find-flashrom.ts";
import { Flashrom } from "../../../libs/flashrom/flashrom.ts";
import { FlashromError, type FlashromTrouble } from "../../../libs/flashrom/flashrom-trouble.ts";
import { layoutOf } from "../../../libs/flashrom/layout.ts";
import type { FlashromNews } from "../../../libs/flashrom/output-reader.ts";
import { runFlashrom } from "../../../libs/flashrom/run-flashrom.ts";
import { timeLimit } from "../../../libs/flashrom/time-limit.ts";
import { flashromForTests } from "../../support/flashrom-for-tests.ts";
import { ImpatientClock } from "../../support/impatient-clock.ts";
import { mountSmallDisk } from "../../support/small-disk.ts";

const FLASHROM = flashromForTests();
const FOLDER = mkdtempSync(join(tmpdir(), "flashline-flashrom-"));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

/** The chip that flashrom's dummy programmer emulates with SPI commands: 4 MiB, in a file. */
const CHIP = join(FOLDER, "chip.bin");
const BYTES = 0x400000;
const SST = `dummy:emulate=SST25VF032B,image=${CHIP}`;
const FOUND = { name: "SST25VF032B", bytes: BYTES, id: "bf254a" };

const contents = (): Uint8Array => Uint8Array.from({ length: BYTES }, (_, at) => (at * 7) >> 4);

const openOn = (programmer: string, program = FLASHROM): Promise<Flashrom> =>
  Flashrom.open(
    { program, programmer, bitsPerSecond: null, clock: systemClock },
    mkdtempSync(join(FOLDER, "work-")),
    BYTES,
  );

const troubleOf = async (work: Promise<unknown>): Promise<FlashromTrouble | undefined> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof FlashromError) return error.trouble;
    throw error;
  }
  return undefined;
};

/** A program in flashrom's place, for what the real one cannot be made to do. */
const standIn = (name: string, script: string): string => {
  const file = join(FOLDER, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
};

test("finds, reads and writes a flash, and nothing but the ranges", async () => {
  const before = contents();
  writeFileSync(CHIP, before);
  await using flashrom = await openOn(SST);
  expect(await flashrom.probe()).toEqual(FOUND);
  const range = { start: 0x1000, end: 0x3000 };
  expect(await flashrom.read(FOUND, range)).toEqual(before.subarray(range.start, range.end));
  const other = { start: 0x8000, end: 0x9000 };
  const wanted = new Uint8Array(BYTES).fill(0x55);
  const news: FlashromNews[] = [];
  await flashrom.write(FOUND, wanted, [range, other], (said) => news.push(said));
  const after = before.slice().fill(0x55, 0x1000, 0x3000).fill(0x55, 0x8000, 0x9000);
  expect(Buffer.compare(readFileSync(CHIP), after)).toBe(0);
  expect(news.flatMap((said) => (said.kind === "block" ? [said.address] : []))).toEqual([
    0x8000, 0x1000, 0x2000,
  ]);
  expect(news.at(-1)).toEqual({ kind: "verifying" });
  expect(flashrom.log).toContain("VERIFIED.");
  expect(flashrom.log).toContain(FOUND.name);
});

test("says what the real one cannot do", async () => {
  writeFileSync(CHIP, contents());
  const cases: readonly (readonly [programmer: string, trouble: Partial<FlashromTrouble>])[] = [
    ["dummy", { kind: "no-flash", id: null }],
    [
      "nonsense",
      { kind: "no-programmer", said: expect.stringContaining('Unknown programmer "nonsense"') },
    ],
    ["serprog:ip=127.0.0.1:1", { kind: "no-programmer" }],
    ["dummy:emulate=MX25L6436", { kind: "several-parts" }],
  ];
  for (const [programmer, trouble] of cases) {
    await using flashrom = await openOn(programmer);
    expect(await troubleOf(flashrom.probe())).toMatchObject(trouble);
  }
  await using deaf = await openOn(`${SST},spi_blacklist=03`);
  const sector = { start: 0, end: 0x1000 };
  expect(await troubleOf(deaf.read(FOUND, sector))).toMatchObject({ kind: "read-failed" });
  await using worn = await openOn(`${SST},spi_ignorelist=20`);
  const wanted = new Uint8Array(BYTES).fill(0x55);
  const erasing = worn.write(FOUND, wanted, [sector], () => undefined);
  expect(await troubleOf(erasing)).toEqual({ kind: "erase-failed", address: 0 });
  expect(worn.log).toContain("ERASE FAILED!");
});

test("tells a disk without room, before the bus is used and while a reading is stored", async ({
  skip,
}) => {
  using disk = mountSmallDisk(join(FOLDER, "disk"), 1);
  if (disk === undefined) return skip("this user may not mount a small disk");
  const folder = join(disk.folder, "work");
  const seat = { program: FLASHROM, programmer: SST, bitsPerSecond: null, clock: systemClock };
  await expect(Flashrom.open(seat, folder, BYTES)).rejects.toMatchObject({
    failure: { code: "backup-failed", file: folder, reason: "the disk is full" },
  });
  expect(existsSync(folder)).toBe(false);
  writeFileSync(CHIP, contents());
  await using flashrom = await Flashrom.open(seat, folder, 0x1000);
  await flashrom.read(FOUND, { start: 0, end: 0x1000 });
  disk.fill();
  expect(await troubleOf(flashrom.read(FOUND, { start: 0, end: 0x20000 }))).toEqual({
    kind: "not-stored",
    file: join(folder, "piece.bin"),
    said: "the disk is full",
  });
});

test("is ended at once after a failed erase, before it takes larger blocks", async () => {
  const larger = join(FOLDER, "larger");
  const program = standIn(
    "erases",
    `printf '0x001000-0x001fff:E'; echo 'ERASE FAILED!' >&2; sleep 1; touch ${larger}`,
  );
  await using flashrom = await openOn("dummy", program);
  const range = { start: 0x1000, end: 0x2000 };
  const writing = flashrom.write(FOUND, new Uint8Array(BYTES), [range], () => undefined);
  expect(await troubleOf(writing)).toEqual({ kind: "erase-failed", address: 0x1000 });
  expect(existsSync(larger)).toBe(false);
});

test("is ended where it hangs, also when it will not hear of it", async () => {
  const program = standIn("hangs", `trap '' TERM; printf '0x001000-0x001fff:E'; exec sleep 1000`);
  const clock = new ImpatientClock();
  const onNews = (): void => clock.losePatience();
  const end = await runFlashrom({ program, args: [], limitMs: 600_000, clock, onNews });
  expect(end).toMatchObject({ code: null, ended: "hung" });
});

test("is gone when its work is given up", async () => {
  const stop = new AbortController();
  const program = standIn("waits", `printf '0x001000-0x001fff:%s ' $$; exec sleep 1000`);
  let said = "";
  const start = { program, args: [], limitMs: 600_000, clock: systemClock };
  const onNews = ({ kind }: FlashromNews): void => {
    said = kind;
    stop.abort(new Error("given up"));
  };
  await expect(runFlashrom({ ...start, onNews }, stop.signal)).rejects.toThrow("given up");
  expect(said).toBe("block");
  expect(() => runFlashrom(start, stop.signal)).toThrow("given up");
});

test("says how to install it, or that PATH leaves it out", () => {
  const empty = join(FOLDER, "empty");
  mkdirSync(empty);
  expect(() => findFlashrom(empty)).toThrow(StationError);
  expect(() => findFlashrom(empty)).toThrow(/apt-get install -y flashrom|PATH does not name/);
  expect(findFlashrom(`${empty}:/usr/sbin:/usr/bin:/usr/local/bin`)).toMatch(/\/flashrom$/);
});

test("reckons its limits of time by the bus", () => {
  const whole = 0x200000;
  // 2 MiB over 30 kHz take more than nine minutes.
  expect(timeLimit(30_000, whole)).toBeGreaterThan(2 * 560_000);
  expect(timeLimit(null, whole)).toBeGreaterThan(timeLimit(30_000, whole));
  expect(timeLimit(10_000_000, whole)).toBeLessThan(60_000);
  expect(layoutOf([{ start: 0x1000, end: 0x3000 }])).toBe("00001000:00002fff r00001000-00003000\n");
});
