import { expect, test } from "vitest";
import { LineCrew } from "../../../apps/coordinator/line-crew.ts";
import { makeHello } from "../../libs/dispatch/samples.ts";

const hello = (worker: string, station: string, fixtures: readonly string[], jig = "line-a") =>
  makeHello({ worker, station, jig, fixtures });

test("a fixture stays its station's: another of its name is not used, not even while that is away", () => {
  const crew = new LineCrew(() => "take");
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

test("a station whose data folder is a copy of another's is not used beside it: one would answer for the other's runs", () => {
  const crew = new LineCrew(() => "take");
  const of = (worker: string, station: string, fixture: string, journal: string) => ({
    ...hello(worker, station, [fixture], station),
    ...{ journal, journalId: "J1" },
  });
  crew.meet(of("W1", "pc-1", "F01", "pc-1 (/data)"));
  expect(crew.meet(of("W2", "pc-1", "F02", "pc-1 (/data)")).served).toBeDefined();
  const { served, notices } = crew.meet(of("W3", "pc-2", "F03", "pc-2 (/data)"));
  expect(served).toBeUndefined();
  expect(notices).toEqual([
    "F03 of jig pc-2 on pc-2: not used. Its data folder is a copy of that of pc-1 (/data), and each would answer for the other's boards: end its worker, move journal.sqlite out of pc-2 (/data), and start it again.",
  ]);
  crew.lose("W1");
  crew.lose("W2");
  expect(crew.meet(of("W3", "pc-2", "F03", "pc-2 (/data)")).served).toBeDefined();
});

test("a worker that takes fixtures over from another of its station says that this one is gone", () => {
  const crew = new LineCrew(() => "take");
  crew.meet(hello("W1", "pc-1", ["F01", "F02"]));
  const { replaced, served } = crew.meet(hello("W2", "pc-1", ["F02"]));
  expect(replaced.map(({ worker, fixtures }) => `${worker} ${fixtures}`)).toEqual(["W1 F02"]);
  expect(served?.fixtures).toEqual(["F02"]);
  expect(crew.lose("W1")?.fixtures).toEqual(["F01"]);
});
