import { expect, test } from "vitest";
import { JournalError } from "../../../libs/journal/journal-error.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import {
  sampleBinding,
  sampleFailure,
  samplePass,
  sampleSector,
  sampleStart,
} from "./sample-records.ts";
import { scratchFolder, scratchJournal } from "./scratch.ts";

test("a run is open from its start to its end, and kept word for word", () => {
  const folder = scratchFolder();
  const start = sampleStart();
  const record = samplePass({ notes: ["'; DROP TABLE run_ended; --", "\x1b[2J\u202e"] });
  {
    using journal = openJournal(folder, { mode: "write" });
    journal.startRun(start);
    expect(journal.openRuns()).toEqual([start]);
    expect(journal.record(start.run)).toBeUndefined();
    expect(journal.endRun(record)).toBe("stored");
  }
  using journal = openJournal(folder, { mode: "read" });
  expect(journal.openRuns()).toEqual([]);
  expect(journal.startOf(start.run)).toEqual(start);
  expect(journal.record(start.run)).toEqual(record);
  expect(journal.records()).toEqual([record]);
});

test("a run id starts once", () => {
  const journal = scratchJournal();
  journal.startRun(sampleStart());
  expect(() => journal.startRun(sampleStart({ serial: "SN0002" }))).toThrow(JournalError);
  journal.endRun(samplePass());
  expect(() => journal.startRun(sampleStart())).toThrow(JournalError);
  expect(journal.startOf(sampleStart().run)).toEqual(sampleStart());
});

test("the first end of a run stays: the same again changes nothing, another is refused", () => {
  const journal = scratchJournal();
  const pass = samplePass();
  const { run, ...rest } = pass;
  expect(journal.endRun(pass)).toBe("stored");
  expect(journal.endRun({ ...rest, run })).toBe("already-stored");
  expect(journal.endRun(sampleFailure({ code: "interrupted" }))).toBe("refused");
  expect(journal.endRun({ ...pass, notes: ["late"] })).toBe("refused");
  expect(journal.records()).toEqual([pass]);
});

test("a record delivered by another host brings its start with it", () => {
  const journal = scratchJournal();
  expect(journal.endRun(samplePass())).toBe("stored");
  expect(journal.startOf(samplePass().run)).toEqual(sampleStart());
  expect(journal.openRuns()).toEqual([]);
});

test("an end that names another board than its start is refused", () => {
  const journal = scratchJournal();
  journal.startRun(sampleStart());
  expect(journal.endRun(samplePass({ serial: "SN0002" }))).toBe("refused");
  expect(journal.openRuns()).toHaveLength(1);
});

test("a pass with a failure is no verdict", () => {
  const journal = scratchJournal();
  const record = samplePass({ failure: { code: "interrupted" } });
  expect(() => journal.endRun(record)).toThrow(JournalError);
  expect(journal.startOf(record.run)).toBeUndefined();
});

test("a saved sector comes back byte for byte; it needs a run that started", () => {
  const journal = scratchJournal();
  const before = Uint8Array.from({ length: 4096 }, (_, index) => index % 251);
  const sector = sampleSector({ before });
  expect(() => journal.keepSector(sector)).toThrow(JournalError);
  journal.startRun(sampleStart({ run: "R1" }));
  journal.keepSector(sector);
  journal.keepSector({ ...sector, address: 0x1e2000 });
  expect(journal.keptSectors("SN0001")).toEqual([sector, { ...sector, address: 0x1e2000 }]);
  expect(journal.keptSectors("SN0002")).toEqual([]);
});

