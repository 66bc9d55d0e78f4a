import { expect, test } from "vitest";
import type { KeyPress } from "../../../apps/dashboard/key-press.ts";
import {
  type KeySituation,
  type KeyState,
  NO_KEYS,
  pressKey,
} from "../../../apps/dashboard/key-state.ts";
import type { OperatorCommand } from "../../../libs/station/station-event.ts";
import { lineEvent, lotStarted, passed, runStarted } from "../../libs/station/events.ts";
import { openScreen } from "./open-screen.ts";

const operating: KeySituation = { role: "operate", lotEnded: false, boardsRunning: 0, pages: 3 };
const busy: KeySituation = { ...operating, boardsRunning: 2 };
const watching: KeySituation = { ...busy, role: "watch" };
const ended: KeySituation = { ...operating, lotEnded: true };

const text = (typed: string): KeyPress => ({ kind: "text", text: typed });
const enter: KeyPress = { kind: "enter" };
const interrupt: KeyPress = { kind: "interrupt" };
const stop: OperatorCommand = { kind: "stop" };
const start: OperatorCommand = { kind: "start" };
const scan = (serial: string): OperatorCommand => ({ kind: "scan", serial });

test.each<[string, KeySituation, KeyPress[], OperatorCommand[], Partial<KeyState>]>([
  ["Enter starts", busy, [enter], [start], {}],
  [
    "typed characters and Enter are a scan",
    busy,
    [text("S"), text("N1"), enter],
    [scan("SN1")],
    {},
  ],
  ["a scanner's burst is a scan", busy, [text("SN1\r")], [scan("SN1")], {}],
  ["two bursts in one", busy, [text("SN1\r\nSN2\r")], [scan("SN1"), scan("SN2")], {}],
  ["a burst cut in two", busy, [text("SN1"), text("23\rS")], [scan("SN123")], { typed: "S" }],
  ["a scanner's frame is dropped", busy, [text("\u0002SN1\u0003\r")], [scan("SN1")], {}],
  ["blanks and Enter start", busy, [text("  "), enter], [start], {}],
  ["erased characters are gone", busy, [text("SNx"), { kind: "erase" }, enter], [scan("SN")], {}],
  ["Escape clears", busy, [text("SN1"), { kind: "escape" }], [], { typed: "" }],
  ["a serial may hold q", busy, [text("S"), text("q"), enter], [scan("Sq")], {}],
  ["a cat on the keyboard types nothing", busy, [text("x".repeat(300))], [], { typed: "" }],
  ["q asks while boards run", busy, [text("q")], [], { stop: "ask" }],
  ["q asks also when none runs", operating, [text("q")], [], { stop: "ask" }],
  ["a scan that begins with q goes through", operating, [text("q"), text("1\r")], [scan("q1")], {}],
  ["q and y stop", busy, [text("q"), text("y")], [stop], { stop: "sent" }],
  ["q and n do not", busy, [text("q"), text("n")], [], { stop: "no" }],
  ["Escape is no", busy, [interrupt, { kind: "escape" }], [], { stop: "no" }],
  ["Enter is no answer", busy, [text("q"), enter], [], { stop: "ask" }],
  [
    "a serial that begins with q",
    busy,
    [text("q"), text("1"), text("2\r")],
    [scan("q12")],
    { stop: "no" },
  ],
  ["Ctrl-C asks while boards run", busy, [interrupt], [], { stop: "ask" }],
  [
    "a serial scanned while Ctrl-C's question stands",
    busy,
    [interrupt, text("SN1\r")],
    [scan("SN1")],
    { stop: "no" },
  ],
  ["a second Ctrl-C stops", busy, [interrupt, interrupt], [stop], { stop: "sent" }],
  ["a third leaves", busy, [interrupt, interrupt, interrupt], [stop], { left: true }],
  ["q asks no second time", busy, [interrupt, interrupt, text("q")], [stop], { left: false }],
  ["Tab turns the page", busy, [{ kind: "next-page" }], [], { page: 1 }],
  ["pages go round", busy, [{ kind: "previous-page" }, { kind: "previous-page" }], [], { page: 1 }],
  [
    "a watcher's keys move nothing",
    watching,
    [enter, text("SN1\r"), text("y")],
    [],
    { left: false, typed: "" },
  ],
  ["a watcher leaves by q", watching, [text("q")], [], { left: true }],
  ["a watcher leaves by Ctrl-C", watching, [interrupt], [], { left: true }],
  ["a watcher turns pages", watching, [{ kind: "next-page" }], [], { page: 1 }],
  ["any key leaves an ended lot", ended, [enter], [], { left: true }],
])("%s", (_, situation, presses, commands, after) => {
  let state = NO_KEYS;
  const asked: OperatorCommand[] = [];
  for (const press of presses) {
    const effect = pressKey(state, press, situation);
    state = effect.state;
    asked.push(...effect.commands);
  }
  expect(asked).toEqual(commands);
  expect(state).toMatchObject(after);
});

test("keys on a terminal: start, scan, question, stop, summary, leave", async () => {
  const { terminal, source, shows, tell, done } = openScreen();
  const who = { fixture: "F01", serial: "SN0001" };
  tell(
    lotStarted(["F01", "F02"]),
    lineEvent({ kind: "fixture-waiting", fixture: "F01", serial: "SN0001", awaits: "key" }),
  );
  await shows("Load SN0001, press Enter");
  terminal.type("\r");
  await expect.poll(() => source.commands).toEqual([start]);
  tell(runStarted(who, 1));
  await shows("Do not touch the board");
  terminal.type("SN");
  await shows("Serial: SN_");
  terminal.type("0007\r");
  await expect.poll(() => source.commands).toEqual([start, scan("SN0007")]);
  terminal.type("q");
  await shows("Stop the line? 1 board is running.  y / n");
  terminal.type("n");
  await shows("q stop");
  terminal.type("\u0003");
  await shows("Stop the line?");
  terminal.type("\u0003");
  await shows("Stopping the line.");
  expect(source.commands.at(-1)).toEqual(stop);
  tell(
    passed(who, 9),
    lineEvent({
      kind: "lot-ended",
      lot: "L1",
      stopped: true,
      durationMs: 9000,
      ...{ pass: 1, fail: 0, error: 0, aborted: 0, notRun: 23 },
    }),
  );
  await shows(
    /stopped by the operator after 0:00:09[\s\S]*report --lot L1 --data data[\s\S]*history SERIAL --data data/,
  );
  await shows("Press any key to leave.");
  await shows("✓ PASS");
  terminal.type("x");
  await done;
  expect(terminal.showsAlternateScreen()).toBe(false);
  await shows(/^Lot L1 stopped by the operator after 0:00:09\.\n24 boards: 1 PASS/);
  expect(terminal.text()).toContain("npx flashline history SERIAL --data data");
});

test("a watcher who leaves changes nothing, and lets go of line and clock", async () => {
  const { terminal, source, clock, shows, tell, done } = openScreen({ role: "watch" });
  tell(lotStarted(["F01"]), runStarted({}, 1));
  await shows("Watching");
  terminal.type("q");
  await done;
  await shows("The dashboard was left.");
  expect(source.commands).toEqual([]);
  expect(source.listeners).toBe(0);
  expect(clock.pending).toBe(0);
});

test("a dashboard ended from outside gives the terminal back", async () => {
  const { terminal, ending, shows, tell, done } = openScreen();
  tell(lotStarted(["F01"]));
  await shows("F01");
  ending.abort();
  await done;
  expect(terminal.showsAlternateScreen()).toBe(false);
});
