import fc from "fast-check";
import { expect, test } from "vitest";
import type { KeyPress } from "../../../apps/dashboard/key-press.ts";
import { type KeySituation, type KeyState, NO_KEYS } from "../../../apps/dashboard/key-state.ts";
import { heldLetter, pressKey, settleKeys } from "../../../apps/dashboard/press-key.ts";
import { emptyLine, reduceLine } from "../../../libs/station/line-state.ts";
import type { OperatorCommand, StationEvent } from "../../../libs/station/station-event.ts";
import {
  failed,
  fixtureNames,
  lineEvent,
  lotStarted,
  runStarted,
} from "../../libs/station/events.ts";

const seated = (fixture: string, serial: string): readonly StationEvent[] => [
  runStarted({ fixture, serial }, 1),
  failed({ fixture, serial }, 2),
  lineEvent(
    { kind: "fixture-waiting", fixture, serial, awaits: "acknowledge", retry: "by-hand" },
    3,
  ),
];

const situation = (
  events: readonly StationEvent[] = [],
  changes: Parameters<typeof lotStarted>[1] = {},
): KeySituation => ({
  role: "operate",
  pages: 3,
  line: [lotStarted(fixtureNames(12), changes), ...events].reduce(reduceLine, emptyLine()),
});

const lotOver = lineEvent({
  kind: "lot-ended",
  lot: "L1",
  stopped: false,
  durationMs: 9,
  ...{ pass: 1, fail: 0, error: 0, aborted: 0, notRun: 0 },
});

const resting = situation();
const busy = situation([runStarted({}, 1)]);
const oneRetry = situation(seated("F05", "SN5"));
const twoRetries = situation([...seated("F05", "SN5"), ...seated("F07", "SN7")]);
const paused = situation([lineEvent({ kind: "line-paused", by: null })]);
const locked = situation([
  lineEvent({ kind: "fixture-locked", fixture: "F03", by: "Eva", why: "by hand" }),
]);
const ended = situation([lotOver]);
const watching: KeySituation = { ...busy, role: "watch" };
const numbered = situation([], { numericSerials: [1, 2, 3], boards: 3 });
const open = situation([], {
  numericSerials: fixtureNames(12).map((_, at) => at + 1),
  boards: null,
});

/** What is pressed: text in one go, a key, or a wait in ms. */
type Pressed = string | number | { readonly kind: Exclude<KeyPress["kind"], "text" | "paste"> };

const enter: Pressed = { kind: "enter" };
const leaveIt: Pressed = { kind: "escape" };
const interrupt: Pressed = { kind: "interrupt" };
const tab: Pressed = { kind: "tab" };
const lone = (text: string): Pressed[] => [text, 120];
/** A person's typing. */
const slowly = (text: string): Pressed[] => Array.from(text).flatMap((letter) => [letter, 200]);
/** A scanner's. */
const scanned = (text: string): Pressed[] => [...Array.from(text).flatMap((it) => [it, 12]), enter];

const start: OperatorCommand = { kind: "start" };
const stop: OperatorCommand = { kind: "stop" };
const scan = (serial: string): OperatorCommand => ({ kind: "scan", serial });
const retry = (fixture: string): OperatorCommand => ({ kind: "retry", fixture });

const pressAll = (at: KeySituation, pressed: readonly Pressed[]) => {
  let state = NO_KEYS;
  let nowMs = 1000;
  const commands: OperatorCommand[] = [];
  const said: string[] = [];
  const take = (effect: ReturnType<typeof pressKey>): void => {
    state = effect.state;
    commands.push(...effect.commands);
    if (effect.say !== null) said.push(effect.say);
  };
  for (const one of pressed) {
    if (typeof one === "number") {
      nowMs += one;
      if (one >= 120) take(settleKeys(state, at));
    } else {
      const press: KeyPress = typeof one === "string" ? { kind: "text", text: one } : one;
      take(pressKey(state, press, at, nowMs));
    }
  }
  return { state, commands, said, typed: state.entry.text };
};

