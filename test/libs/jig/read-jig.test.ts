import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, expect, test } from "vitest";
import { InputError } from "../../../libs/input/input-error.ts";
import { isVirtual, isWired, portsOf } from "../../../libs/jig/jig.ts";
import { readJig } from "../../../libs/jig/read-jig.ts";
import { faultProblem } from "../../../libs/simulator/parse-fault.ts";

const folder = mkdtempSync(join(tmpdir(), "read-jig-"));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "jigs"));
const path = join(folder, "jigs", "jig.yaml");

const read = (yaml: string) => {
  writeFileSync(path, yaml);
  return readJig(path, { faultProblem });
};

const refusal = async (yaml: string): Promise<string> => {
  const error: unknown = await read(yaml).then(
    () => "accepted",
    (cause: unknown) => cause,
  );
  if (!(error instanceof InputError)) throw new Error(`No InputError: ${String(error)}`);
  return error.message.replace(path, "FILE");
};

/** A jig of these nests, each given as its fields in flow style. */
const jigOf = (...nests: string[]): string =>
  `jig: line-a\nfixtures:\n${nests.map((nest) => `  - { ${nest} }\n`).join("")}`;

const nest = (fields: string): string => jigOf(`id: F01, ${fields}`);
const wired = (fields: string): string => nest(`flashPort: /dev/ttyUSB0, ${fields}`);

test("the design's example is read with its defaults", async () => {
  const recipe = join(folder, "jigs", "other.yaml");
  writeFileSync(recipe, "");
  const jig = await read(`
jig: line-a
fixtures:
  - id: F01
    flashPort: /dev/serial/by-path/a-port0
    logPort: /dev/serial/by-path/a-port1
    power: { kind: gpio, chip: pinctrl-bcm2711, line: 17, activeLow: true }
    reset: { kind: line, line: rts }
    recipe: other.yaml
    offMs: 800
  - id: F02
    flashPort: /dev/ttyUSB2
    power: { kind: command, on: [relay, "2", "on"], off: [relay, "2", "off"] }
  - id: F03
    virtual: { chip: BK7231T, faults: [silent, dies-at:0x40000], adapter: { latencyMs: 16, fastestBaud: 460800, drops: 1e-5 } }
`);
  expect(jig).toEqual({
    jig: "line-a",
    trigger: "operator",
    fixtures: [
      {
        id: "F01",
        flashPort: "/dev/serial/by-path/a-port0",
        logPort: "/dev/serial/by-path/a-port1",
        power: { kind: "gpio", chip: "pinctrl-bcm2711", line: 17, activeLow: true },
        reset: { kind: "line", line: "rts" },
        recipe,
        offMs: 800,
      },
      {
        id: "F02",
        flashPort: "/dev/ttyUSB2",
        power: { kind: "command", on: ["relay", "2", "on"], off: ["relay", "2", "off"] },
        reset: { kind: "none" },
        offMs: 500,
      },
      {
        id: "F03",
        virtual: {
          chip: "bk7231t",
          faults: ["silent", "dies-at:0x40000"],
          adapter: { latencyMs: 16, fastestBaud: 460_800, drops: 0.00001 },
        },
      },
    ],
  });
  expect(jig.fixtures.map(isVirtual)).toEqual([false, false, true]);
  expect(jig.fixtures.map(isWired)).toEqual([true, true, false]);
});

test("a jig as another process of the station is given it, with its sequences, reads the same", async () => {
  const jig = await read(
    wired('power: { kind: none }, reset: { kind: line, line: "rts:1 wait:200 rts:0" }'),
  );
  expect(await read(JSON.stringify(jig))).toEqual(jig);
});

test("nests that log on the flash port have that one port each", async () => {
  const { fixtures } = await read(`
jig: line-a
fixtures:
  - { id: F01, flashPort: /dev/ttyUSB1, logPort: flash, power: { kind: manual } }
  - { id: F02, flashPort: /dev/ttyUSB2, logPort: flash, power: { kind: manual } }
`);
  expect(fixtures.filter(isWired).map(portsOf)).toEqual([["/dev/ttyUSB1"], ["/dev/ttyUSB2"]]);
});

