import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { NestPlaces } from "../../apps/simulator/start-simulator.ts";
import { readJig } from "../../libs/jig/read-jig.ts";
import { Workplace } from "../support/run-flashline.ts";

const virtual = (id: string, chip: string) => ({ id, virtual: { chip } });

/** Simulated boards on pseudo-terminals, with a program for each that switches it. */
const serve = async (place: Workplace, ...fixtures: readonly object[]): Promise<NestPlaces[]> => {
  const jig = place.write("virtual.yaml", { jig: "virtual", trigger: "auto", fixtures });
  const simulator = place.start("simulate", "--jig", jig, "--fast");
  const lines = await simulator.printed((text) => text.split("\n").length > fixtures.length);
  return lines
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
};

test.concurrent("finds which ports belong to which relay, and writes a jig that works", async () => {
  await using place = new Workplace();
  const [one, two] = await serve(place, virtual("A", "bk7231n"), virtual("B", "bk7231t"));
  if (one === undefined || two === undefined) throw new Error("no boards");
  const relay = ({ powerOn, powerOff }: NestPlaces) => ({
    kind: "command",
    on: powerOn,
    off: powerOff,
  });
  const from = place.write("relays.yaml", {
    jig: "line-a",
    fixtures: [
      { id: "F01", power: relay(two), offMs: 50 },
      { id: "F02", power: relay(one), offMs: 50 },
    ],
  });
  const ports = [two.logPort, one.flashPort, one.logPort, two.flashPort];
  const found = await place.run(
    ...["jig", "new", "--discover", "--yes", "--from", from],
    ...["--ports", ports.join(","), "-o", "found.yaml"],
  );
  expect(found.stderr).toContain(`F01: flash port ${two.flashPort}, log port ${two.logPort}\n`);
  expect(found.stderr).toContain(
    "wrote found.yaml. Prove it: npx flashline commission --jig found.yaml\n",
  );
  expect(found.exitCode).toBe(0);
  const text = readFileSync(place.path("found.yaml"), "utf8");
  const jig = await readJig(place.path("found.yaml"));
  expect(jig).toMatchObject({
    jig: "line-a",
    fixtures: [
      { id: "F01", flashPort: two.flashPort, logPort: two.logPort, power: relay(two), offMs: 50 },
      { id: "F02", flashPort: one.flashPort, logPort: one.logPort, power: relay(one) },
    ],
  });
  const again = await place.run("jig", "new", "-o", "found.yaml");
  expect(again.exitCode).toBe(2);
  expect(again.stderr).toContain(
    "found.yaml: is there already. Name another file, or add --force.",
  );
  expect(readFileSync(place.path("found.yaml"), "utf8")).toBe(text);
});

test.concurrent("without a terminal nothing is touched that nobody agreed to", async () => {
  await using place = new Workplace();
  for (const options of [
    ["--relays", "gpio:c:1-2"],
    ["--ids", "F01..F03", "--yes"],
  ]) {
    const { exitCode, stderr } = await place.run(
      ...["jig", "new", "--discover", "--ports", "/dev/no1", "-o", "jig.yaml", ...options],
    );
    expect(stderr).toContain("--discover: needs a person at a terminal.");
    expect(exitCode).toBe(2);
  }
  expect(existsSync(place.path("jig.yaml"))).toBe(false);
});

test.concurrent("without --discover the file to begin with is a jig already", async () => {
  await using place = new Workplace();
  const begun = await place.run("jig", "new", "-o", "jig.yaml");
  expect(begun).toMatchObject({ exitCode: 0, stdout: "" });
  expect(begun.stderr).toMatch(
    /^wrote jig\.yaml\. (No adapter was found|It has a nest).*: npx flashline doctor --jig jig\.yaml\n$/,
  );
  const { fixtures } = await readJig(place.path("jig.yaml"));
  expect(fixtures[0]).toMatchObject({ id: "F01", power: { kind: "manual" } });
});

test.concurrent("a relay that cannot be had is named, with the reason and the mend", async () => {
  await using place = new Workplace();
  const [one] = await serve(place, virtual("A", "bk7231n"));
  const discover = ["jig", "new", "--discover", "--yes", "--ports", one?.flashPort ?? ""];
  const found = await place.run(...discover, "--relays", "line:rts");
  expect(found.exitCode).toBe(3);
  expect(found.stderr).toMatch(
    /^flashline: station error: Control RTS and DTR of \S+ failed: this port has no modem lines: choose another .* Likely: /,
  );
});

test.concurrent("the schema says where it went, and spares a file that is there", async () => {
  await using place = new Workplace();
  const write = (...options: string[]) => place.run("jig", "schema", "-o", "a.json", ...options);
  const first = await write();
  expect(first).toMatchObject({ exitCode: 0, stdout: "" });
  expect(first.stderr).toMatch(/^wrote a\.json\. .*\$schema=a\.json\n$/);
  place.write("a.json", "mine");
  const second = await write();
  expect(second.exitCode).toBe(2);
  expect(second.stderr).toContain("a.json: is there already. Name another file, or add --force.");
  expect(readFileSync(place.path("a.json"), "utf8")).toBe("mine");
  expect(await write("--force")).toMatchObject({ exitCode: 0 });
  expect(JSON.parse(readFileSync(place.path("a.json"), "utf8"))).toHaveProperty("properties");
});
