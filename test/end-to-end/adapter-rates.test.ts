import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DATA, recordsOf, writeRecipe } from "../support/lot-files.ts";
import { Workplace } from "../support/run-flashline.ts";

test("a rate that fails with two boards is not asked of their adapter again, and each record tells its rate", async () => {
  await using place = new Workplace();
  const recipe = writeRecipe(place, "bk7231n");
  const virtual = { chip: "bk7231n", faults: ["deaf-above:500000"] };
  const fixtures = [{ id: "F01", recipe, virtual }];
  const jig = place.write("jig.yaml", { jig: "slow", trigger: "auto", fixtures });
  const lot = ["--first", "SN001", "--count", "3", "--lot", "L1", "--data", DATA];
  const ending = await place.run("run", "--jig", jig, ...lot, "--fast", "--json");
  expect(ending.exitCode).toBe(0);
  const told = recordsOf(place).map(({ baud, linkAttempts, notes }) => ({
    baud,
    linkAttempts,
    isRemembered: notes.some((note) => note.includes("two boards did not answer at 921600 baud")),
  }));
  expect(told).toEqual([
    { baud: 460800, linkAttempts: 2, isRemembered: false },
    { baud: 460800, linkAttempts: 2, isRemembered: false },
    { baud: 460800, linkAttempts: 1, isRemembered: true },
  ]);
  expect(readdirSync(join(place.path(DATA), "adapter-rates"))).toHaveLength(1);
});
