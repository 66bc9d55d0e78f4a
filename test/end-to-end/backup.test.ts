import { hash } from "node:crypto";
import { readdirSync } from "node:fs";
import { ulid } from "ulid";
import { expect, test } from "vitest";
import { openDispatch } from "../../libs/dispatch/open-dispatch.ts";
import { buildApp } from "../../libs/firmware/build-image.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { startRedisForTests } from "../redis-for-tests.ts";
import { recordsOf } from "../support/lot-files.ts";
import { Workplace } from "../support/run-flashline.ts";
import { seenWorker } from "../support/seen-worker.ts";
import { openWiredBench } from "../support/wired-bench.ts";
import { usedFlash } from "./used-board.ts";

/** A fixture of each kind of download mode; the last one's recipe asks for no backup. */
const NESTS = [
  { id: "F01", chip: "bk7231n", backup: true },
  { id: "F02", chip: "bk7231t", backup: true },
  { id: "F03", chip: "bk7231n", backup: false },
] as const;

/** Each board is one of its own, by its MAC: the same board under two serials would be refused. */
const flashFile = (fixture: string): string => `${fixture}-before.bin`;

const layOut = (place: Workplace): string => {
  for (const chip of ["bk7231n", "bk7231t"] as const) {
    place.write(`${chip}.rbl`, buildApp({ chip, seed: 4, bytes: 20_000, version: "1.0.4" }));
  }
  const fixtures = NESTS.map(({ id, chip, backup }, index) => {
    place.write(flashFile(id), usedFlash(chip, 5 + index));
    const images = [{ file: `${chip}.rbl` }];
    const recipe = place.write(`${id}.yaml`, { recipe: id, chip, images, backup });
    return { id, recipe, virtual: { chip, flash: flashFile(id) } };
  });
  return place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures });
};

test.concurrent("each board's old flash is kept where its recipe asks for it, named in its record", async () => {
  await using place = new Workplace();
  const lot = ["--first", "SN1", "--count", "3", "--lot", "L1", "--fast", "--json"];
  const ending = await place.run("run", "--jig", layOut(place), ...lot, "--backup", "copies");
  expect(ending.exitCode).toBe(0);
  const runs = recordsOf(place);
  const names: string[] = [];
  for (const { fixture, serial, run, backup, notes } of runs) {
    const nest = NESTS.find(({ id }) => id === fixture);
    if (nest?.backup !== true) {
      expect(backup).toBeNull();
      continue;
    }
    const name = `${serial}-${run}.bin`;
    const before = place.read(flashFile(nest.id));
    expect(backup).toEqual({ file: place.path(`copies/${name}`), sha256: hash("sha256", before) });
    expect(Buffer.compare(place.read(`copies/${name}`), before)).toBe(0);
    expect(notes.join("\n")).toContain(name);
    names.push(name);
  }
  expect(readdirSync(place.path("copies")).sort()).toEqual(names.sort());
  expect(names).toHaveLength(2);
  const history = await place.run("history", runs[0]?.serial ?? "");
  expect(history.stdout.includes("Backup")).toBe(runs[0]?.backup !== null);
});

test.concurrent("without a place for them backups are in the data folder, and the plan tells of them", async () => {
  await using place = new Workplace();
  const lot = ["--jig", layOut(place), "--first", "SN1", "--count", "1", "--fast"];
  const plan = await place.run("run", ...lot, "--dry-run");
  expect(plan.stdout.match(/first keep a copy of the whole flash/g)).toHaveLength(2);
  const only = ["--data", "there"];
  expect(await place.run("run", ...lot, ...only)).toMatchObject({ exitCode: 0 });
  using journal = openJournal(place.path("there"), { mode: "read" });
  const [record] = journal.records();
  expect(readdirSync(place.path("there/backups"))).toEqual([`SN1-${record?.run}.bin`]);
});

test.concurrent("a worker of its own standing keeps backups where it was told to, and the lot says so", async () => {
  await using place = new Workplace();
  await using redis = await startRedisForTests();
  await using dispatch = await openDispatch({ url: redis.url, session: ulid() });
  const bench = await openWiredBench(place, [{ chip: "bk7231n" }, { chip: "bk7231t" }], "fast");
  const fixtures = bench.nests.map((nest, index) => ({ ...nest, recipe: `F0${index + 1}.yaml` }));
  layOut(place);
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures });
  const shared = ["--jig", jig, "--redis", redis.url];
  const own = ["--data", "elsewhere", "--only", "F01", "--backup", "theirs"];
  await seenWorker(dispatch, place.start("worker", ...shared, ...own).pid);

  const lot = ["--first", "SN1", "--count", "2", "--backup", "ours", "--json"];
  const ending = await place.run("run", ...shared, ...lot);
  expect(ending.exitCode).toBe(0);
  expect(ending.stdout).toMatch(/"level":"warning","text":"F01: backups go where the worker on /);
  for (const folder of ["theirs", "ours"]) {
    const [name = "", ...more] = readdirSync(place.path(folder));
    expect(more).toEqual([]);
    expect(place.read(`${folder}/${name}`)).toHaveLength(0x200000);
  }
});
