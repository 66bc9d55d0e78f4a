import { hash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DumpFile, foreignPart, originOf, partOf } from "../../../libs/dump/dump-file.ts";
import { type DumpOrigin, formatOrigin } from "../../../libs/dump/dump-origin.ts";
import { storing } from "../../../libs/dump/storing.ts";
import { scratchFolder } from "../journal/scratch.ts";

const ORIGIN: DumpOrigin = {
  start: 0,
  end: 6,
  board: { fingerprint: "e14191ba", flashId: "eb6015", flashBytes: 0x200000, mac: "c8478ca1b2c3" },
};
const BYTES = Uint8Array.of(1, 2, 3, 4, 5, 6);

/** A reading that ended in the middle. */
const leavePart = async (file: string, origin = ORIGIN): Promise<void> => {
  await using dump = await DumpFile.open(file, origin);
  await dump.retain(0);
  await dump.append(BYTES.subarray(0, 4));
};

test("a dump has its name only when it is whole, and leaves nothing else", async () => {
  const folder = scratchFolder();
  const file = join(folder, "a.bin");
  await using dump = await DumpFile.open(file, ORIGIN);
  await dump.retain(0);
  await dump.append(BYTES.subarray(0, 4));
  await dump.append(BYTES.subarray(4));
  expect(readdirSync(folder).sort()).toEqual(["a.bin.part", "a.bin.part.json"]);
  expect(await dump.finish("refuse")).toBe(hash("sha256", BYTES));
  expect(readdirSync(folder)).toEqual(["a.bin"]);
  expect(Uint8Array.from(readFileSync(file))).toEqual(BYTES);
});

test("a later reading of the same origin goes on with what it trusts of the kept bytes", async () => {
  const file = join(scratchFolder(), "a.bin");
  await leavePart(file);
  await using dump = await DumpFile.open(file, ORIGIN);
  expect(dump.beginning).toBe("continued");
  expect(Uint8Array.from(dump.kept)).toEqual(BYTES.subarray(0, 4));
  await dump.retain(3);
  await dump.append(BYTES.subarray(3));
  expect(await dump.finish("refuse")).toBe(hash("sha256", BYTES));
  expect(Uint8Array.from(readFileSync(file))).toEqual(BYTES);
});

const { board } = ORIGIN;

test.each<[string, DumpOrigin]>([
  ["another MAC", { ...ORIGIN, board: { ...board, mac: "c8478ca1b2c4" } }],
  ["another bootloader", { ...ORIGIN, board: { ...board, fingerprint: "00000000" } }],
  ["another flash", { ...ORIGIN, board: { ...board, flashId: null } }],
  ["another range", { ...ORIGIN, end: 7 }],
])("%s begins anew", async (_, other) => {
  const file = join(scratchFolder(), "a.bin");
  await leavePart(file, other);
  await using dump = await DumpFile.open(file, ORIGIN);
  expect(dump).toMatchObject({ beginning: "other-origin", kept: new Uint8Array(0) });
  await dump.retain(0);
  await dump.append(BYTES);
  await dump.finish("refuse");
  expect(Uint8Array.from(readFileSync(file))).toEqual(BYTES);
});

test("a file that has the name already stays, unless it is to be replaced", async () => {
  const file = join(scratchFolder(), "a.bin");
  await leavePart(file);
  writeFileSync(file, "precious");
  await using dump = await DumpFile.open(file, ORIGIN);
  await dump.retain(4);
  await expect(dump.finish("refuse")).rejects.toMatchObject({
    failure: { code: "backup-failed", file, reason: "it exists already" },
  });
  expect(readFileSync(file, "utf8")).toBe("precious");
  await dump.finish("replace");
  expect(Uint8Array.from(readFileSync(file))).toEqual(BYTES.subarray(0, 4));
});

test("a discarded dump leaves nothing", async () => {
  const folder = scratchFolder();
  await using dump = await DumpFile.open(join(folder, "a.bin"), ORIGIN);
  await dump.append(BYTES);
  await dump.discard();
  expect(readdirSync(folder)).toEqual([]);
});

describe("a part that no reading of ours began is told", () => {
  test.each([
    ["with nothing beside it", undefined],
    ["beside something else", "{}"],
    ["beside half a word", formatOrigin(ORIGIN).slice(0, 40)],
  ])("%s", async (_, text) => {
    const file = join(scratchFolder(), "a.bin");
    expect(await foreignPart(file)).toBeUndefined();
    writeFileSync(partOf(file), "mine");
    if (text !== undefined) writeFileSync(originOf(file), text);
    expect(await foreignPart(file)).toBe(partOf(file));
  });

  test("and one that is no file", async () => {
    const file = join(scratchFolder(), "a.bin");
    writeFileSync(originOf(file), formatOrigin(ORIGIN));
    symlinkSync("/dev/zero", partOf(file));
    expect(await foreignPart(file)).toBe(partOf(file));
    await using dump = await DumpFile.open(file, ORIGIN);
    expect(dump.beginning).toBe("new");
  });

  test("and one of ours is not", async () => {
    const file = join(scratchFolder(), "a.bin");
    await leavePart(file);
    expect(await foreignPart(file)).toBeUndefined();
  });
});

test("what the file system refuses is the station's failure, in words", async () => {
  const folder = scratchFolder();
  const missing = DumpFile.open(join(folder, "no/such/a.bin"), ORIGIN);
  await expect(missing).rejects.toMatchObject({
    failure: { code: "backup-failed", reason: "its folder does not exist" },
  });
  mkdirSync(join(folder, "b.bin.part.json"));
  await expect(DumpFile.open(join(folder, "b.bin"), ORIGIN)).rejects.toMatchObject({
    failure: { code: "backup-failed", reason: "it is a folder" },
  });
  const full = storing("c.bin", () => writeFile("/dev/full", BYTES));
  await expect(full).rejects.toMatchObject({
    failure: { code: "backup-failed", file: "c.bin", reason: "the disk is full" },
  });
});
