import { hash } from "node:crypto";
import { renameSync } from "node:fs";
import { expect, test } from "vitest";
import { buildApp } from "../../libs/firmware/build-image.ts";
import { awaitEvent, isEndIn } from "../support/lot-events.ts";
import { recordsOf } from "../support/lot-files.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";

const imageOf = (seed: number): Uint8Array =>
  buildApp({ chip: "bk7231n", seed, bytes: 20_000, version: `1.0.${seed}` });

test("another good image put in place of the first between two boards reaches none of them", async () => {
  await using place = new Workplace();
  place.write("app.rbl", imageOf(1));
  place.write("recipe.yaml", { recipe: "r", chip: "bk7231n", images: [{ file: "app.rbl" }] });
  const fixtures = ["F01", "F02"].map((id) => ({ id, virtual: { chip: "bk7231n" } }));
  place.write("jig.yaml", { jig: "pair", trigger: "auto", fixtures });
  const lot = ["--jig", "jig.yaml", "--recipe", "recipe.yaml", "--lot", "L1", "--data", "data"];
  const run = place.start("run", ...lot, "--first", "SN01", "--count", "60", "--fast", "--json");
  await awaitEvent(run, isEndIn("F01"));
  place.write("new", imageOf(2));
  renameSync(place.path("new"), place.path("app.rbl"));

  const ending = await run.ended;
  expect(ending.exitCode).toBe(3);
  const [, now = ""] = /app\.rbl: was changed while the lot ran: .*, now it is (\w+)\./.exec(
    ending.stderr,
  ) ?? [ending.stderr];
  expect(now).toBe(hash("sha256", imageOf(2)));
  const counts = eventsOf(ending).at(-1);
  expect(counts).toMatchObject({
    kind: "lot-ended",
    stopped: false,
    fail: 0,
    error: 0,
    aborted: 0,
  });
  const records = recordsOf(place);
  expect(records.length).toBeLessThan(60);
  expect(records.map(({ verdict }) => verdict)).toEqual(records.map(() => "pass"));
  expect(counts).toMatchObject({ pass: records.length, notRun: 60 - records.length });
  const same = { images: [{ file: "app.rbl", sha256: hash("sha256", imageOf(1)) }] };
  expect(records).toMatchObject(records.map(() => same));
});
