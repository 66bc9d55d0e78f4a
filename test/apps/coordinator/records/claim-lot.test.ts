import { expect, test } from "vitest";
import { awaitEvent, isStep } from "../../../support/lot-events.ts";
import { DATA, recordsOf, writeRecipe } from "../../../support/lot-files.ts";
import { Workplace } from "../../../support/run-flashline.ts";

test("a lot is run by one coordinator at a time: two would give out the same serials", async () => {
  await using place = new Workplace();
  const recipe = writeRecipe(place, "bk7231n");
  const runOn = (id: string): string[] => {
    const fixtures = [{ id, recipe, virtual: { chip: "bk7231n" } }];
    const jig = place.write(`${id}.yaml`, { jig: id, trigger: "auto", fixtures });
    const lot = ["--first", "SN1", "--count", "2", "--lot", "L1", "--data", DATA];
    return ["run", "--jig", jig, ...lot, "--json"];
  };
  const first = place.start(...runOn("F01"));
  await awaitEvent(first, isStep("write", "F01"));
  const second = await place.run(...runOn("F02"));
  expect(second.exitCode).toBe(3);
  expect(second.stderr).toContain(
    `already on this machine (L1 of process ${first.pid}). Let that end,`,
  );
  expect((await first.ended).exitCode).toBe(0);
  expect(recordsOf(place).map(({ serial }) => serial)).toEqual(["SN1", "SN2"]);
});
