import { execFile } from "node:child_process";
import { hash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CHIPS } from "../../libs/chips/chips.ts";
import { systemClock } from "../../libs/clock/system-clock.ts";
import type { BoardControl } from "../../libs/fixture/fixture.ts";
import { factoryContents } from "../../libs/simulator/board-contents.ts";
import { VirtualNest } from "../../libs/simulator/virtual-nest.ts";
import { enterSpiMode } from "../../libs/spi/enter-spi-mode.ts";
import { openSerprogBus } from "../../libs/spi/serprog-bus.ts";
import { serprogPlaceOf } from "../../libs/spi/serprog-place.ts";
import { flashromForTests } from "../support/flashrom-for-tests.ts";

const folder = mkdtempSync(join(tmpdir(), "flashline-spi-"));
let flashrom = "";

beforeAll(() => {
  flashrom = flashromForTests();
});

afterAll(() => rmSync(folder, { recursive: true }));

const openNest = (...faults: string[]): Promise<VirtualNest> =>
  VirtualNest.open({
    id: "F01",
    config: { chip: "bk7231t", faults },
    clock: systemClock,
    speed: "instant",
    keptIn: undefined,
    resets: "from-outside",
    nextSeed: () => 7,
  });

/** Calls the nest's board into SPI mode and leaves the bus to others. */
const callIn = async (nest: VirtualNest): Promise<void> => {
  const place = serprogPlaceOf(nest.spi);
  if (place === undefined) throw new Error(nest.spi);
  const control: BoardControl = {
    means: "cycle",
    offMs: 0,
    stop: () => nest.powerOff(),
    awaitTurn: async () => undefined,
    start: async () => nest.powerOn(),
    settled: () => undefined,
  };
  await using bus = await openSerprogBus(place, systemClock);
  const entry = await enterSpiMode({ bus, control, clock: systemClock, chip: CHIPS.bk7231t });
  expect(entry).toMatchObject({ flashId: "eb6015", tries: 1, echo: "not-visible" });
};

const work = (nest: VirtualNest, ...args: string[]) =>
  promisify(execFile)(flashrom, ["-p", nest.spi, ...args]);

test("the unmodified flashrom reads, writes and verifies a simulated board's flash", async () => {
  await using nest = await openNest(
    "no-bootloader",
    "spi-dies-at:0x2000",
    "flash-part:eb6015:usual:0x407c",
  );
  const good = factoryContents("bk7231t", 7);
  const [read, whole] = [join(folder, "read.bin"), join(folder, "whole.bin")];
  writeFileSync(whole, good);

  await callIn(nest);
  await work(nest, "-r", read);
  expect(Buffer.compare(readFileSync(read), good.slice().fill(0xff, 0, 0x11000))).toBe(0);

  // Its supply goes in the middle of it.
  await expect(work(nest, "-w", whole)).rejects.toMatchObject({ code: 3 });
  await callIn(nest);
  expect((await work(nest, "-w", whole)).stdout).toContain("VERIFIED");
  expect(nest.state.flashSha256).toBe(hash("sha256", good));
});
