import { expect, test } from "vitest";
import { NestWatch } from "../../../apps/worker/nest-watch.ts";

test("what hands do while a run is under way asks for nothing afterwards, however late it is heard", () => {
  const watch = new NestWatch(["F01", "F02"]);
  const both = (levels: Parameters<NestWatch["change"]>[1]): void => {
    for (const fixture of ["F01", "F02"]) watch.change(fixture, levels);
  };
  both({ ports: "here", lid: "closed", board: "present", button: "up" });
  const run = watch.beginRun("F01");
  for (const levels of [
    { button: "down" },
    { button: "up", lid: "open", board: "absent", ports: "gone" },
    { lid: "closed", board: "present", ports: "here" },
  ] as const) {
    both(levels);
  }
  run[Symbol.dispose]();
  expect(watch.of("F01").counts).toEqual({ unplugs: 1, closings: 0, arrivals: 0, presses: 0 });
  expect(watch.of("F02").counts).toEqual({ unplugs: 1, closings: 1, arrivals: 1, presses: 1 });
  both({ button: "down", lid: "open" });
  both({ lid: "closed" });
  expect(watch.of("F01")).toMatchObject({ lid: "closed", counts: { closings: 1, presses: 1 } });
});
