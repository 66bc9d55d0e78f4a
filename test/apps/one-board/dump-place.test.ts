import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { checkPlace, claimPlace, defaultName } from "../../../apps/one-board/dump-place.ts";
import type { ReadOrder } from "../../../apps/one-board/read-order.ts";
import { scratchFolder } from "../../libs/journal/scratch.ts";

const orderOf = (change: Partial<ReadOrder> = {}): ReadOrder => ({
  jigPath: "jig.yaml",
  fixture: "F01",
  baud: 921600,
  speed: "real",
  hasTerminal: false,
  output: undefined,
  existing: "refuse",
  start: 0,
  length: undefined,
  ...change,
});

const NOW = new Date("2026-03-01T08:05:09.123Z");
const MAC = "c8478ca1b2c3";

test.each<[string, Partial<ReadOrder>, string | null, string]>([
  ["a whole flash", {}, MAC, "F01-c8478ca1b2c3.bin"],
  ["a board without MAC", {}, null, "F01-20260301T080509Z.bin"],
  ["a MAC that many boards have", {}, "ffffffffffff", "F01-20260301T080509Z.bin"],
  ["the end of it", { start: 0x11000 }, MAC, "F01-c8478ca1b2c3-0x11000-end.bin"],
  ["a range", { start: 16, length: 32 }, MAC, "F01-c8478ca1b2c3-0x10-0x20.bin"],
])("%s has its own name", (_, change, mac, name) => {
  expect(relative(".", defaultName(orderOf(change), mac, NOW))).toBe(name);
});

test("a place where a dump cannot or must not go is refused, with what to do", async () => {
  const folder = scratchFolder();
  mkdirSync(join(folder, "a-folder"));
  writeFileSync(join(folder, "there.bin"), "precious");
  writeFileSync(join(folder, "mine.bin.part"), "precious");
  const check = (name: string, existing: ReadOrder["existing"] = "refuse") =>
    checkPlace(join(folder, name), orderOf({ existing }));
  await check("new.bin");
  await expect(check("a-folder", "replace")).rejects.toThrow(/-o: .* is a folder\. Name a file/);
  await expect(check("there.bin")).rejects.toThrow(/is there already\. .* --force/);
  await expect(check("mine.bin")).rejects.toThrow(/mine\.bin\.part is there .* --force/);
  await expect(check("no/such/a.bin")).rejects.toThrow(/cannot be written \(ENOENT\)/);
  await check("there.bin", "replace");
  await check("mine.bin", "replace");
});

test("two cannot read into one file", async () => {
  const file = join(scratchFolder(), "a.bin");
  await using _ = await claimPlace("F01", file);
  await expect(claimPlace("F02", file)).rejects.toThrow(/Another process reads into .*a\.bin/);
});
