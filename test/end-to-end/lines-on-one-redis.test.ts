import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { findProgram } from "../../libs/process/find-program.ts";
import { commandOf } from "../support/command-of.ts";
import { awaitEvent, isStep } from "../support/lot-events.ts";
import { writeRecipe } from "../support/lot-files.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";
import { startSecuredRedis } from "../support/secured-redis.ts";

const PAGE = resolve(import.meta.dirname, "../../docs/line.md");
const SECRET = "s3cr%t:of/the@line";

/** The rights that the page gives a line's user, given to a line of the test. */
const rightsOf = (line: string): string => {
  const rule = /^user line-a (on .*)$/m.exec(readFileSync(PAGE, "utf8"))?.[1] ?? "";
  return `user ${line} ${rule.replace("PASSWORD", SECRET).replaceAll("flashline:line-a:", `flashline:${line}:`)}`;
};

const textsUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(jsonl|log|yaml)$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));

test("two lines with jigs of one name flash at once on one Redis, each by TLS with the rights of the page, the password in no argument, message or log", async ({
  skip,
}) => {
  const path = process.env.PATH ?? "";
  skip(findProgram("openssl", path) === undefined, "no openssl to make certificates with");
  skip(findProgram("redis-server", path) === undefined, "no redis-server with TLS on the PATH");
  await using place = new Workplace();
  await using redis = await startSecuredRedis(place, [rightsOf("left"), rightsOf("right")]);
  const recipe = writeRecipe(place, "bk7231n");
  const fixtures = ["F01", "F02"].map((id) => ({ id, recipe, virtual: { chip: "bk7231n" } }));
  const jig = place.write("jig.yaml", { jig: "one", trigger: "auto", fixtures });
  const environment = {
    FLASHLINE_REDIS_CA: redis.ca,
    FLASHLINE_REDIS_PASSWORD_FILE: place.write("password", `${SECRET}\n`),
  };
  const lot = ["--first", "SN1", "--count", "4", "--lot", "L1", "--fast", "--json"];
  const start = (line: string, extra: Readonly<Record<string, string>>) => {
    const url = `rediss://${line}@${redis.address}`;
    const args = ["run", "--jig", jig, ...lot, "--redis", url, "--line", line, "--data", line];
    return place.startBy("/usr/bin/env", extra, ...args);
  };

  const lines = [start("left", environment), start("right", environment)];
  // The quicker one may be done when the other has begun.
  const atWork = lines.map(async (line) => {
    await awaitEvent(line, isStep("link", "F01"));
    return place.processes().map(commandOf);
  });
  const seen = await Promise.all(atWork);
  const commands = seen.flat();
  for (const each of seen) {
    expect(each.filter((words) => words.includes(" worker "))).not.toEqual([]);
  }
  const told = await Promise.all(lines.map((line) => line.ended));
  for (const ending of told) {
    expect(ending.exitCode).toBe(0);
    expect(eventsOf(ending).at(-1)).toMatchObject({ kind: "lot-ended", pass: 4 });
  }
  expect(await redis.peek.call("ACL", "LOG")).toEqual([]);
  const words = [...commands, ...told.flatMap(({ stdout, stderr }) => [stdout, stderr])];
  const written = ["left", "right"].flatMap((folder) => textsUnder(place.path(folder)));
  expect(written.length).toBeGreaterThan(3);
  for (const secret of [SECRET, encodeURIComponent(SECRET)]) {
    expect([...words, ...written].filter((text) => text.includes(secret))).toEqual([]);
  }

  // Nobody gets in by a server that is not trusted, or with another password.
  const doubtful = start("left", { FLASHLINE_REDIS_PASSWORD: SECRET });
  const wrong = start("right", { ...environment, FLASHLINE_REDIS_PASSWORD: "guessed" });
  expect(await doubtful.ended).toMatchObject({
    exitCode: 3,
    stderr: expect.stringMatching(/certificate.* \(FLASHLINE_REDIS_CA\)/),
  });
  expect(await wrong.ended).toMatchObject({
    exitCode: 3,
    stderr: expect.stringMatching(
      /refuses the user or password it is given.*FLASHLINE_REDIS_PASSWORD_FILE/,
    ),
  });
});
