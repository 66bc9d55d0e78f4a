import { expect, test } from "vitest";
import { buildUf2 } from "../../libs/firmware/build-image.ts";
import type { EventOf } from "../support/lot-events.ts";
import { DATA, recordsOf } from "../support/lot-files.ts";
import { type Ending, eventsOf, Workplace } from "../support/run-flashline.ts";

const SHIFT_CHECK = {
  every: "8h",
  golden: "GOLD-1",
  mustFail: { serial: "BAD-1", code: "wrong-chip" },
};

/** Three nests: two good ones, and one whose log wire is open: what boots there is never heard. */
const layOut = (place: Workplace): { readonly jig: string; readonly recipe: string } => {
  const file = "app.uf2";
  place.write(file, buildUf2({ chip: "bk7231n", seed: 1, bytes: 20_000, version: "9.9.9" }));
  const boot = { on: "log", expect: "9.9.9", within: "1s" };
  const fixtures = [[], [], ["boot-silent"]].map((faults, index) => ({
    id: `F0${index + 1}`,
    virtual: { chip: "bk7231n", faults },
  }));
  return {
    jig: place.write("jig.yaml", { jig: "checked", trigger: "auto", fixtures }),
    recipe: place.write("recipe.yaml", {
      ...{ recipe: "checked", chip: "bk7231n", images: [{ file }], boot, retries: 0 },
      shiftCheck: SHIFT_CHECK,
    }),
  };
};

const endsOf = (ending: Ending): readonly EventOf<"run-ended">[] =>
  eventsOf(ending).filter((event) => event.kind === "run-ended");

const purposesIn = (ending: Ending, fixture: string): readonly string[] =>
  endsOf(ending)
    .filter((event) => event.fixture === fixture)
    .map(({ purpose = "product" }) => purpose);

test("each fixture proves itself before its first board, once in a shift; one that does not is locked", async () => {
  await using place = new Workplace();
  const { jig, recipe } = layOut(place);
  const files = ["--jig", jig, "--recipe", recipe, "--data", DATA];
  const lot = ["--first", "SN001", "--count", "4", "--lot", "L1", ...files];

  const plan = await place.run("run", ...lot, "--dry-run");
  expect(plan.stdout).toContain(
    "every 8 h: GOLD-1 must pass, BAD-1 must fail with wrong-chip; due on F01, F02, F03",
  );

  const ending = await place.run("run", ...lot, "--fast", "--json");
  expect(ending.exitCode, ending.stderr).toBe(3);
  expect(purposesIn(ending, "F01").slice(0, 3)).toEqual(["golden", "must-fail", "product"]);
  expect(purposesIn(ending, "F02").slice(0, 2)).toEqual(["golden", "must-fail"]);
  expect(purposesIn(ending, "F03")).toEqual(["golden"]);
  const events = eventsOf(ending);
  expect(events).toContainEqual(
    expect.objectContaining({
      ...{ kind: "check-failed", fixture: "F03", purpose: "golden", serial: "GOLD-1" },
      ...{ outcome: "fail", code: "boot-silent", expected: "pass" },
    }),
  );
  expect(events).toContainEqual(
    expect.objectContaining({ kind: "fixture-locked", why: "golden GOLD-1: boot-silent" }),
  );
  const counts = { pass: 4, fail: 0, error: 0, aborted: 0, notRun: 0 };
  expect(events.at(-1)).toMatchObject({ kind: "lot-ended", ...counts });
  // The golden board is one and the same, wherever it is.
  const records = recordsOf(place);
  const golden = records.filter(({ purpose }) => purpose === "golden");
  expect(golden.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  expect(new Set(golden.map(({ board }) => board?.mac)).size).toBe(1);
  expect(ending.stderr).not.toMatch(/another board/);

  const report = await place.run("report", "--lot", "L1", "--format", "json", "--data", DATA);
  const { serials, runs, totals, checks } = JSON.parse(report.stdout);
  expect(serials).toHaveLength(4);
  expect(totals).toMatchObject({ boards: 4, pass: 4, fail: 0, yield: 1, failures: [] });
  expect({ checks, runs: runs.length }).toEqual({ checks: 5, runs: 9 });

  // Within the shift only the fixture that has not proven itself is asked again.
  const next = ["--first", "SN101", "--count", "3", "--lot", "L2", ...files];
  const again = await place.run("run", ...next, "--dry-run");
  expect(again.stdout).toContain("BAD-1 must fail with wrong-chip; due on F03");
  const second = await place.run("run", ...next, "--fast", "--json");
  expect(purposesIn(second, "F01")).not.toContain("golden");
  expect(purposesIn(second, "F02")).not.toContain("golden");
  expect(purposesIn(second, "F03")).toEqual(["golden"]);
  expect(eventsOf(second).at(-1)).toMatchObject({ kind: "lot-ended", pass: 3, fail: 0 });

  const history = await place.run("history", "GOLD-1", "--data", DATA);
  expect(history.stdout).toMatch(/Lot L1, attempt 1, golden board: PASS/);
});
