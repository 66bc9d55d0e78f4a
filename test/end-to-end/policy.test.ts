import { expect, test } from "vitest";
import { buildUf2 } from "../../libs/firmware/build-image.ts";
import type { EventOf } from "../support/lot-events.ts";
import { DATA } from "../support/lot-files.ts";
import { type Ending, eventsOf, Workplace } from "../support/run-flashline.ts";

/** A nest that is well, and one whose wires are crossed: no board answers there. */
const layOut = (place: Workplace) => {
  const file = "app.uf2";
  place.write(file, buildUf2({ chip: "bk7231n", seed: 1, bytes: 20_000, version: "9.9.9" }));
  const plain = { chip: "bk7231n", images: [{ file }], retries: 0, linkAttempts: 1 };
  const fixtures = [
    { id: "F01", virtual: { chip: "bk7231n" } },
    { id: "F02", virtual: { chip: "bk7231n", wiring: { ports: "swapped" } } },
  ];
  return {
    jig: place.write("jig.yaml", { jig: "policed", trigger: "auto", fixtures }),
    moving: place.write("moving.yaml", {
      ...{ ...plain, recipe: "moving" },
      policy: { otherFixtures: 1, lockAfter: 1 },
    }),
    stopping: place.write("stopping.yaml", {
      ...{ ...plain, recipe: "stopping" },
      boot: { on: "log", expect: "8.8.8", within: "1s" },
      policy: { stopAfter: 2 },
    }),
  };
};

const endsOf = (ending: Ending): readonly EventOf<"run-ended">[] =>
  eventsOf(ending).filter((event) => event.kind === "run-ended");

test("a board moves to another fixture, its first one is locked over sittings, a lot that fails alike is closed", async () => {
  await using place = new Workplace();
  const { jig, moving, stopping } = layOut(place);
  const run = (lot: string, recipe: string, count: number) => {
    const files = ["--jig", jig, "--recipe", recipe, "--data", DATA];
    const serials = ["--first", `${lot}001`, "--count", String(count), "--lot", lot];
    return place.run("run", ...files, ...serials, "--fast", "--json");
  };

  const first = await run("A", moving, 3);
  expect(first.exitCode, first.stderr).toBe(0);
  const failed = endsOf(first).filter(({ verdict }) => verdict === "fail");
  expect(failed).toMatchObject([
    { fixture: "F02", failure: { code: "no-link" }, next: "elsewhere", failedIn: [] },
  ]);
  const [{ run: failedRun, serial } = { run: "", serial: "" }] = failed;
  const again = endsOf(first).find(({ attempt }) => attempt === 2);
  expect(again).toMatchObject({ serial, fixture: "F01", verdict: "pass", failedIn: ["F02"] });
  const lock = { fixture: "F02", by: null, cause: "policy", why: "1 in a row: no-link" };
  expect(eventsOf(first)).toContainEqual(
    expect.objectContaining({ kind: "fixture-locked", ...lock, runs: [failedRun] }),
  );
  expect(eventsOf(first).at(-1)).toMatchObject({ kind: "lot-ended", pass: 3, fail: 0, notRun: 0 });
  const second = await run("B", stopping, 4);
  expect(second.exitCode, second.stderr).toBe(3);
  expect(eventsOf(second)).toContainEqual(
    expect.objectContaining({ kind: "fixture-locked", ...lock }),
  );
  expect(new Set(endsOf(second).map(({ fixture }) => fixture))).toEqual(new Set(["F01"]));
  expect(endsOf(second)).toMatchObject([
    { failure: { code: "boot-wrong" }, next: "none" },
    { failure: { code: "boot-wrong" }, next: "none" },
  ]);
  expect(eventsOf(second)).toContainEqual(
    expect.objectContaining({
      kind: "line-closed",
      why: "2 boards in a row failed by image (boot-wrong). Check that boards, recipe and firmware belong together.",
    }),
  );
  expect(eventsOf(second).at(-1)).toMatchObject({ kind: "lot-ended", fail: 2, notRun: 2 });

  const locked = await place.run("fixtures", "--data", DATA);
  expect(locked.stdout).toMatch(
    /^policed: .* F02 locked by policy: 1 in a row: no-link\. .* \(1 run\)\n$/,
  );
  const unlocked = await place.run("fixtures", "unlock", "F02", "--by", "eva", "--data", DATA);
  expect(unlocked).toMatchObject({ exitCode: 0, stderr: "" });
  const report = await place.run("report", "--format", "json", "--data", DATA);
  const { decisions, serials } = JSON.parse(report.stdout);
  expect(decisions).toMatchObject([
    { ...lock, kind: "lock", jig: "policed", lot: "A", runs: [failedRun] },
    { kind: "close", cause: "policy", lot: "B", runs: [expect.any(String), expect.any(String)] },
    { kind: "unlock", cause: "hand", fixture: "F02", by: "eva" },
  ]);
  expect(serials).toHaveLength(7);
  const after = await place.run("fixtures", "unlock", "F02", "--by", "eva", "--data", DATA);
  expect(after).toMatchObject({ exitCode: 2, stdout: "" });
});