test.each([
  ["power: { kind: manual }", 500],
  ["power: { kind: manual }, offMs: 900", 900],
  ["power: { kind: manual }, reset: { kind: line, line: rts }", 500],
  ["power: { kind: none }", 500],
  ["power: { kind: none }, reset: { kind: line, line: rts }", 250],
  ["power: { kind: none }, reset: { kind: line, line: rts }, offMs: 900", 900],
  ["power: { kind: none }, reset: { kind: line, line: rts, pulseMs: 120 }", 120],
  ["power: { kind: none }, reset: { kind: gpio, chip: c, line: 3, pulseMs: 120 }", 120],
  ["power: { kind: none }, reset: { kind: gpiod, chip: c, line: 3, pulseMs: 120 }", 120],
  ['power: { kind: none }, reset: { kind: line, line: "rts:1 wait:200 rts:0" }', 200],
  ['power: { kind: none }, reset: { kind: line, line: "rts:1 wait:200 rts:0" }, offMs: 300', 300],
  ['power: { kind: manual }, reset: { kind: line, line: "rts:1 wait:200 rts:0" }', 500],
  ['power: { kind: manual }, reset: { kind: line, line: "rts:1 wait:900 rts:0" }', 900],
])("{ %s } stops the board for %i ms", async (written, offMs) => {
  const { fixtures } = await read(wired(written));
  expect(fixtures).toMatchObject([{ offMs }]);
});

test.each([
  [
    "kind: gpiod, chip: c, line: 3, activeLow: true",
    { kind: "gpiod", chip: "c", line: 3, activeLow: true },
  ],
  ["kind: gpio, chip: c, line: 3", { kind: "gpio", chip: "c", line: 3, activeLow: false }],
  ["kind: line, line: dtr", { kind: "line", line: "dtr" }],
  [
    "kind: serial-relay, model: lcus, port: /dev/ttyUSB9, channel: 3",
    { kind: "serial-relay", model: "lcus", port: "/dev/ttyUSB9", channel: 3 },
  ],
  ["kind: manual", { kind: "manual" }],
  ["kind: none", { kind: "none" }],
  [
    "kind: virtual, socket: /tmp/s, board: F01",
    { kind: "virtual", socket: "/tmp/s", board: "F01" },
  ],
])("power { %s }", async (written, power) => {
  const { fixtures } = await read(wired(`power: { ${written} }`));
  expect(fixtures).toMatchObject([{ power }]);
});

test("a file is looked for beside the jig, then in the current folder", async () => {
  const here = relative(process.cwd(), join(folder, "here.bin"));
  writeFileSync(here, "");
  writeFileSync(join(folder, "jigs", "beside.bin"), "");
  const flashOf = async (flash: string) => {
    const { fixtures } = await read(nest(`virtual: { chip: bk7231n, flash: ${flash} }`));
    return fixtures;
  };
  expect(await flashOf("beside.bin")).toMatchObject([
    { virtual: { flash: join(folder, "jigs", "beside.bin") } },
  ]);
  expect(await flashOf(here)).toMatchObject([{ virtual: { flash: join(folder, "here.bin") } }]);
  expect(await refusal(nest("virtual: { chip: bk7231n, flash: no.bin }"))).toBe(
    `FILE:3:42: fixtures[0].virtual.flash: names "no.bin", which is not there: tried ${join(folder, "jigs", "no.bin")} or ${join(process.cwd(), "no.bin")}. Give a path relative to the jig file or to the current folder.`,
  );
  expect(await refusal(wired("power: { kind: none }, recipe: no.yaml"))).toContain(
    'fixtures[0].recipe: names "no.yaml"',
  );
});

const LID = "inputs: { lid: { kind: gpio, chip: c, line: 1 } }";

test("a panel is read with its defaults, beside ports and beside a virtual board", async () => {
  const line = { kind: "gpio", chip: "c", line: 1, activeLow: false } as const;
  const jig = await read(`
jig: line-a
trigger: switch
buzzer: { kind: gpiod, chip: c, line: 9, activeLow: true }
fixtures:
  - { id: F01, virtual: { chip: bk7231n }, ${LID} }
  - id: F02
    flashPort: /dev/ttyUSB0
    power: { kind: manual }
    inputs: { start: { kind: gpio, chip: c, line: 2 }, present: { kind: gpio, chip: c, line: 3 } }
    lamps: { pass: { kind: gpio, chip: c, line: 4 } }
`);
  expect(jig).toMatchObject({
    trigger: "switch",
    buzzer: { kind: "gpiod", chip: "c", line: 9, activeLow: true },
    fixtures: [
      { id: "F01", inputs: { lid: line } },
      {
        id: "F02",
        inputs: { start: { ...line, line: 2 }, present: { ...line, line: 3 } },
        lamps: { pass: { ...line, line: 4 } },
      },
    ],
  });
});

