import { expect, test } from "vitest";
import { parse } from "yaml";
import type { CandidatePort } from "../../../apps/jig-maker/candidate-ports.ts";
import { foundJig } from "../../../apps/jig-maker/found-jig.ts";
import { planNests } from "../../../apps/jig-maker/plan-nests.ts";
import type { FoundNest } from "../../../libs/survey/map-nests.ts";

const port = (path: string): CandidatePort => ({
  path,
  info: { device: `/dev/tty${path.at(-1)}`, byPath: path, product: "FT232R\u001b[2J" },
  holders: [],
});

const found = (
  control: string,
  flashPort: string | undefined,
  logPort: string | undefined,
  problem?: FoundNest["problem"],
): FoundNest => ({ control, flashPort, logPort, problem });

test("nests that were found are a jig; others and unused ports are named below it", async () => {
  const order = { from: undefined, relays: ["gpio:pinctrl-rp1:5-7:low"], ids: "N1,N2,N3" };
  const planned = await planNests(order, []);
  const ports = ["/p/1", "/p/2", "/p/3", "/p/4"].map(port);
  const { text = "", exitCode } = foundJig(
    planned,
    [
      found("N1", "/p/2", "/p/1"),
      found("N2", undefined, undefined, { kind: "only-log", ports: ["/p/4"] }),
      found("N3", "/p/3", "/p/3"),
    ],
    { ports, proof: "npx flashline commission --jig a.yaml" },
  );
  expect(exitCode).toBe(3);
  expect(text).toContain("Prove it: npx flashline commission --jig a.yaml\n");
  const power = { kind: "gpio", chip: "pinctrl-rp1", line: 5, activeLow: true };
  expect(parse(text)).toEqual({
    jig: "new-jig",
    trigger: "operator",
    fixtures: [
      { id: "N1", flashPort: "/p/2", logPort: "/p/1", power },
      { id: "N3", flashPort: "/p/3", logPort: "flash", power: { ...power, line: 7 } },
    ],
  });
  expect(text).toContain("# NOT FOUND N2: a board speaks on /p/4 and answers nowhere.");
  expect(text).toContain("# belongs to no nest that was found: /p/4\n");
  expect(text).toContain("# /dev/tty2, FT232R\\x1b[2J");
  expect(text).not.toContain("\u001b");
});

test("of ports tried by their own lines those that woke a board are the nests, counted anew", async () => {
  const order = { from: undefined, relays: ["reset:rts"], ids: undefined };
  const planned = await planNests(order, ["/p/1", "/p/2", "/p/3"]);
  const { text = "", exitCode } = foundJig(
    planned,
    [
      found("port1", undefined, undefined, { kind: "silent" }),
      found("port2", "/p/2", "/p/1"),
      found("port3", "/p/3", undefined),
    ],
    { ports: ["/p/1", "/p/2", "/p/3"].map(port), proof: "" },
  );
  expect(exitCode).toBe(0);
  const wiring = { power: { kind: "none" }, reset: { kind: "line", line: "rts" } };
  expect(parse(text).fixtures).toEqual([
    { id: "F01", flashPort: "/p/2", logPort: "/p/1", ...wiring },
    { id: "F02", flashPort: "/p/3", ...wiring },
  ]);
});

test("where nothing was found no file is made", async () => {
  const planned = await planNests({ from: undefined, relays: [], ids: "A" }, []);
  const silent = found("A", undefined, undefined, { kind: "silent" });
  expect(foundJig(planned, [silent], { ports: [], proof: "" })).toEqual({
    text: undefined,
    exitCode: 3,
  });
});

test.each<[readonly string[], string | undefined, string]>([
  [["gpio:c:8-5"], undefined, "does not end in numbers"],
  [["gpio:1-8"], undefined, "is no relay that is known here"],
  [["usb:c:1-8"], undefined, "is no relay that is known here"],
  [["line:cts"], undefined, "names no line"],
  [["line:rts", "gpio:c:1"], undefined, "mixes relays with lines"],
  [["gpio:c:1", "line:rts"], undefined, "mixes relays with lines"],
  [["gpio:c:1-8"], "F01..F04", "names 4 nests for 8 relays"],
  [["gpio:c:5000"], undefined, "--relays: F01 power.line: is 5000, more than 1023."],
  [
    ["serial-relay:lcus:/dev/r:1-9"],
    undefined,
    "--relays: F09 power.channel: is 9, but lcus boards",
  ],
  [["gpio:c:1-2"], "F01,F 2", "--ids: F 2:"],
  [["gpio:c:1-257"], undefined, "does not end in numbers"],
  [["gpio:c:1,1"], undefined, "names GPIO line 1 of c, which F01 already has"],
  [["line:rts"], undefined, "no port is there to try"],
  [["reset:rts"], "F01..F02", "--ids: names nests, but which ports are nests is yet to be found"],
  [[], undefined, "needs to know the nests"],
  [[], "F9..F1", "runs down"],
])("--relays %j --ids %s is refused", async (relays, ids, message) => {
  await expect(planNests({ from: undefined, relays, ids }, [])).rejects.toThrow(message);
});