test("runs are found by lot, serial, time, station and fixture", () => {
  const journal = scratchJournal();
  const runs = [
    samplePass({ run: "R1", lot: "A", serial: "1", startedAt: "2026-03-01T10:00:02.000Z" }),
    samplePass({ run: "R2", lot: "A", serial: "2", startedAt: "2026-03-01T10:00:01.000Z" }),
    samplePass({ run: "R3", lot: "B", serial: "1", startedAt: "2026-03-01T10:00:03.000Z" }),
  ];
  for (const run of runs) journal.endRun(run);
  const found = (filter: Parameters<typeof journal.records>[0]) =>
    journal.records(filter).map(({ run }) => run);
  expect(found({})).toEqual(["R2", "R1", "R3"]);
  expect(found({ lot: "A" })).toEqual(["R2", "R1"]);
  expect(found({ serial: "1" })).toEqual(["R1", "R3"]);
  expect(found({ lot: "A", serial: "1" })).toEqual(["R1"]);
  expect(found({ since: "2026-03-01T10:00:02.000Z" })).toEqual(["R1", "R3"]);
  expect(found({ serial: "' OR 1=1 --" })).toEqual([]);
  journal.startRun(sampleStart({ run: "R4", fixture: "F01" }));
  journal.startRun(sampleStart({ run: "R5", fixture: "F02" }));
  journal.startRun(sampleStart({ run: "R6", fixture: "F02", station: "line-b" }));
  const open = (filter: Parameters<typeof journal.openRuns>[0]) =>
    journal.openRuns(filter).map(({ run }) => run);
  expect(open({ station: "line-a" })).toEqual(["R4", "R5"]);
  expect(open({ station: "line-a", fixtures: ["F02", "F03"] })).toEqual(["R5"]);
  expect(open({ fixtures: [] })).toEqual([]);
});

test("a lot is bound to its recipes and images, whatever their order", () => {
  const journal = scratchJournal();
  const first = sampleBinding({ recipes: ["r1", "r2"], images: ["i1", "i2"] });
  expect(journal.lotBinding("LOT-1")).toBeUndefined();
  expect(journal.bindLot(first)).toEqual({ kind: "bound" });
  const later = { ...first, recipes: ["r2", "r1"], images: ["i2", "i1"], startedAt: "2026-03-02" };
  expect(journal.bindLot(later)).toEqual({ kind: "bound" });
  expect(journal.lotBinding("LOT-1")).toEqual(first);
  const conflict = (differs: string) => ({ kind: "conflict", differs, bound: first });
  expect(journal.bindLot({ ...first, images: ["i1"] })).toEqual(conflict("image"));
  expect(journal.bindLot({ ...first, images: ["i1", "i2", "i3"] })).toEqual(conflict("image"));
  expect(journal.bindLot({ ...first, recipes: ["r1", "r3"] })).toEqual(conflict("recipe"));
  expect(journal.lotBinding("LOT-1")).toEqual(first);
});

test("further sittings add serials; a refused one adds none", () => {
  const journal = scratchJournal();
  const serialsAfter = (serials: readonly string[] | null, images = ["i"]) => {
    journal.bindLot(sampleBinding({ serials, images }));
    return journal.lotBinding("LOT-1")?.serials;
  };
  expect(serialsAfter(null)).toBeNull();
  expect(serialsAfter(["2", "1"])).toEqual(["2", "1"]);
  expect(serialsAfter(["3", "1", "3"])).toEqual(["2", "1", "3"]);
  expect(serialsAfter(null)).toEqual(["2", "1", "3"]);
  expect(serialsAfter(["4"], ["other"])).toEqual(["2", "1", "3"]);
});

test("lots are listed oldest first, bound or not", () => {
  const journal = scratchJournal();
  journal.endRun(samplePass({ run: "R1", lot: "C", startedAt: "2026-03-03T00:00:00.000Z" }));
  journal.bindLot(sampleBinding({ lot: "B", startedAt: "2026-03-02T00:00:00.000Z" }));
  journal.endRun(samplePass({ run: "R2", lot: "B", startedAt: "2026-03-04T00:00:00.000Z" }));
  journal.startRun(sampleStart({ run: "R3", lot: "A", startedAt: "2026-03-05T00:00:00.000Z" }));
  expect(journal.lots()).toEqual(["B", "C", "A"]);
});

test("a MAC that passed is found under another serial of the same lot only", () => {
  const journal = scratchJournal();
  const mac = samplePass().board?.mac ?? "";
  journal.endRun(
    sampleFailure({ code: "boot-silent", withinMs: 1 }, { run: "R0", board: samplePass().board }),
  );
  expect(journal.passWithMac("LOT-1", mac)).toBeUndefined();
  journal.endRun(samplePass({ run: "R1", serial: "SN0001" }));
  expect(journal.passWithMac("LOT-1", mac)).toBe("SN0001");
  expect(journal.passWithMac("LOT-1", mac, "SN0001")).toBeUndefined();
  expect(journal.passWithMac("LOT-1", mac, "SN0002")).toBe("SN0001");
  expect(journal.passWithMac("LOT-2", mac)).toBeUndefined();
  expect(journal.passWithMac("LOT-1", "c8478c000002")).toBeUndefined();
});