test.each<[string, KeySituation, Pressed[], OperatorCommand[], Partial<KeyState>?]>([
  ["Enter starts", busy, [enter], [start]],
  ["a scanner's characters and Enter are a scan", busy, scanned("SN1"), [scan("SN1")]],
  ["typed characters and Enter are a scan", busy, [...slowly("SN1"), enter], [scan("SN1")]],
  ["a scanner's burst is a scan", busy, ["SN1\r"], [scan("SN1")]],
  ["a tab ends a scan, too", busy, ["SN1", tab, "SN2\t"], [scan("SN1"), scan("SN2")]],
  ["two bursts in one", busy, ["SN1\r\nSN2\r"], [scan("SN1"), scan("SN2")]],
  ["a burst cut in two", busy, ["SN1", 40, "23\r"], [scan("SN123")]],
  ["a scanner's second line end starts nothing", busy, ["SN1\r", 5, enter], [scan("SN1")]],
  ["a scanner's frame is dropped", busy, ["\u0002SN1\u0003\r"], [scan("SN1")]],
  ["blanks and Enter start", busy, ["  ", 500, enter], [start]],
  ["erased characters are gone", busy, ["SNx", { kind: "erase" }, enter], [scan("SN")]],
  [
    "what was left lying there is no part of a scan",
    busy,
    ["x", 5000, ...scanned("SN01")],
    [scan("SN01")],
  ],

  ["Enter held down starts once", busy, [enter, 33, enter, 33, enter], [start]],
  ["Enter pressed again starts again", busy, [enter, 150, enter], [start, start]],

  ["Q asks while boards run", busy, lone("q"), [], { question: "stop" }],
  ["Q asks also when none runs", resting, lone("Q"), [], { question: "stop" }],
  ["a letter is no key before 120 ms", busy, ["q", 119], [], { question: "none" }],
  [
    "a scan may begin with any key",
    busy,
    [...scanned("q1"), ...scanned("r2"), ...scanned("/3"), ...scanned("p")],
    [scan("q1"), scan("r2"), scan("/3"), scan("p")],
    { question: "none" },
  ],
  ["Q and Y stop", busy, [...lone("q"), ...lone("y")], [stop], { stop: "sent", question: "none" }],
  ["Q and N do not", busy, [...lone("q"), ...lone("n")], [], { question: "none" }],
  ["Escape is no", busy, [interrupt, leaveIt], [], { question: "none" }],
  ["Enter is no answer", busy, [...lone("q"), enter], [], { question: "stop" }],
  ["other letters are none", busy, [...lone("q"), ...lone("x"), ...lone("y")], [stop]],
  [
    "a scan goes through while the question stands",
    busy,
    [...lone("q"), ...scanned("y123")],
    [scan("y123")],
    { question: "none", stop: "no" },
  ],
  [
    "a scan goes through while Ctrl-C's question stands",
    busy,
    [interrupt, "SN1\r"],
    [scan("SN1")],
    { question: "none" },
  ],
  ["a second Ctrl-C stops", busy, [interrupt, interrupt], [stop], { stop: "sent" }],
  ["a third leaves", busy, [interrupt, interrupt, interrupt], [stop], { left: true }],
  [
    "Q asks no second time",
    busy,
    [interrupt, interrupt, ...lone("q")],
    [stop],
    { left: false, question: "none" },
  ],

  ["R asks again for the one board that may", oneRetry, lone("r"), [retry("F05")]],
  ["R with two asks which", twoRetries, lone("r"), [], { question: "retry" }],
  [
    "its number answers",
    twoRetries,
    [...lone("r"), ...slowly("7"), enter],
    [retry("F07")],
    { question: "none" },
  ],
  ["its label answers", twoRetries, [...lone("r"), "fixture:F07\r"], [retry("F07")]],
  [
    "a serial is no answer, but a scan",
    twoRetries,
    [...lone("r"), "SN5\r"],
    [scan("SN5")],
    { question: "none" },
  ],
  ["R on a page is for that fixture", twoRetries, ["7\r", ...lone("r")], [retry("F07")]],
  ["L asks which", resting, lone("l"), [], { question: "lock" }],
  ["L and a number lock", resting, [...lone("l"), "3\r"], [{ kind: "lock", fixture: "F03" }]],
  [
    "L on a page unlocks what is locked",
    locked,
    ["3\r", ...lone("L")],
    [{ kind: "unlock", fixture: "F03" }],
  ],
  ["L and Escape do nothing", resting, [...lone("l"), leaveIt], [], { question: "none" }],
  ["P pauses", resting, lone("p"), [{ kind: "pause" }]],
  ["P goes on", paused, lone("p"), [{ kind: "resume" }]],

  [
    "a number opens the page of its fixture",
    resting,
    [...slowly("12"), enter],
    [],
    { opened: "F12" },
  ],
  ["a number beyond them is a scan", resting, ["13\r"], [scan("13")], { opened: null }],
  ["a number with a zero is a scan", resting, ["03\r"], [scan("03")]],
  [
    "a number that is a serial of the lot is a scan",
    numbered,
    [...slowly("3"), enter],
    [scan("3")],
    { opened: null },
  ],
  ["a number that is none opens", numbered, ["4\r"], [], { opened: "F04" }],
  ["a marked number opens always", numbered, ["#3\r"], [], { opened: "F03" }],
  [
    "where anything may be scanned a typed number opens",
    open,
    [...slowly("3"), enter],
    [],
    { opened: "F03" },
  ],
  [
    "where anything may be scanned a scanned number is a board",
    open,
    scanned("3"),
    [scan("3")],
    { opened: null },
  ],
  [
    "Enter on a page is for that fixture",
    resting,
    ["3\r", 500, enter],
    [{ kind: "start", fixture: "F03" }],
  ],
  ["Tab on a page opens the next", resting, ["12\r", tab], [], { opened: "F01", page: 0 }],
  ["Escape closes the page", resting, ["3\r", leaveIt], [], { opened: null }],
  [
    "a scan on a page is one",
    resting,
    ["3\r", ...scanned("SN1")],
    [scan("SN1")],
    { opened: "F03" },
  ],

  [
    "/ opens the entry, where nothing is a key",
    resting,
    [...lone("/"), ...slowly("rq?p1"), enter],
    [scan("rq?p1")],
    { entry: expect.objectContaining({ kind: "plain" }) },
  ],
  ["/ and a number type a serial", resting, [...lone("/"), ...slowly("3"), enter], [scan("3")]],
  ["/ and Enter start nothing", resting, [...lone("/"), 500, enter], []],
  [
    "a scan into the open entry",
    resting,
    [...lone("/"), ...slowly("SN"), 3000, ...scanned("SN77")],
    [scan("SN77")],
  ],
  [
    "Escape leaves the entry",
    resting,
    [...lone("/"), ...slowly("S"), leaveIt],
    [],
    { entry: expect.objectContaining({ kind: "plain", text: "" }) },
  ],

  ["? shows the help", resting, lone("?"), [], { help: "shown" }],
  ["? hides it", resting, [...lone("?"), ...lone("?")], [], { help: "hidden" }],
  ["Enter hides it and starts nothing", resting, [...lone("?"), enter], [], { help: "hidden" }],
  ["a scan on the help is one", resting, [...lone("?"), ...scanned("SN1")], [scan("SN1")]],

  ["Tab turns the page", resting, [tab], [], { page: 1 }],
  ["pages go round", resting, [{ kind: "previous" }, { kind: "previous" }], [], { page: 1 }],

  [
    "a watcher's keys ask nothing",
    watching,
    [enter, "SN1\r", ...lone("y"), leaveIt, ...lone("r"), ...lone("l"), ...lone("p")],
    [],
    { left: false, question: "none" },
  ],
  [
    "a watcher opens pages and help",
    watching,
    ["3\r", ...lone("?")],
    [],
    { opened: "F03", help: "shown" },
  ],
  ["a watcher turns pages", watching, [tab], [], { page: 1 }],
  ["a watcher leaves by Q", watching, lone("q"), [], { left: true }],
  ["a watcher leaves by Ctrl-C", watching, [interrupt], [], { left: true }],

  ["Enter leaves a lot that is over", ended, [enter], [], { left: true }],
  ["Q leaves it, too", ended, lone("q"), [], { left: true }],
  [
    "a scan does not: its rest would reach a shell",
    ended,
    ["qSN1\r", ...scanned("q2")],
    [],
    { left: false },
  ],
  ["its pages and help open", ended, ["3\r", ...lone("?")], [], { opened: "F03", help: "shown" }],
])("%s", (_, at, pressed, commands, after = {}) => {
  const { state, commands: asked } = pressAll(at, pressed);
  expect(asked).toEqual(commands);
  expect(state).toMatchObject(after);
});

