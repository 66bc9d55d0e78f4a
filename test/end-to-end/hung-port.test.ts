import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DATA } from "../support/lot-files.ts";
import { writePlainRecipe } from "../support/plain-recipe.ts";
import { openPluggableBench } from "../support/pluggable-bench.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";

const SOURCE = join(import.meta.dirname, "../support/hung-port.c");

const obstacle = ((): string | undefined => {
  try {
    execFileSync("cc", ["--version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "no C compiler";
  }
})();

/** A process of these sees one port whose opening never comes back. */
const hanging = (place: Workplace, port: string): Record<string, string> => {
  const library = place.path("hung-port.so");
  execFileSync("cc", ["-shared", "-fPIC", "-o", library, SOURCE, "-ldl"]);
  return { LD_PRELOAD: library, HUNG_PORT: port };
};

describe.skipIf(obstacle !== undefined)(
  `a driver that is stuck (${obstacle ?? "stood in for"})`,
  () => {
    test.concurrent("stops no neighbour, is reported, and lets the lot end", async () => {
      await using place = new Workplace();
      using bench = await openPluggableBench(place, ["F01", "F02"], "instant");
      const environment = hanging(place, bench.path("F02", "flash"));
      const lot = ["--recipe", writePlainRecipe(place), "--first", "SN1", "--count", "5"];
      const args = ["run", "--jig", bench.jig, ...lot, "--data", DATA, "--json"];
      const ending = await place.startBy("/usr/bin/env", environment, ...args).ended;
      const ended = eventsOf(ending).filter((event) => event.kind === "run-ended");
      const hung = ended.filter(({ verdict }) => verdict !== "pass");
      expect(hung).toMatchObject([
        {
          fixture: "F02",
          verdict: "error",
          failure: { code: "port-hung", port: bench.path("F02", "flash") },
        },
      ]);
      // The neighbour took all others, and did not wait for it: how many, while it hung, is the machine's.
      expect(ended[0]).toMatchObject({ fixture: "F01", verdict: "pass" });
      expect(ending.exitCode).toBe(3);
      expect(place.processes()).toEqual([]);
    });

    test.concurrent("does not keep a command that is done", async () => {
      await using place = new Workplace();
      using bench = await openPluggableBench(place, ["F01"], "instant");
      const environment = hanging(place, bench.path("F01", "flash"));
      const args = ["info", "--jig", bench.jig, "--fixture", "F01"];
      const ending = await place.startBy("/usr/bin/env", environment, ...args).ended;
      expect(ending).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("port-hung") });
    });
  },
);