test.each([
  [
    "trigger switch without a switch",
    `trigger: switch\n${nest("virtual: { chip: bk7231n }")}`,
    /fixtures\[0\]\.?.*inputs: names neither `lid` nor `start`/,
  ],
  [
    "trigger switch with a board-present input only",
    `trigger: switch\n${nest("virtual: { chip: bk7231n }, inputs: { present: { kind: gpio, chip: c, line: 1 } }")}`,
    /inputs: names neither `lid` nor `start`/,
  ],
  [
    "one line for two lids",
    jigOf(
      `id: F01, virtual: { chip: bk7231n }, ${LID}`,
      `id: F02, virtual: { chip: bk7231n }, ${LID}`,
    ),
    /fixtures\[1\]\.inputs\.lid\.line: names GPIO line 1 of c, which F01 already has/,
  ],
  [
    "a lamp on the line of a relay, by another kind",
    wired(
      "power: { kind: gpio, chip: c, line: 1 }, lamps: { busy: { kind: gpiod, chip: c, line: 1 } }",
    ),
    /fixtures\[0\]\.lamps\.busy\.line: names GPIO line 1 of c, which F01's power\.line already has/,
  ],
  [
    "two lamps on one line",
    nest(
      "virtual: { chip: bk7231n }, lamps: { pass: { kind: gpio, chip: c, line: 1 }, fail: { kind: gpio, chip: c, line: 1 } }",
    ),
    /lamps\.fail\.line: names GPIO line 1 of c, which F01's lamps\.pass\.line already has\. Each of the two needs its own/,
  ],
  [
    "a buzzer on the line of a lid",
    `buzzer: { kind: gpio, chip: c, line: 1 }\n${nest(`virtual: { chip: bk7231n }, ${LID}`)}`,
    /buzzer\.line: names GPIO line 1 of c, which F01 already has/,
  ],
  ...(
    [
      ["power: manual", 'power: is "manual", not a block of fields. Write { kind: manual }.'],
      [
        "power: gpio",
        'power: is "gpio", not a block of fields. Write { kind: gpio, chip: ..., line: 17 }.',
      ],
      [
        "power: 24",
        "power: is 24, not a block of fields. Write { kind: gpio, chip: ..., line: 24 }.",
      ],
      ["power: rts", 'power: is "rts", not a block of fields. Write { kind: line, line: rts }.'],
      [
        "power: relay",
        "Give a block, such as { kind: manual } or { kind: gpio, chip: ..., line: 17 }.",
      ],
      ["power:", "power: is empty. Give a block, such as { kind: manual } or"],
      ["power: { kind: manuel }", 'power.kind: is "manuel", which is not known here. Did you mean'],
      [
        "power: { kind: none }, reset: dtr",
        'reset: is "dtr", not a block of fields. Write { kind: line, line: dtr }.',
      ],
      [
        "power: { kind: none }, reset: manual",
        "Give a block, such as { kind: line, line: rts } or { kind: gpio,",
      ],
      [
        "power: { kind: none }, lamps: { pass: 24 }",
        "lamps.pass: is 24, not a block of fields. Write { kind: gpio, chip: ..., line: 24 }.",
      ],
      [
        "power: { kind: none }, lamps: { pass: manual }",
        "Give a block, such as { kind: gpio, chip: ..., line: 17 } or",
      ],
    ] as const
  ).map(([written, message]): [string, string, RegExp] => [
    `a word in place of a block: ${written}`,
    wired(written),
    new RegExp(message.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")),
  ]),
  [
    "a lamp that is none",
    nest("virtual: { chip: bk7231n }, lamps: { red: { kind: gpio, chip: c, line: 1 } }"),
    /lamps.*red/,
  ],
])("refused: %s", async (_, yaml, message) => {
  expect(await refusal(yaml)).toMatch(message);
});
test.each([
  ["no fixtures", "jig: a\n", /fixtures: is missing\. List the nests/],
  ["empty fixtures", "jig: a\nfixtures: []\n", /fixtures: is too short\. List at least one nest/],
  [
    "misspelt field",
    nest("flashport: /dev/ttyUSB0"),
    /fixtures\[0\]\.flashport: is not a field known here\. Did you mean "flashPort"\?/,
  ],
  [
    "misspelt kind",
    wired("power: { kind: comand }"),
    /power\.kind: is "comand", which is not known here\. Did you mean "command"\?/,
  ],
  [
    "no power",
    nest("flashPort: /dev/ttyUSB0"),
    /fixtures\[0\]\.power: is missing\. Say what switches/,
  ],
  [
    "no port",
    nest("power: { kind: none }"),
    /fixtures\[0\]\.flashPort: is missing\. Give the whole path/,
  ],
  [
    "relative port",
    nest("flashPort: ttyUSB0, power: { kind: none }"),
    /flashPort: is "ttyUSB0", which does not fit\. Give the whole path/,
  ],
  [
    "virtual with ports",
    nest("virtual: { chip: bk7231n }, logPort: /dev/ttyUSB0"),
    /logPort: has no meaning beside `virtual`/,
  ],
  [
    "a log port that is no path",
    wired("power: { kind: none }, logPort: uart1"),
    /logPort: is "uart1".*Or `flash`/,
  ],
  [
    "two times for one reset",
    wired("power: { kind: none }, offMs: 500, reset: { kind: line, line: rts, pulseMs: 120 }"),
    /fixtures\[0\]\.offMs: .*pulseMs/,
  ],
  [
    "a pulse where power is switched",
    wired("power: { kind: manual }, reset: { kind: line, line: rts, pulseMs: 120 }"),
    /fixtures\[0\]\.reset\.pulseMs: .*offMs/,
  ],
  [
    "unknown chip",
    nest("virtual: { chip: bk7231x }"),
    /virtual\.chip: is "bk7231x".*Did you mean "bk7231n"\?/,
  ],
  [
    "a field that no adapter has",
    nest("virtual: { chip: bk7231n, adapter: { latency: 16 } }"),
    /virtual\.adapter\.latency: .*"latencyMs"/,
  ],
  [
    "an adapter that is too slow",
    nest("virtual: { chip: bk7231n, adapter: { latencyMs: 300 } }"),
    /virtual\.adapter\.latencyMs: /,
  ],
  [
    "unknown fault",
    nest("virtual: { chip: bk7231n, faults: [silnet] }"),
    /virtual\.faults\[0\]: .*silent/,
  ],
  [
    "bad id",
    jigOf("id: ../F01, virtual: { chip: bk7231n }"),
    /fixtures\[0\]\.id: is "..\/F01".*Use 1 to 64 letters/,
  ],
  [
    "number as id",
    jigOf("id: 1, virtual: { chip: bk7231n }"),
    /id: is the number 1; as a text it needs quotes: "1"\./,
  ],
  [
    "number in a command",
    wired('power: { kind: command, on: [relay, 2], off: [relay, "3"] }'),
    /power\.on\[1\]: is the number 2; as a text it needs quotes: "2"\./,
  ],
  [
    "empty command",
    wired("power: { kind: command, on: [], off: [x] }"),
    /power\.on: is too short\. Give the program/,
  ],
  [
    "empty program",
    wired('power: { kind: command, on: [""], off: [x] }'),
    /power\.on: begins with an empty word/,
  ],
  [
    "command as text",
    wired("power: { kind: command, on: relay on, off: [x] }"),
    /power\.on: is "relay on", not a list\. Give the command as a list of words/,
  ],
  [
    "negative line",
    wired("power: { kind: gpio, chip: c, line: -1 }"),
    /power\.line: is -1, less than 0\./,
  ],
  [
    "a misspelt line",
    wired("power: { kind: line, line: rst }"),
    /power\.line: is "rst", which is not known here\. Did you mean "rts"\? Known here: rts, dtr\./,
  ],
  [
    "a misspelt sequence",
    wired('power: { kind: none }, reset: { kind: line, line: "rts:1 wiat:200 rts:0" }'),
    /FILE:3:\d+: fixtures\[0\]\.reset\.line: has the bad step "wiat:200"\. Did you mean "wait"\?/,
  ],
  [
    "an unknown relay board",
    wired("power: { kind: serial-relay, model: lcu, port: /dev/ttyUSB9, channel: 1 }"),
    /power\.model: is "lcu", which is not known here\. Did you mean "lcus"\? Known here: lcus, /,
  ],
  [
    "a relay board by a short name",
    wired("power: { kind: serial-relay, model: lcus, port: ttyUSB9, channel: 1 }"),
    /power\.port: is "ttyUSB9", which does not fit\. Give the whole path/,
  ],
  [
    "a channel that no such board has",
    wired("power: { kind: serial-relay, model: lcus, port: /dev/ttyUSB9, channel: 9 }"),
    /power\.channel: is 9, but lcus boards have channels 1 to 8\./,
  ],
  [
    "a relay board without a channel",
    wired("power: { kind: serial-relay, model: lcus, port: /dev/ttyUSB9 }"),
    /power\.channel: is missing\. Give the channel's number as it is printed/,
  ],
  [
    "a supply switched by a sequence",
    wired('power: { kind: line, line: "rts:1 wait:200 rts:0" }'),
    /power\.line: is a sequence, which only a reset can be.*Give rts or dtr\./,
  ],
  [
    "a pulse beside a sequence",
    wired(
      'power: { kind: none }, reset: { kind: line, line: "rts:1 wait:99 rts:0", pulseMs: 120 }',
    ),
    /reset\.pulseMs: has no meaning beside a sequence/,
  ],
  [
    "less time than a sequence holds",
    wired('power: { kind: none }, offMs: 100, reset: { kind: line, line: "rts:1 wait:200 rts:0" }'),
    /fixtures\[0\]\.offMs: is 100, less than the 200 ms for which reset\.line holds/,
  ],
  ["off time too short", wired("power: { kind: none }, offMs: 0"), /offMs: is 0, less than 10\./],
])("refuses: %s", async (_, yaml, message) => {
  expect(await refusal(yaml)).toMatch(message);
});

const at = (id: string, port: string, power = "{ kind: none }", more = ""): string =>
  `id: ${id}, flashPort: ${port}, power: ${power}${more}`;

const GPIO = "{ kind: gpio, chip: c, line: 4 }";
const channel = (port: string, number: number, model = "lcus"): string =>
  `{ kind: serial-relay, model: ${model}, port: ${port}, channel: ${number} }`;
const COMMAND = '{ kind: command, on: [relay, "1"], off: [relay, "0"] }';

test.each([
  [
    "id",
    jigOf(at("F01", "/dev/a"), at("F01", "/dev/b")),
    /FILE:4:7: fixtures\[1\]\.id: names the id F01, which F01 already has/,
  ],
  [
    "port",
    jigOf(at("F01", "/dev/a"), at("F02", "/dev/a")),
    /fixtures\[1\]\.flashPort: names the port \/dev\/a, which F01 already has/,
  ],
  [
    "log port",
    jigOf(at("F01", "/dev/a", undefined, ", logPort: /dev/b"), at("F02", "/dev/b")),
    /fixtures\[1\]\.flashPort/,
  ],
  [
    "port in one nest",
    jigOf(at("F01", "/dev/a", undefined, ", logPort: /dev/a")),
    /fixtures\[0\]\.logPort: names the port \/dev\/a, which F01's flashPort already has\. Name the log's own port, or write `logPort: flash`/,
  ],
  [
    "relay line",
    jigOf(at("F01", "/dev/a", GPIO), at("F02", "/dev/b", GPIO)),
    /fixtures\[1\]\.power\.line: names GPIO line 4 of c, which F01 already has/,
  ],
  [
    "reset on a relay line",
    jigOf(at("F01", "/dev/a", GPIO), at("F02", "/dev/b", undefined, `, reset: ${GPIO}`)),
    /fixtures\[1\]\.reset\.line/,
  ],
  [
    "relay line reached in two ways",
    jigOf(at("F01", "/dev/a", GPIO), at("F02", "/dev/b", GPIO.replace("gpio", "gpiod"))),
    /fixtures\[1\]\.power\.line: names GPIO line 4 of c, which F01 already has/,
  ],
  [
    "modem line",
    jigOf(at("F01", "/dev/a", "{ kind: line, line: rts }", ", reset: { kind: line, line: rts }")),
    /fixtures\[0\]\.reset\.line: names the line rts/,
  ],
  [
    "modem line in a sequence",
    jigOf(
      at(
        "F01",
        "/dev/a",
        "{ kind: line, line: rts }",
        ', reset: { kind: line, line: "dtr:1 rts:1 wait:99 dtr:0 rts:0" }',
      ),
    ),
    /fixtures\[0\]\.reset\.line: names the line rts, which F01's power\.line already has/,
  ],
  [
    "relay channel",
    jigOf(at("F01", "/dev/a", channel("/dev/r", 2)), at("F02", "/dev/b", channel("/dev/r", 2))),
    /fixtures\[1\]\.power\.channel: names channel 2 of \/dev\/r, which F01 already has/,
  ],
  [
    "relay board's port as flash port",
    jigOf(at("F01", "/dev/a", channel("/dev/r", 2)), at("F02", "/dev/r")),
    /fixtures\[1\]\.flashPort: names the port \/dev\/r, which F01 already has/,
  ],
  [
    "flash port as a relay board's, in one nest",
    jigOf(at("F01", "/dev/a", channel("/dev/a", 2))),
    /fixtures\[0\]\.power\.port: names \/dev\/a as the port of a relay board \(lcus\), which F01/,
  ],
  [
    "log port as a relay board's",
    jigOf(
      at("F01", "/dev/a", undefined, ", logPort: /dev/r"),
      at("F02", "/dev/b", channel("/dev/r", 1)),
    ),
    /fixtures\[1\]\.power\.port: names \/dev\/r as the port of a relay board \(lcus\), which F01/,
  ],
  [
    "one relay board as two models",
    jigOf(
      at("F01", "/dev/a", channel("/dev/r", 1)),
      at("F02", "/dev/b", channel("/dev/r", 2, "usb-rly")),
    ),
    /fixtures\[1\]\.power\.port: names \/dev\/r as the port of a relay board \(usb-rly\), which F01/,
  ],
  [
    "command",
    jigOf(at("F01", "/dev/a", COMMAND), at("F02", "/dev/b", COMMAND)),
    /fixtures\[1\]\.power\.on: names the command \[relay, 1\]/,
  ],
])("refuses what two fields claim: %s", async (_, yaml, message) => {
  expect(await refusal(yaml)).toMatch(message);
});

test("two names of one device are one port", async () => {
  const device = join(folder, "device");
  const link = join(folder, "by-path");
  writeFileSync(device, "");
  symlinkSync(device, link);
  expect(await refusal(jigOf(at("F01", device), at("F02", link)))).toMatch(/which F01 already has/);
});

test("what only looks alike is no clash", async () => {
  const line = (chip: string, number: number): string =>
    `{ kind: gpio, chip: ${chip}, line: ${number} }`;
  const rts = "{ kind: line, line: rts }";
  const jig = await read(
    jigOf(
      at("F01", "/dev/a", line("c", 1)),
      at("F02", "/dev/b", line("c", 2)),
      at("F03", "/dev/c", line("d", 1)),
      at("F04", "/dev/d", rts, ", reset: { kind: line, line: dtr }"),
      at("F05", "/dev/e", rts),
      at(
        "F06",
        "/dev/f",
        "{ kind: line, line: dtr }",
        ', reset: { kind: line, line: "rts:1 wait:99 rts:0" }',
      ),
      at("F07", "/dev/g", channel("/dev/r", 1)),
      at("F08", "/dev/h", channel("/dev/r", 2)),
    ),
  );
  expect(jig.fixtures).toHaveLength(8);
});

test("a simulated relay feeds virtual nests of its jig", async () => {
  const crossed = jigOf(
    "id: F01, virtual: { chip: bk7231n, wiring: { relay: [F02] } }",
    "id: F02, virtual: { chip: bk7231n, wiring: { relay: dead, ports: swapped, supply: back-fed } }",
  );
  const { fixtures } = await read(crossed);
  expect(fixtures.filter(isVirtual).map(({ virtual }) => virtual.wiring)).toEqual([
    { relay: ["F02"] },
    { relay: "dead", ports: "swapped", supply: "back-fed" },
  ]);
  expect(await refusal(nest("virtual: { chip: bk7231n, wiring: { relay: [F01, F07] } }"))).toBe(
    "FILE:3:65: fixtures[0].virtual.wiring.relay[1]: names F07, which is no virtual nest of this jig. There are: F01.",
  );
  expect(await refusal(nest("virtual: { chip: bk7231n, wiring: { relay: loose } }"))).toContain(
    "Give the nests that the relay feeds, such as [F02], or dead, or stuck.",
  );
});