test.each<[string, KeySituation, Pressed[], RegExp]>([
  ["R with no board to run again", resting, lone("r"), /^No board can be run again now/],
  ["a scan at a screen that watches", watching, ["SN1\r"], /^This screen watches/],
  ["a scan after the lot's end", ended, ["SN1\r"], /^The lot has ended/],
])("%s is answered", (_, at, pressed, words) => {
  expect(pressAll(at, pressed).said).toEqual([expect.stringMatching(words)]);
});

test("a question is over with its lot: Enter leaves", () => {
  const asked = pressAll(busy, ["q", 120]).state;
  expect(asked.question).toBe("stop");
  expect(pressKey(asked, { kind: "enter" }, ended, 9000).state.left).toBe(true);
});

test("a paste is a scan, with or without a line end, and never a key", () => {
  const pasted = (text: string) => pressKey(NO_KEYS, { kind: "paste", text }, resting, 0);
  expect(pasted("SN1").commands).toEqual([scan("SN1")]);
  expect(pasted("q\r\nSN2\r\n").commands).toEqual([scan("q"), scan("SN2")]);
  expect(pasted("x".repeat(2000))).toMatchObject({ commands: [], say: /too long/ });
  expect(heldLetter(pasted("q").state)).toBeUndefined();
});

test("whatever a scanner reads, wherever the screen stands, is a scan or opens a page, and never a key", () => {
  const places: readonly Pressed[][] = [[], ["3\r"], lone("?"), lone("q"), lone("l"), lone("r")];
  const code = fc.stringMatching(/^[!-~]{1,24}$/);
  fc.assert(
    fc.property(
      fc.constantFrom(...places),
      fc.constantFrom(resting, busy, twoRetries, paused, numbered, open, ended, watching),
      fc.array(fc.record({ code, everyMs: fc.nat(49) }), { minLength: 1, maxLength: 4 }),
      (place, at, codes) => {
        const scans = codes.flatMap(({ code: read, everyMs }): Pressed[] => [
          500,
          ...Array.from(read).flatMap((letter): Pressed[] => [letter, everyMs]),
          enter,
        ]);
        const asked = pressAll(at, [...place, ...scans]).commands;
        const before = pressAll(at, place).commands;
        const answered = asked.slice(before.length).filter(({ kind }) => kind !== "scan");
        // A question is answered by what it asks for: a fixture.
        for (const { kind } of answered) expect(["lock", "unlock", "retry"]).toContain(kind);
        const isFixture = codes.some(({ code: read }) => /^(#?\d+|(fixture:)?F\d\d)$/.test(read));
        if (!isFixture) expect(answered).toEqual([]);
      },
    ),
  );
});
