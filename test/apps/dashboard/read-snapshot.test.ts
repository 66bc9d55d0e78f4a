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
    ...{ pass: 1, doubtful: 2, fail: 2, error: 1, aborted: 0, notRun: null },
    twins: [{ mac: "c8478c000007", serials: ["SN1", "SN2"] }],
  });
  let line = emptyLine();
  for (const event of [...sampleLine(), lost, end]) {
    expect(readSnapshot(JSON.stringify(line))).toEqual(line);
    line = reduceLine(line, event);
  }
  expect(readSnapshot(JSON.stringify(line))).toEqual(line);
});

test("a snapshot of an older coordinator, and of a newer one, is read as far as it is understood", () => {
  const whole = sampleLine().reduce(reduceLine, emptyLine());
  const { paused: _paused, health: _health, ...line } = whole;
  const { station: _station, recipeSha256: _hash, identities: _pools, ...known } = whole.lot ?? {};
  const { numericSerials: _numbers, ...lot } = { numericSerials: [], ...known };
  const fixtures = whole.fixtures.map((it) => {
    const { reason: _reason, retry: _retry, result: _result, lock: _lock, ...some } = it;
    const { scan: _scan, pastRuns: _past, run, ...older } = some;
    if (run === null) return { ...older, run };
    const { steps: _steps, port: _port, baud: _baud, ...olderRun } = run;
    return { ...older, run: olderRun };
  });
  const old = { ...line, lot, fixtures };
  expect(readSnapshot(JSON.stringify(old))).toMatchObject({
    paused: null,
    health: null,
    lot: { lot: "L1", station: null, recipeSha256: null, identities: [], numericSerials: [] },
    fixtures: whole.fixtures.map(({ fixture, situation, run }) => ({
      ...{ fixture, situation, lock: null, pastRuns: [] },
      run: run === null ? null : { run: run.run, steps: [], port: null, baud: null },
    })),
  });
  const newer = JSON.stringify({ ...whole, weather: "fair" })
    .replaceAll('"situation":"waiting"', '"situation":"dreaming"')
    .replaceAll('"awaits":"key"', '"awaits":"sunrise"');
  expect(readSnapshot(newer)?.fixtures).toHaveLength(whole.fixtures.length);
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
