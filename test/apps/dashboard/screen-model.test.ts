import { expect, test } from "vitest";
import { ScreenModel } from "../../../apps/dashboard/screen-model.ts";
import {
  failed,
  fixtureNames,
  lineEvent,
  lotStarted,
  passed,
  START,
} from "../../libs/station/events.ts";
import { HandClock } from "../../support/hand-clock.ts";
import { ToldLine } from "./open-screen.ts";

test("events are gathered and shown four times a second", () => {
  const clock = new HandClock(START);
  const source = new ToldLine();
  using model = new ScreenModel(source, clock, "operate");
  let frames = 0;
  model.subscribe(() => {
    frames += 1;
  });
  const names = fixtureNames(64);
  source.tell(lotStarted(names));
  for (let second = 0; second < 4; second += 1) {
    for (const fixture of names) source.tell(passed({ fixture, serial: `${fixture}-${second}` }));
    if (second === 0) expect(model.content().line.fixtures).toEqual([]);
    clock.advance(1000);
  }
  expect(frames).toBe(16);
  expect(Object.keys(model.content().line.lot?.tallies ?? {})).toHaveLength(256);
});

const SIZE = { columns: 80, rows: 24 };

test("a key takes effect at once, a letter once nothing has followed it for 120 ms", () => {
  const clock = new HandClock(START);
  using model = new ScreenModel(new ToldLine(), clock, "operate");
  model.press({ kind: "text", text: "SN1" }, SIZE);
  expect(model.content().keys.entry.text).toBe("SN1");
  model.press({ kind: "escape" }, SIZE);
  model.press({ kind: "text", text: "?" }, SIZE);
  clock.advance(119);
  expect(model.content().keys.help).toBe("hidden");
  clock.advance(1);
  expect(model.content().keys.help).toBe("shown");
});

test.each([
  ["a dashboard held up in the middle of a scan takes it for one", "holdUp", "SN001234"],
  ["what was left lying there is no part of a scan", "advance", "1234"],
] as const)("%s", (_what, passes, serial) => {
  const clock = new HandClock(START);
  const source = new ToldLine();
  using model = new ScreenModel(source, clock, "operate");
  source.tell(lotStarted(["F01"]));
  clock.advance(1000);
  model.press({ kind: "text", text: "SN00" }, SIZE);
  clock[passes](1300);
  model.press({ kind: "text", text: "1234\r" }, SIZE);
  expect(source.commands).toEqual([{ kind: "scan", serial }]);
});

test("Enter means what the frame before it showed: neither a result of just now nor one of another page, nor the lot's end", () => {
  const clock = new HandClock(START);
  const source = new ToldLine();
  using model = new ScreenModel(source, clock, "operate");
  const fails = (fixture: string, serial: string): void => {
    source.tell(failed({ fixture, serial }));
    const told = { fixture, serial, awaits: "acknowledge", retry: "none" } as const;
    source.tell(lineEvent({ kind: "fixture-waiting", ...told }));
  };
  const enter = (): unknown => {
    model.press({ kind: "enter" }, SIZE);
    clock.advance(1000);
    return source.commands.at(-1);
  };
  source.tell(lotStarted(fixtureNames(9)));
  clock.advance(1000);
  fails("F02", "SN0002");
  expect(enter()).toEqual({ kind: "start", shown: [] });
  fails("F09", "SN0009");
  expect(enter()).toEqual({ kind: "start", shown: ["F02"] });
  model.press({ kind: "tab" }, SIZE);
  expect(enter()).toEqual({ kind: "start", shown: ["F09"] });
  const counts = { pass: 0, fail: 2, error: 0, aborted: 0, notRun: 0 };
  source.tell(
    lineEvent({ kind: "lot-ended", lot: "L1", stopped: false, durationMs: 1, ...counts }),
  );
  enter();
  expect(model.content().keys.left).toBe(false);
});

test("a letter whose successor was read late is no key", () => {
  const clock = new HandClock(START);
  const source = new ToldLine();
  using model = new ScreenModel(source, clock, "operate");
  model.press({ kind: "text", text: "q" }, SIZE);
  // The process slept through the 120 ms: its timer comes first, then what was typed meanwhile.
  clock.after(120, () => model.press({ kind: "text", text: "7\r" }, SIZE));
  clock.advance(500);
  expect(source.commands).toEqual([{ kind: "scan", serial: "q7" }]);
  expect(model.content().keys.question).toBe("none");
});

test("a refusal is shown at once, for ten seconds or until the next scan", () => {
  const clock = new HandClock(START);
  const source = new ToldLine();
  using model = new ScreenModel(source, clock, "operate");
  const refuse = (serial: string): void =>
    source.tell(lineEvent({ kind: "scan-refused", serial, reason: "unknown", data: {} }));
  refuse("SN9");
  expect(model.content().answer).toBe("SN9: It is not in this lot. Put the board aside.");
  clock.advance(9_999);
  expect(model.content().answer).not.toBeNull();
  clock.advance(500);
  expect(model.content().answer).toBeNull();
  refuse("SN8");
  model.press({ kind: "paste", text: "SN1" }, SIZE);
  expect(model.content().answer).toBeNull();
  const command = { kind: "command-refused", command: "retry", reason: "retries-used" } as const;
  source.tell(lineEvent({ ...command, fixture: "F02" }));
  expect(model.content().answer).toBe("F02: This board has had its last try here. Set it aside.");
});

test("a stop that nobody heard can be asked for again", () => {
  const source = new ToldLine();
  using model = new ScreenModel(source, new HandClock(START), "operate");
  model.press({ kind: "interrupt" }, SIZE);
  model.press({ kind: "interrupt" }, SIZE);
  expect(model.content().keys.stop).toBe("sent");
  source.tellUnheard("Nobody heard that.");
  expect(model.content()).toMatchObject({ answer: "Nobody heard that.", keys: { stop: "no" } });
});
