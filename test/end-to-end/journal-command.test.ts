import { readdirSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { answer, journalPair } from "../libs/journal/journal-pair.ts";
import { samplePass } from "../libs/journal/sample-records.ts";
import { forge } from "../libs/journal/tamper.ts";
import { writeRecipe } from "../support/lot-files.ts";
import { Workplace } from "../support/run-flashline.ts";

test("a journal in use is copied and proven; one whose rows were changed is not, and says which", async () => {
  await using place = new Workplace();
  const data = place.path("data");
  using journal = openJournal(data, { mode: "write" });
  for (const run of ["R1", "R2"]) journal.endRun(samplePass({ run }));
  const { journal: id, place: last, hash } = journal.head();
  const head = `${id}:${last}:${hash}`;

  const copied = await place.run("journal", "backup", "--data", data, "--to", "copies", "--json");
  expect(copied).toMatchObject({ exitCode: 0, stderr: "" });
  const told = JSON.parse(copied.stdout);
  expect(told).toMatchObject({ kind: "journal-copied", head, journal: id, place: last });
  const copy = place.path(told.file);
  expect([statSync(copy).mode & 0o777, statSync(copy).size]).toEqual([0o600, told.bytes]);
  expect(readdirSync(place.path("copies"))).toEqual([told.file.split("/").at(-1)]);
  journal.endRun(samplePass({ run: "R3" }));

  const proven = await place.run("journal", "verify", copy, "--head", head);
  expect(proven).toMatchObject({ exitCode: 0, stderr: "" });
  expect(proven.stdout).toContain(`Whole: each of its ${last} rows`);
  expect(proven.stdout).toContain(`Head: ${head}`);

  const again = await place.run("journal", "backup", "--data", data, "-o", copy);
  expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("is there already") });
  const itself = ["journal", "backup", "--data", data, "-o", "data/journal.sqlite", "--force"];
  expect((await place.run(...itself)).exitCode).toBe(2);

  {
    using raw = new DatabaseSync(place.path("data/journal.sqlite"));
    raw.exec("DROP TRIGGER run_ended_no_update");
    raw.exec("UPDATE run_ended SET verdict = 'fail' WHERE run = 'R2'");
  }
  const broken = await place.run("journal", "verify", "--data", data, "--json");
  expect(broken).toMatchObject({ exitCode: 3, stderr: "" });
  expect(JSON.parse(broken.stdout)).toMatchObject({
    kind: "journal-verified",
    whole: false,
    journal: id,
    faults: [
      { kind: "row-changed", table: "run_ended", key: '["R2"]' },
      { kind: "tables-changed", table: "run_ended" },
    ],
  });
  // Nor does a lot begin with it.
  const recipe = writeRecipe(place, "bk7231n");
  const fixtures = [{ id: "F01", recipe, virtual: { chip: "bk7231n" } }];
  const jig = place.write("jig.yaml", { jig: "j", trigger: "auto", fixtures });
  const lot = await place.run("run", "--jig", jig, "--first", "S1", "--count", "1", "--data", data);
  expect(lot.exitCode).toBe(3);
  expect(lot.stderr).toMatch(
    /station error: The journal in .* is damaged: .* ask npx flashline journal v/,
  );
  const refused = await place.run("journal", "backup", "--data", data, "-o", copy, "--force");
  expect(refused).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("not whole") });
  expect(statSync(copy).size).toBe(told.bytes);
  expect(readdirSync(place.path("copies"))).toHaveLength(1);
});

test("a line's journal is held against its stations': what waits is said, what differs is a fault", async () => {
  await using place = new Workplace();
  const { line, station } = journalPair(["R1", "R2", "R3"], 2);
  const verify = ["journal", "verify", "--data", line, "--against", station];
  const proven = await place.run(...verify);
  expect(proven).toMatchObject({ exitCode: 0, stderr: "" });
  expect(proven.stdout).toMatch(
    /The line has 2 records of line-b from here, each at its place .*\n1 record that the line does not have yet:\n {2}S-R3 in F01 of line-b: pass \(run R3\)\n.* \(--data \/.*\)/,
  );
  answer(line, station, "R3");
  const { stdout } = await place.run(...verify);
  expect(stdout).toContain("It has 1 more by its answer alone, compared by run");
  expect(stdout).not.toContain("does not have yet");

  forge(station, "UPDATE run_ended SET verdict = 'fail' WHERE run = 'R2'");
  const other = journalPair([]).station;
  const broken = await place.run(...verify.with(-1, other), `${station}/journal.sqlite`, "--json");
  expect(broken).toMatchObject({ exitCode: 3, stderr: "" });
  expect(JSON.parse(broken.stdout)).toMatchObject({
    whole: true,
    against: [
      { whole: true, agrees: true, brought: 0 },
      {
        ...{
          file: `${station}/journal.sqlite`,
          whole: true,
          agrees: false,
          answered: 1,
          waiting: 0,
        },
        ...{ brought: 2, stations: ["line-b"] },
        faults: [{ kind: "history-differs", key: '["R2"]' }],
      },
    ],
    notCompared: [],
  });
});
