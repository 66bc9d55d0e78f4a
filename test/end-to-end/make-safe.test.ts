import { expect, test } from "vitest";
import { Workplace } from "../support/run-flashline.ts";
import { lastMoves, openWiredBench } from "../support/wired-bench.ts";

test("jig make-safe switches boards off that something left on, and says which it could not", async () => {
  await using place = new Workplace();
  const bench = await openWiredBench(place, [{ chip: "bk7231n" }, { chip: "bk7231t" }], "fast");
  const burnt = {
    id: "F03",
    flashPort: "/dev/null",
    power: { kind: "command", on: ["true"], off: ["/bin/sh", "-c", "echo burnt >&2; exit 1"] },
  };
  const fixtures = [...bench.nests, burnt];
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures });
  for (const { id } of bench.nests) await bench.switchPower(id, "on");

  const one = await place.run("jig", "make-safe", "--jig", jig, "--only", "F02");
  expect(one).toMatchObject({ exitCode: 0, stdout: "F02 is safe\n", stderr: "" });
  expect(await bench.powered()).toEqual(["F01"]);

  const all = await place.run("jig", "make-safe", "--jig", jig);
  expect(all.exitCode).toBe(3);
  const [f01, f02, f03] = all.stdout.split("\n");
  expect([f01, f02]).toEqual(["F01 is safe", "F02 is safe"]);
  expect(f03).toMatch(/^F03 IS NOT SAFE: .*burnt/);
  expect(await bench.powered()).toEqual([]);
  expect(lastMoves(bench)).toEqual({ F01: "off", F02: "off" });
});
