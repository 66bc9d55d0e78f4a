import { expect, test } from "vitest";
import { readSnapshot } from "../../../apps/dashboard/read-snapshot.ts";
import { emptyLine, reduceLine } from "../../../libs/station/line-state.ts";
import { lineEvent } from "../../libs/station/events.ts";
import { sampleLine } from "./sample-line.ts";

test("every state of a line is read back as it was saved", () => {
  const lost = lineEvent({ kind: "worker-lost", worker: "W1", pid: 7, fixtures: ["F03"] });
  const end = lineEvent({
    kind: "lot-ended",
    lot: "L1",
    stopped: true,
    durationMs: 20_000.5,
    ...{ pass: 1, fail: 2, error: 1, aborted: 0, notRun: null },
  });
  let line = emptyLine();
  for (const event of [...sampleLine(), lost, end]) {
    expect(readSnapshot(JSON.stringify(line))).toEqual(line);
    line = reduceLine(line, event);
  }
  expect(readSnapshot(JSON.stringify(line))).toEqual(line);
});

test.each([
  "",
  "{",
  "null",
  "[]",
  '{"lot":null}',
  '{"lot":{},"fixtures":[],"failures":[],"notices":[]}',
])("%j is no snapshot", (json) => {
  expect(readSnapshot(json)).toBeUndefined();
});
