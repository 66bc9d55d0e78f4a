import { expect, test } from "vitest";
import { LineCrew } from "../../../../apps/coordinator/line/line-crew.ts";
import { makeHello } from "../../../libs/dispatch/samples.ts";

const hello = (worker: string, station: string, fixtures: readonly string[], jig = "line-a") =>
  makeHello({ worker, station, jig, fixtures });

test("a fixture stays its station's: another of its name is not used, not even while that is away", () => {
  const crew = new LineCrew(
    () => "take",
    () => undefined,
  );
  expect(crew.meet(hello("W1", "pc-1", ["F01", "F02"])).served?.fixtures).toEqual(["F01", "F02"]);
  const second = crew.meet(hello("W2", "pc-2", ["F02", "F03"], "line-b"));
  expect(second.served?.fixtures).toEqual(["F03"]);
  expect(second.notices).toEqual([
    "F02 of jig line-b on pc-2: not used. The line has a fixture of that name, of jig line-a on pc-1; give each its own name in the jig file.",
  ]);
  expect(crew.lose("W1")?.fixtures).toEqual(["F01", "F02"]);
  expect(crew.lose("W1")).toBeUndefined();
  expect(crew.meet(hello("W3", "pc-2", ["F01"], "line-a"))).toMatchObject({ served: undefined });
  expect(crew.meet(hello("W4", "pc-1", ["F01", "F02"]))).toMatchObject({
    served: { worker: "W4", fixtures: ["F01", "F02"] },
    replaced: [],
  });
  expect(crew.serverOf("F02")?.worker).toBe("W4");
  expect(crew.workers().map(({ worker, fixtures }) => `${worker} ${fixtures}`)).toEqual([
    "W2 F03",
    "W4 F01,F02",
  ]);
});

test("a worker that takes fixtures over from another of its station says that this one is gone", () => {
  const crew = new LineCrew(
    () => "take",
    () => undefined,
  );
  crew.meet(hello("W1", "pc-1", ["F01", "F02"]));
  const { replaced, served } = crew.meet(hello("W2", "pc-1", ["F02"]));
  expect(replaced.map(({ worker, fixtures }) => `${worker} ${fixtures}`)).toEqual(["W1 F02"]);
  expect(served?.fixtures).toEqual(["F02"]);
  expect(crew.lose("W1")?.fixtures).toEqual(["F01"]);
});

test("of two workers that list a fixture the one with its greater number has it", () => {
  const leases: Readonly<Record<string, number>> = { W1: 7, W2: 9 };
  for (const order of [
    ["W1", "W2"],
    ["W2", "W1"],
  ]) {
    const crew = new LineCrew(
      () => "take",
      (worker) => leases[worker],
    );
    for (const worker of order) crew.meet(hello(worker, "pc-1", ["F01"]));
    expect(crew.serverOf("F01")?.worker).toBe("W2");
    expect(crew.jigOf("F01")).toBe("line-a");
  }
});
