import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ReservedDump } from "../../../libs/dump/reserve-dump.ts";
import { mountSmallDisk } from "../../support/small-disk.ts";

const CONTENTS = Uint8Array.from({ length: 5000 }, (_, at) => at);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flashline-reserve-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("becomes the file as a whole, for this user alone, in a folder that it makes", async () => {
  const file = join(folder, "backups", "board.bin");
  await using room = await ReservedDump.open(file, CONTENTS.length);
  expect(statSync(`${file}.part`).size).toBe(CONTENTS.length);
  expect(await room.finish(CONTENTS)).toBe(createHash("sha256").update(CONTENTS).digest("hex"));
  expect(readFileSync(file)).toEqual(Buffer.from(CONTENTS));
  expect(readdirSync(join(folder, "backups"))).toEqual(["board.bin"]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("leaves nothing where it is not finished, and no other file's place is taken", async () => {
  const file = join(folder, "board.bin");
  {
    await using _ = await ReservedDump.open(file, CONTENTS.length);
  }
  expect(readdirSync(folder)).toEqual([]);
  writeFileSync(file, "another board's");
  {
    await using room = await ReservedDump.open(file, CONTENTS.length);
    await expect(room.finish(CONTENTS)).rejects.toMatchObject({
      failure: { code: "backup-failed", file, reason: "it exists already" },
    });
  }
  expect(readFileSync(file, "utf8")).toBe("another board's");
  expect(readdirSync(folder)).toEqual(["board.bin"]);
});

test("says that there is no room before anything is read, and leaves nothing", async ({ skip }) => {
  using disk = mountSmallDisk(join(folder, "disk"), 1);
  if (disk === undefined) return skip("this user may not mount a small disk");
  const file = join(disk.folder, "board.bin");
  await expect(ReservedDump.open(file, 0x200000)).rejects.toMatchObject({
    failure: { code: "backup-failed", file, reason: "the disk is full" },
  });
  expect(readdirSync(disk.folder)).toEqual([]);
});
