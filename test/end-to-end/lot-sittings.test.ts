import { expect, test } from "vitest";
import { buildApp } from "../../libs/firmware/build-image.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { type Ending, eventsOf, Workplace } from "../support/run-flashline.ts";
import { refusalOf, watchedNest } from "./refusal.ts";

/** An image, a recipe for it (with more fields), and a jig of two virtual nests. */
const layOut = (place: Workplace, more: Readonly<Record<string, unknown>> = {}): void => {
  place.write("app.rbl", imageOf(1));
  const recipe = { recipe: "plug", chip: "bk7231n", images: [{ file: "app.rbl" }] };
  place.write("recipe.yaml", { ...recipe, ...more });
  const fixtures = ["F01", "F02"].map((id) => ({ id, virtual: { chip: "bk7231n" } }));
  place.write("jig.yaml", { jig: "pair", trigger: "auto", fixtures });
};

const imageOf = (seed: number): Uint8Array =>
  buildApp({ chip: "bk7231n", seed, bytes: 20_000, version: `1.0.${seed}` });

const RUN = ["run", "--jig", "jig.yaml", "--recipe", "recipe.yaml", "--fast", "--json"];

/** Serials in the order of their runs' start. */
const startedIn = (sitting: Ending): readonly string[] =>
  eventsOf(sitting).flatMap((event) => (event.kind === "run-started" ? [event.serial] : []));

test.concurrent("a lot goes on with the boards it has left, keeps its image for life, and ends with each passed once, or in doubt", async () => {
  await using place = new Workplace();
  layOut(place);
  place.write("serials.txt", "# first pallet\nPLUG-099\n\n  PLUG-098\r\n");
  const first = await place.run(...RUN, "--lot", "L1", "--serials", "serials.txt");
  expect(first.exitCode).toBe(0);
  expect([...startedIn(first)].sort()).toEqual(["PLUG-098", "PLUG-099"]);

  const counted = ["--lot", "L1", "--first", "PLUG-098", "--count", "4"];
  const second = await place.run(...RUN, ...counted);
  expect(second.exitCode).toBe(0);
  expect([...startedIn(second)].sort()).toEqual(["PLUG-100", "PLUG-101"]);
  expect(eventsOf(second).at(-1)).toMatchObject({ kind: "lot-ended", pass: 4, fail: 0, notRun: 0 });

  const third = await place.run(...RUN, ...counted);
  expect(third.exitCode).toBe(0);
  expect(startedIn(third)).toEqual([]);
  expect(eventsOf(third).at(-1)).toMatchObject({ kind: "lot-ended", pass: 4, fail: 0, notRun: 0 });

  // As another station brings it: the board of PLUG-101 passed there as PLUG-102.
  {
    using journal = openJournal(place.path("data"), { mode: "write" });
    for (const here of journal.records({ serial: "PLUG-101" })) {
      journal.endRun({ ...here, run: "THERE", serial: "PLUG-102", station: "there" });
    }
  }
  const inDoubt = await place.run(...RUN, "--lot", "L1", "--first", "PLUG-098", "--count", "5");
  expect(inDoubt.exitCode).toBe(1);
  expect(startedIn(inDoubt)).toEqual([]);
  const twins = [{ serials: ["PLUG-101", "PLUG-102"] }];
  expect(eventsOf(inDoubt).at(-1)).toMatchObject({
    kind: "lot-ended",
    pass: 3,
    doubtful: 2,
    twins,
  });
  expect(inDoubt.stderr).toMatch(/DOUBTFUL: PLUG-101 and PLUG-102 both passed in this lot on a /);

  place.write("app.rbl", imageOf(2));
  const other = await place.run(...RUN, ...counted);
  expect(other).toMatchObject({ exitCode: 2, stdout: "" });
  expect(other.stderr).toMatch(/--lot: lot L1 was begun with another image\. Give .* new lot\.$/m);
  place.write("app.rbl", imageOf(1));
  place.write("recipe.yaml", {
    ...JSON.parse(new TextDecoder().decode(place.read("recipe.yaml"))),
    verify: "readback",
  });
  const changed = await place.run(...RUN, ...counted);
  expect(changed).toMatchObject({ exitCode: 2, stdout: "" });
  expect(changed.stderr).toMatch(/--lot: lot L1 was begun with another recipe\./);

  const report = await place.run("report", "--lot", "L1", "--format", "json");
  const { serials, totals } = JSON.parse(report.stdout);
  expect(totals).toMatchObject({ boards: 5, pass: 3, doubtful: 2, runs: 5 });
  expect(serials.map((row: { readonly serial: string }) => row.serial)).toEqual([
    "PLUG-099",
    "PLUG-098",
    "PLUG-100",
    "PLUG-101",
    "PLUG-102",
  ]);
});

test.concurrent("--dry-run prints the plan and touches nothing", async () => {
  await using place = new Workplace();
  layOut(place);
  const fixtures = [watchedNest(place, "F01"), watchedNest(place, "F02")];
  place.write("jig.yaml", { jig: "pair", trigger: "auto", fixtures });
  const before = place.contents();
  const dry = [...RUN, "--first", "SN1", "--count", "3", "--dry-run"];
  const plan = await place.run(...dry.filter((word) => word !== "--json"));
  expect(plan).toMatchObject({ exitCode: 0, stderr: "" });
  expect(plan.stdout).toMatch(/^pair: 3 boards on 2 fixtures\. Nothing was touched\.\n/);
  expect(plan.stdout).toMatch(
    /recipe plug for bk7231n on F01, F02\n {2}image app\.rbl {2}sha256 [0-9a-f]{64}\n/,
  );
  expect(plan.stdout).toMatch(/erase and verify 0x011000 to 0x12a000 {2}1124 KiB\n/);
  expect(plan.stdout).toMatch(/put the app of app\.rbl at 0x011000 to 0x129f70\n/);
  expect(plan.stdout).toMatch(
    / {2}keep calibration, each board's own radio trim and MAC,.*: 0x1d0000 to 0x1d1000 \(Tuya\), 0x1e0000/,
  );
  const told = await place.run(...dry);
  expect(told).toMatchObject({ exitCode: 0, stderr: "" });
  expect(eventsOf(told)).toMatchObject([
    {
      ...{ kind: "plan", boards: 3, recipe: "plug", fixtures: ["F01", "F02"] },
      ...{ eraseBytes: 1124 * 1024, overwrite: [], clone: false, patches: [] },
      writes: [{ file: "app.rbl", kind: "app-rbl", part: "app", start: 0x11000 }],
      parts: expect.arrayContaining([
        expect.objectContaining({ name: "calibration", start: 0x1d0000, fate: "kept" }),
      ]),
    },
  ]);
  expect(place.contents()).toEqual(before);

  layOut(place, { write: "changed", protect: true });
  expect((await place.run(...dry.filter((word) => word !== "--json"))).stdout).toMatch(
    /those only that do not hold it yet\n.*set the flash's write protection;/s,
  );
  expect(eventsOf(await place.run(...dry))).toMatchObject([{ write: "changed", protect: true }]);

  place.write("app.rbl", "no image");
  expect(await refusalOf(place, ...dry)).toContain("app.rbl: is nothing this station knows");
});
