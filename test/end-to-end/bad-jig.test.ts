import { expect, test } from "vitest";
import { Workplace } from "../support/run-flashline.ts";
import { type Bad, type BadCase, badOption, jigOf, layOut, testRefusals } from "./bad-lot.ts";
import { watchedNest } from "./refusal.ts";

const badJig = (change: object): Bad => ({
  jig: (place) => ({ ...jigOf(watchedNest(place, "F01")), ...change }),
});
const badNest = (change: object): Bad => ({
  jig: (place) => jigOf({ ...watchedNest(place, "F01"), ...change }),
});
const badPair = (change: (place: Workplace) => object): Bad => ({
  jig: (place) =>
    jigOf(watchedNest(place, "F01"), { ...watchedNest(place, "F02"), ...change(place) }),
});
const badVirtual = (virtual: object): Bad => ({ jig: () => jigOf({ id: "F01", virtual }) });

const JIGS: readonly BadCase[] = [
  ["no jig file", badOption("--jig", "no.yaml"), "no.yaml:", "Check the name"],
  ["a folder as jig", badOption("--jig", "."), ".:", "Name the file in it."],
  [
    "a jig that is no YAML",
    { jig: () => "jig: a\nfixtures: [\n" },
    "jig.yaml:3:1:",
    "a missing quote or bracket",
  ],
  ["an empty jig", { jig: () => "" }, "jig.yaml:1:1:", "Give a block of fields."],
  [
    "a jig without nests",
    badJig({ fixtures: [] }),
    "jig.yaml:4:3: fixtures:",
    "List at least one nest",
  ],
  [
    "a misspelt field",
    badNest({ flashport: "/dev/ttyUSB0" }),
    "fixtures[0].flashport:",
    'Did you mean "flashPort"?',
  ],
  [
    "a nest without port",
    badNest({ flashPort: undefined }),
    "fixtures[0].flashPort:",
    "`npx flashline ports` lists them.",
  ],
  [
    "a nest without power",
    badNest({ power: undefined }),
    "fixtures[0].power:",
    "Say what switches the board's supply",
  ],
  [
    "an unknown kind of power",
    badNest({ power: { kind: "rely" } }),
    "fixtures[0].power.kind:",
    "Known here: gpio,",
  ],
  [
    "a sequence with a typing error",
    badNest({ reset: { kind: "line", line: "rts:1 wiat:200 rts:0" } }),
    "fixtures[0].reset.line:",
    'has the bad step "wiat:200". Did you mean "wait"?',
  ],
  [
    "a flash port that is a relay board's, too",
    badNest({
      power: { kind: "serial-relay", model: "lcus", port: "/dev/ttyUSB9", channel: 1 },
      logPort: "/dev/ttyUSB9",
    }),
    "fixtures[0].power.port:",
    "names /dev/ttyUSB9 as the port of a relay board (lcus), which F01's logPort already has",
  ],
  [
    "a command for a shell",
    badNest({ power: { kind: "command", on: "relay on", off: ["relay"] } }),
    "fixtures[0].power.on:",
    "a list of words",
  ],
  [
    "one port for two nests",
    badPair((place) => ({ flashPort: place.path("port-F01") })),
    "fixtures[1].flashPort:",
    "Each nest needs its own",
  ],
  [
    "one relay for two nests",
    badPair((place) => ({ power: watchedNest(place, "F01").power })),
    "fixtures[1].power.on:",
    "Each nest needs its own",
  ],
  [
    "trigger switch, and no switch",
    badJig({ trigger: "switch" }),
    "fixtures[0].inputs:",
    "Wire one, or use trigger operator",
  ],
  [
    "trigger operator, and no terminal",
    badJig({ trigger: "operator" }),
    "jig.yaml: trigger:",
    "Run it in a terminal",
  ],
  [
    "power manual, and no terminal",
    badNest({ power: { kind: "manual" } }),
    "fixtures[0].power.kind:",
    "Run it in a terminal",
  ],
  [
    "an unknown fault",
    badVirtual({ chip: "bk7231n", faults: ["silnet"] }),
    "fixtures[0].virtual.faults[0]:",
    'Did you mean "silent"?',
  ],
  [
    "no virtual flash",
    badVirtual({ chip: "bk7231n", flash: "no.bin" }),
    "fixtures[0].virtual.flash:",
    "Give a path relative to",
  ],
  [
    "an empty virtual flash",
    badVirtual({ chip: "bk7231n", flash: "empty.bin" }),
    "empty.bin:",
    "Give a flash dump",
  ],
  [
    "no recipe of a nest",
    badNest({ recipe: "no.yaml" }),
    "fixtures[0].recipe:",
    "Give a path relative to",
  ],
];

testRefusals(JIGS);

test("a good lot does what a bad one must not: it moves the relay", async () => {
  await using place = new Workplace();
  const ending = await place.run(...layOut(place, {}));
  expect(ending).toMatchObject({
    exitCode: 3,
    stderr: expect.stringMatching(/port-gone|until its ports are there/),
  });
  expect(Object.keys(place.contents())).toContain(place.path("F01-off"));
});
