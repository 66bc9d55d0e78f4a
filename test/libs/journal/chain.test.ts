import { createHash } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { rawJournal } from "../../support/raw-journal.ts";
import { samplePass, sampleSector, sampleStart } from "./sample-records.ts";
import { scratchFolder, scratchJournal } from "./scratch.ts";

const bytes8 = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
};

const text = (value: string): Buffer =>
  Buffer.concat([Buffer.from("T"), bytes8(BigInt(Buffer.byteLength(value))), Buffer.from(value)]);

const blob = (value: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from("B"), bytes8(BigInt(value.length)), value]);

const integer = (value: bigint): Buffer => Buffer.concat([Buffer.from("I"), bytes8(value)]);

test("each row has a hash over the one before it, its place, its table and its columns", () => {
  const folder = scratchFolder();
  const journal = scratchJournal(folder);
  const first = journal.head();
  expect(first).toEqual({
    journal: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
    place: 1,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  journal.startRun(sampleStart({ run: "R1" }));
  const started = journal.head();
  const sector = sampleSector({ run: "R1" });
  journal.keepSector(sector);
  const known = createHash("sha256")
    .update(Buffer.from(started.hash, "hex"))
    .update(bytes8(3n))
    .update(text("kept_sector"))
    .update(integer(1n))
    .update(Buffer.concat([text("R1"), text(sector.serial), integer(BigInt(sector.address))]))
    .update(Buffer.concat([text(sector.at), blob(sector.before), blob(sector.intended)]))
    .update(text(JSON.stringify(sector.board)))
    .digest("hex");
  expect(journal.head()).toEqual({ journal: first.journal, place: 3, hash: known });
  expect(journal.placeOf("R1")).toBeUndefined();
  journal.endRun(samplePass({ run: "R1" }));
  expect(journal.placeOf("R1")).toMatchObject({ place: 4 });
  expect(journal.head().place).toBe(5);
});

test("a column's type counts, and a null within a row; nulls at its end do not", () => {
  const hashOf = (values: string): unknown => {
    using raw = rawJournal(scratchFolder());
    return raw.prepare(`SELECT hex(flashline_hash(zeroblob(32), 1, x'74', ${values})) AS it`).get()
      ?.it;
  };
  const rows = [
    "'text', x'31'",
    "'blob', x'31'",
    "'integer', 1",
    "'real', 1.0",
    "'text', x'3132'",
    "'text', x'31', 'text', x'32'",
    "'null', NULL, 'text', x'31'",
    "'text', x'31', 'null', NULL, 'text', x''",
    "'text', x'31', 'text', x''",
    "'integer', 9223372036854775807",
    "'integer', 9223372036854775806",
  ];
  expect(new Set(rows.map(hashOf)).size).toBe(rows.length);
  expect(hashOf("'text', x'31', 'null', NULL")).toBe(hashOf("'text', x'31'"));
});

test("a program that does not know the chain adds no row", () => {
  const folder = scratchFolder();
  const journal = scratchJournal(folder);
  const before = journal.head();
  using raw = new DatabaseSync(join(folder, "journal.sqlite"));
  const start = "INTO run_started VALUES ('R1', 'L', 'S', 'F01', 'x', 'now', '{}')";
  for (const verb of ["INSERT", "INSERT OR IGNORE", "INSERT OR REPLACE"]) {
    expect(() => raw.exec(`${verb} ${start}`)).toThrow(/no such function/);
  }
  expect(journal.head()).toEqual(before);
});

test("a journal keeps its id; another has another", () => {
  const folder = scratchFolder();
  const { journal: id } = scratchJournal(folder).head();
  using again = openJournal(folder, { mode: "write" });
  expect(again.head().journal).toBe(id);
  using reader = openJournal(folder, { mode: "read" });
  expect(reader.head()).toEqual(again.head());
  expect(scratchJournal().head().journal).not.toBe(id);
});
