import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { awaitEvent, isStep } from "../support/lot-events.ts";
import { DATA, readJournal, writeRecipe } from "../support/lot-files.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";
import { mountSmallDisk } from "../support/small-disk.ts";

const startLot = (place: Workplace, boards: number, ids: readonly string[]) => {
  const recipe = writeRecipe(place, "bk7231n");
  const fixtures = ids.map((id) => ({ id, virtual: { chip: "bk7231n" } }));
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures });
  const serials = ["--first", "SN1", "--count", String(boards), "--lot", "L1"];
  const files = ["--jig", jig, "--recipe", recipe, "--data", DATA];
  return place.start("run", ...files, ...serials, "--json");
};

const BOARDS = 5;

test("a disk that fills up in mid-lot: nothing is lost, the line waits and says so, and goes on when there is room", async (context) => {
  await using place = new Workplace();
  using disk = mountSmallDisk(place.path(DATA), 12);
  if (disk === undefined) return context.skip();
  const ids = ["F01", "F02", "F03"];
  const lot = startLot(place, BOARDS, ids);
  await awaitEvent(lot, isStep("write", "F02"));
  disk.fill();
  const isWaiting = (stdout: string): boolean => stdout.split('"awaits":"journal"').length > 1;
  await lot.printed(isWaiting);
  disk.makeRoom();
  const { exitCode, stdout, stderr } = await lot.ended;
  expect(stderr).toMatch(/ is (nearly )?full\. No new board starts there/);
  const events = eventsOf({ exitCode, stdout, stderr });
  expect(events.at(-1)).toMatchObject({ kind: "lot-ended", pass: BOARDS, error: 0 });
  const healths = events.filter(({ kind }) => kind === "station-health");
  expect(healths.map((health) => "journal" in health && health.journal)).toEqual(
    expect.arrayContaining([expect.stringMatching(/full/), "good"]),
  );
  // None was taken out.
  const idle = events.flatMap((event) => (event.kind === "fixture-idle" ? [event.reason] : []));
  expect(new Set(idle)).toEqual(new Set(["done"]));
  expect(exitCode).toBe(0);
  readJournal(place, (journal) => {
    expect(journal.openRuns()).toEqual([]);
    const passed = journal.records({ lot: "L1" }).filter(({ verdict }) => verdict === "pass");
    expect(passed.map(({ serial }) => serial).sort()).toEqual(
      Array.from({ length: BOARDS }, (_, index) => `SN${index + 1}`),
    );
  });
});

test("a line stopped while nothing can be recorded ends as the station's failure, and names whose record is missing", async () => {
  await using place = new Workplace();
  const lot = startLot(place, 2, ["F01"]);
  await awaitEvent(lot, isStep("write", "F01"));
  using other = new DatabaseSync(place.path(`${DATA}/journal.sqlite`));
  other.exec("BEGIN IMMEDIATE");
  process.kill(lot.pid, "SIGINT");
  const ended = await lot.ended;
  expect(ended.exitCode).toBe(3);
  expect(ended.stderr).toContain("NOT RECORDED: how SN1 ended in F01.");
  expect(place.processes()).toEqual([]);
  other.exec("ROLLBACK");
  // The next sitting closes what was left open, and asks for the board again.
  readJournal(place, (journal) => expect(journal.openRuns()).toHaveLength(1));
});
