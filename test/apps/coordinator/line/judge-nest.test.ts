import { expect, test } from "vitest";
import { judgeNest, type OpenLot } from "../../../../apps/coordinator/line/judge-nest.ts";
import type { LotRequest } from "../../../../apps/coordinator/prepare/lot-request.ts";
import type { NestFacts } from "../../../../libs/dispatch/messages.ts";
import { makeHello, makeJob } from "../../../libs/dispatch/samples.ts";
import { sampleRequest } from "../sample-request.ts";

const NEST: NestFacts = {
  fixture: "F01",
  port: "/dev/ttyUSB0",
  logPort: "wired",
  board: "unseen",
  power: "switched",
  ownRecipe: null,
  supply: null,
};
const { recipe: SENT } = makeJob();
const BOOT = { on: "log", expect: ["up"], never: [], withinMs: 1000 } as const;
const FIELDS = { recipe: { fields: [] }, list: undefined };
const MUST_FAIL = { serial: "BAD", code: "no-link" } as const;
const CHECK = { golden: "F01", mustFail: MUST_FAIL, everyMs: 1000 };

interface Case {
  readonly nest?: Partial<NestFacts>;
  readonly trigger?: "auto" | "operator" | "switch";
  readonly recipe?: Partial<OpenLot["recipe"]>;
  readonly request?: Partial<LotRequest>;
  readonly worker?: "of another coordinator" | "older";
}

const judge = ({ nest, trigger = "auto", recipe, request, worker }: Case) => {
  const jigFacts = { trigger, nests: [{ ...NEST, ...nest }] };
  const { jigPath: _, ...rest } = sampleRequest({ recipePath: "r.yaml" });
  const asked: LotRequest = { ...rest, jigPath: undefined, ...request };
  const { boot: __, ...sent } = SENT;
  const hello = makeHello({
    life: worker === "of another coordinator" ? "owned" : "standalone",
    ...(worker !== "older" && { jigFacts }),
  });
  return judgeNest(hello, "F01", { recipe: { sent, ...recipe }, request: asked });
};

const atScreen = { view: "dashboard", hasTerminal: true } as const;

test.each<[string, Case]>([
  ["as it is", {}],
  ["with the same recipe in its jig file", { nest: { ownRecipe: SENT.sha256 } }],
  ["that a person starts, where one is", { trigger: "operator", request: atScreen }],
  [
    "whose board has power by hand, where one is",
    { nest: { power: "by-hand" }, request: atScreen },
  ],
  ["with its log port", { recipe: { sent: { ...SENT, boot: BOOT } } }],
  ["that sees its board", { nest: { board: "seen" }, recipe: { identity: FIELDS } }],
  ["that a lid starts", { trigger: "switch", recipe: { identity: FIELDS } }],
])("a station's fixture is used %s", (_, given) => {
  expect(judge(given)).toBe("take");
});

test.each<[string, Case, RegExp]>([
  ["of an older program", { worker: "older" }, /does not tell/],
  ["with another recipe", { nest: { ownRecipe: "cd".repeat(32) } }, /cdcdcdcdcdcd\.\.\./],
  ["with a recipe that cannot be read", { nest: { ownRecipe: "unreadable" } }, /cannot be read/],
  [
    "without the log port that is watched",
    { nest: { logPort: "none" }, recipe: { sent: { ...SENT, boot: BOOT } } },
    /logPort/,
  ],
  ["that would give a board twice", { recipe: { identity: FIELDS } }, /inputs\.present/],
  ["that takes check boards for others", { recipe: { shiftCheck: CHECK } }, /shiftCheck/],
  ["of a check board's name", { trigger: "switch", recipe: { shiftCheck: CHECK } }, /its name/],
  ["that a person starts", { trigger: "operator" }, /terminal/],
  [
    "that a person starts, by a program",
    { trigger: "operator", request: { ...atScreen, view: "json" } },
    /--json/,
  ],
  ["whose board has power by hand", { nest: { power: "by-hand" } }, /by hand/],
])("a station's fixture is not used %s, and that is said", (_, given, why) => {
  expect(judge(given)).toMatchObject({ why: expect.stringMatching(why) });
});

test("another coordinator's own workers are left to it", () => {
  expect(judge({ worker: "of another coordinator" })).toBe("leave");
});
