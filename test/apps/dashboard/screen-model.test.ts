import { expect, test } from "vitest";
import { ScreenModel } from "../../../apps/dashboard/screen-model.ts";
import { fixtureNames, lotStarted, passed, START } from "../../libs/station/events.ts";
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

test("a key takes effect at once", () => {
  using model = new ScreenModel(new ToldLine(), new HandClock(START), "operate");
  model.press({ kind: "text", text: "SN1" }, { columns: 80, rows: 24 });
  expect(model.content().keys.typed).toBe("SN1");
});
