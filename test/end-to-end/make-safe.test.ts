import { expect, test } from "vitest";
import { Workplace } from "../support/run-flashline.ts";
import { lastMoves, openWiredBench } from "../support/wired-bench.ts";

test("jig make-safe switches boards off that something left on, and says which it could not", async () => {
  await using place = new Workplace();
  const bench = await openWiredBench(place, [{ chip: "bk7231n" }, { chip: "bk7231t" }], "fast");
  const burnt = (id: string) => ({
    id,
    flashPort: `/dev/no-${id}`,
    power: {
      kind: "command",
      on: ["true", id],
      off: ["/bin/sh", "-c", "echo burnt >&2; exit 1", id],
    },
  });
  const alwaysOn = { id: "F05", flashPort: "/dev/full", power: { kind: "none" } };
  const fixtures = [...bench.nests, burnt("F03"), burnt("F04"), alwaysOn];
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures });
  for (const { id } of bench.nests) await bench.switchPower(id, "on");

  const one = await place.run("jig", "make-safe", "--jig", jig, "--only", "F02");
  expect(one).toMatchObject({ exitCode: 0, stdout: "F02 is safe\n", stderr: "" });
  expect(await bench.powered()).toEqual(["F01"]);

  const all = await place.run("jig", "make-safe", "--jig", jig);
  expect(all.exitCode).toBe(3);
  const [f01, f02, f03, f04, f05, causes] = all.stdout.split("\n");
  expect([f01, f02]).toEqual(["F01 is safe", "F02 is safe"]);
  expect(f03).toMatch(/^F03 IS NOT SAFE: .*burnt/);
  expect(`${f03}${f04}`).not.toContain("Likely");
  expect(f05).toContain("F05: its supply is not switched by the station");
  expect(causes).toContain("F03, F04: Likely: [station]");
  expect(await bench.powered()).toEqual([]);
  expect(lastMoves(bench)).toEqual({ F01: "off", F02: "off" });
});
