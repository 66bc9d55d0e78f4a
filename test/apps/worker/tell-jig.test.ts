import { hash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { tellJig } from "../../../apps/worker/tell-jig.ts";
import { signOfLifeSchema } from "../../../libs/dispatch/message-schemas.ts";
import type { Jig, WiredFixture } from "../../../libs/jig/jig.ts";
import { makeHello } from "../../libs/dispatch/samples.ts";

test("a hello tells what a coordinator without the jig file must know, and is read back whole", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tell-jig-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const recipe = join(folder, "plug.yaml");
  writeFileSync(recipe, "recipe: plug\n");
  const gpio = (line: number) =>
    ({ kind: "gpiod", chip: "pinctrl", line, activeLow: false }) as const;
  const bare = { reset: { kind: "none" }, offMs: 500 } as const;
  const served: readonly WiredFixture[] = [
    { ...bare, id: "F01", flashPort: "/dev/a", logPort: "flash", power: gpio(1), recipe },
    { ...bare, id: "F02", flashPort: "/dev/b", power: { kind: "manual" }, recipe: `${recipe}x` },
    { ...bare, id: "F03", flashPort: "/dev/c", power: gpio(2), inputs: { present: gpio(3) } },
  ];
  const other: WiredFixture = { ...bare, id: "F04", flashPort: "/dev/d", power: gpio(4) };
  const whole: Jig = { jig: "jig", trigger: "switch", fixtures: [...served, other] };
  const jigFacts = await tellJig(whole, served);
  const supply = { name: "default", gapMs: 150, members: 3 };
  expect(jigFacts).toEqual({
    trigger: "switch",
    nests: [
      {
        ...{ fixture: "F01", port: "/dev/a", logPort: "wired", board: "unseen" },
        ...{ power: "switched", ownRecipe: hash("sha256", "recipe: plug\n"), supply },
      },
      {
        ...{ fixture: "F02", port: "/dev/b", logPort: "none", board: "unseen" },
        ...{ power: "by-hand", ownRecipe: "unreadable", supply: null },
      },
      {
        ...{ fixture: "F03", port: "/dev/c", logPort: "none", board: "seen" },
        ...{ power: "switched", ownRecipe: null, supply },
      },
    ],
  });
  const sign = { hello: { ...makeHello(), jigFacts }, leases: {}, nests: [] };
  expect(signOfLifeSchema.parse(JSON.parse(JSON.stringify(sign)))).toEqual(sign);
});
