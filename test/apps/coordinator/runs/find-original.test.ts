import { expect, test } from "vitest";
import { findOriginal } from "../../../../apps/coordinator/runs/find-original.ts";
import { makeHello } from "../../../libs/dispatch/samples.ts";

const LINE = { journalId: "J0", boot: "b0" };
const on = (station: string, journalId: string, boot: string) =>
  makeHello({ station, journalId, boot });

test("a worker is a copy's where its journal is written on another machine, too", () => {
  const first = on("pc-1", "J1", "b1");
  const copy = on("pc-2", "J1", "b2");
  expect(findOriginal(copy, LINE, [first, copy])).toMatch(
    /^The data folder of pc-2 is a copy of that of pc-1, /,
  );
  expect(findOriginal(first, LINE, [first, copy])).toBeUndefined();
  expect(findOriginal(copy, LINE, [copy])).toBeUndefined();
  expect(findOriginal(on("pc-3", "J0", "b3"), LINE, [])).toContain("a copy of the line's");
});

test("no worker of the same machine is, by whatever name, nor a station that was started again, nor an older program", () => {
  const first = on("pc-1", "J1", "b1");
  expect(findOriginal(on("other-name", "J0", "b0"), LINE, [])).toBeUndefined();
  expect(findOriginal(on("other-name", "J1", "b1"), LINE, [first])).toBeUndefined();
  expect(findOriginal(on("pc-1", "J1", "b2"), LINE, [first])).toBeUndefined();
  const older = makeHello({ station: "pc-2" });
  expect(findOriginal(older, LINE, [makeHello({ station: "pc-1" }), older])).toBeUndefined();
});
