import { expect, test } from "vitest";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { sampleFailure, samplePass, sampleSector, sampleStart } from "./sample-records.ts";
import { scratchFolder } from "./scratch.ts";

const MAC = "c8478c000001";
const AT = "2026-03-01T10:00:00.000Z";

const started = (run: string, serial: string, lot = "L1") => sampleStart({ run, serial, lot });

test("of two open runs of a lot one has a MAC, whichever process asks; the other may once that one ended in vain", () => {
  const folder = scratchFolder();
  using journal = openJournal(folder, { mode: "write" });
  using otherProcess = openJournal(folder, { mode: "write" });
  journal.startRun(started("R1", "SN1"));
  otherProcess.startRun(started("R2", "SN2"));
  expect(journal.meetBoard({ run: "R1", mac: MAC, at: AT })).toBeUndefined();
  expect(journal.meetBoard({ run: "R1", mac: MAC, at: AT })).toBeUndefined();
  const second = { run: "R2", mac: MAC, at: AT };
  expect(otherProcess.meetBoard(second)).toEqual({ serial: "SN1", state: "at-work" });
  journal.endRun(sampleFailure({ code: "interrupted" }, started("R1", "SN1")));
  expect(otherProcess.meetBoard(second)).toBeUndefined();
});

test("a run that passed in between has the MAC, too", () => {
  using journal = openJournal(scratchFolder(), { mode: "write" });
  journal.startRun(started("R2", "SN2"));
  journal.endRun(samplePass(started("R1", "SN1")));
  const met = { run: "R2", mac: MAC, at: AT };
  expect(journal.meetBoard(met)).toEqual({ serial: "SN1", state: "passed" });
});

test("another run of the serial, another lot and another MAC are no other board", () => {
  using journal = openJournal(scratchFolder(), { mode: "write" });
  for (const [run, serial, lot] of [
    ["R1", "SN1", "L1"],
    ["R2", "SN1", "L1"],
    ["R3", "SN2", "L2"],
    ["R4", "SN3", "L1"],
  ] as const) {
    journal.startRun(started(run, serial, lot));
    const mac = run === "R4" ? "c8478c000002" : MAC;
    expect(journal.meetBoard({ run, mac, at: AT })).toBeUndefined();
  }
});

test("the MACs a serial passed on: as found and as left, in any lot, by other runs that passed", () => {
  using journal = openJournal(scratchFolder(), { mode: "write" });
  journal.endRun(samplePass(started("R1", "SN1")));
  const macs = [MAC, "024fa698ca6b"];
  const board = { flashId: null, fingerprint: null, macs };
  for (const [run, serial] of [
    ["R1", "SN1"],
    ["R2", "SN1"],
  ] as const) {
    if (run === "R2") journal.startRun(started(run, serial, "L2"));
    const own = run === "R1" ? macs : ["c8478c000009"];
    journal.keepSector(sampleSector({ run, serial, board: { ...board, macs: own } }));
  }
  expect([...journal.passedMacs("SN1", "R2")].sort()).toEqual([...macs].sort());
  expect(journal.passedMacs("SN1", "R1")).toEqual([]);
  expect(journal.passedMacs("SN2", "R2")).toEqual([]);
});
