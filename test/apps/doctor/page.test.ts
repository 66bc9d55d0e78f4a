import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { describeFindings } from "../../../apps/doctor/describe-findings.ts";
import type { Finding, Level } from "../../../apps/doctor/finding.ts";
import { formatFindings } from "../../../apps/doctor/finding-json.ts";
import { shellWord } from "../../../libs/process/shell-word.ts";
import { anyCharacter } from "../../support/any-character.ts";
import { nest, StationOfFiles } from "./station-of-files.ts";

const ailing = (fixture: string, command: string): Finding => ({
  check: "latency",
  level: "warning",
  fixture,
  port: `/dev/${fixture}`,
  what: "The timer is slow.",
  remedy: "Set it.",
  commands: [command],
});

test("alike findings of several fixtures are one entry, with each one's command", () => {
  const page = describeFindings([
    { check: "jig", level: "ok", what: "jig line-a" },
    ailing("F01", "echo 1 > a"),
    ailing("F02", "echo 1 > b"),
  ]);
  expect(page).toBe(
    `ok       jig            jig line-a
WARNING  latency        The timer is slow.
                        F01 /dev/F01
                        F02 /dev/F02
                        -> Set it.
                           echo 1 > a
                           echo 1 > b

Nothing prevents a lot: no problem, 1 warning.
`,
  );
});

test("of very many fixtures the first are named", () => {
  const many = Array.from({ length: 64 }, (_, at) => ailing(`F${at}`, "same"));
  const page = describeFindings(many);
  expect(page).toContain("and 56 more (--json names all)");
  expect(page.split("\n").length).toBeLessThan(20);
});

const level = fc.constantFrom<Level>("ok", "note", "warning", "problem");
const text = fc.string({ unit: anyCharacter });
const finding: fc.Arbitrary<Finding> = fc.record(
  {
    check: fc.constantFrom("ports", "gpio"),
    level,
    what: text,
    remedy: text,
    fixture: text,
    port: text,
    commands: fc.array(text),
  },
  { requiredKeys: ["check", "level", "what"] },
);

test("nothing a device says can move the cursor, colour or hide text, on the page or in JSON", () => {
  fc.assert(
    fc.property(fc.array(finding), (findings) => {
      const page = describeFindings(findings);
      expect(page.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      const lines = formatFindings(findings, "2026-01-01T00:00:00.000Z").trimEnd().split("\n");
      expect(lines).toHaveLength(findings.length + 1);
      for (const [at, line] of lines.entries()) {
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        if (at < findings.length) expect(JSON.parse(line).what).toBe(findings[at]?.what);
      }
    }),
  );
});

test("a word for the shell is the same word after the shell has read it", () => {
  const words = ["/dev/tty0", "a b", "it's", "$(reboot)", "`x`", "", "-n", "a\nb", "*;&|<>\\"];
  const script = `printf '%s\\0' ${words.map(shellWord).join(" ")}`;
  const read = execFileSync("sh", ["-c", script], { encoding: "utf8" });
  expect(read.split("\0").slice(0, -1)).toEqual(words);
});

/** What a broken or hostile system could hold in its files. */
const garbage = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 200 }),
  fc.constantFrom("", "-1", "99999999999999999999", "NaN", "16", "0x", ":::", "a:b:c:d\n:::"),
);
const FILES = [
  ..."speed idVendor idProduct product bDeviceClass bDeviceProtocol maxchild dev power/control"
    .split(" ")
    .map((name) => `sys/bus/usb/devices/1-1/${name}`),
  ..."latency_timer port_number".split(" ").map((name) => `sys/class/tty/ttyUSB0/device/${name}`),
  "sys/class/tty/ttyUSB0/dev",
  "sys/class/tty/console/active",
  ..."label base ngpio".split(" ").map((name) => `sys/class/gpio/gpiochip512/${name}`),
  ..."direction value".split(" ").map((name) => `sys/class/gpio/gpio515/${name}`),
  ..."cmdline locks self/limits 7/comm 7/cmdline 0/comm".split(" ").map((name) => `proc/${name}`),
  "run/udev/data/c189:5",
  "etc/group",
  "etc/udev/rules.d/99-flashline.rules",
];

test("garbage in the system's files never fails a check", async () => {
  using station = new StationOfFiles();
  station.plugIn(2);
  station.addGpioChip("pinctrl-rp1");
  const relay = { kind: "gpio", chip: "pinctrl-rp1", line: 3, activeLow: true };
  await fc.assert(
    fc.asyncProperty(
      fc.array(garbage, { minLength: FILES.length, maxLength: FILES.length }),
      garbage,
      async (texts, said) => {
        for (const [at, file] of FILES.entries()) station.put(file, texts[at] ?? "");
        const fixtures = [
          nest("F01", station.portAt(1), { logPort: station.portAt(1, 1), power: relay }),
          nest("F02", station.portAt(2), { power: { ...relay, line: 4 } }),
        ];
        const ask = async () => ({ code: 0, stdout: said });
        const found = await station.findings("all", fixtures, {
          machine: { ask, ownerOf: async () => said },
        });
        expect(found.filter(({ what }) => what.includes("could not be made"))).toEqual([]);
        expect(describeFindings(found)).not.toContain("undefined");
      },
    ),
    { numRuns: 25 },
  );
});

test("a machine with nothing at all gives a page, not a crash", async () => {
  using station = new StationOfFiles();
  const relay = { kind: "gpio", chip: "pinctrl-rp1", line: 3 };
  const machine = { root: "/nowhere", home: "/nowhere", path: "", ask: async () => undefined };
  const found = await station.findings("all", [nest("F01", "/dev/gone", { power: relay })], {
    machine,
  });
  const problems = found.filter(({ level }) => level === "problem").map(({ check }) => check);
  expect(problems).toEqual(["ports", "gpio", "redis"]);
  for (const { level, remedy, commands } of found)
    if (level === "problem") expect(remedy ?? commands).toBeDefined();
});
