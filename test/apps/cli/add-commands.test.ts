import { readFileSync } from "node:fs";
import { Command } from "commander";
import { expect, test } from "vitest";
import { addCommands } from "../../../apps/cli/add-commands.ts";
import { Workplace } from "../../support/run-flashline.ts";

const namesFor = async (...args: readonly string[]): Promise<string[]> => {
  const program = new Command("flashline");
  await addCommands(program, args);
  return program.commands.map((command) => command.name());
};

test("a command line has its own command; one without a known command has all", async () => {
  expect(await namesFor("worker", "--jig", "x")).toEqual(["worker"]);
  const all = await namesFor();
  expect(all.length).toBeGreaterThan(5);
  for (const args of [["--help"], ["help", "run"], ["rnu"], ["toString"]])
    expect(await namesFor(...args)).toEqual(all);
  for (const name of all) expect(await namesFor(name)).toEqual([name]);
});

test("an option given twice is refused: neither is the one that was meant; one that takes several is not", async () => {
  const parse = async (...args: readonly string[]): Promise<string> => {
    const program = new Command("flashline").configureOutput({ writeErr: () => undefined });
    program.exitOverride();
    await addCommands(program, args);
    const run = program.commands.find((command) => command.name() === args[0]);
    for (const command of [run, ...(run?.commands ?? [])]) command?.action(() => undefined);
    return await program.parseAsync(args, { from: "user" }).then(
      () => "taken",
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  };
  const lot = ["run", "--jig", "a", "--recipe", "b", "--first", "1", "--count", "2"];
  expect(await parse(...lot, "--fast", "--fast")).toBe("taken");
  expect(await parse(...lot, "--recipe=c")).toBe(
    "error: option '--recipe <file>' is given twice. Give it once.",
  );
  expect(await parse("recipe", "approve", "a", "--by", "Ada", "--by", "Bob")).toContain("--by");
  expect(await parse("jig", "new", "--relays", "a", "--relays", "b")).toBe("taken");
});

test("help of a command within a group is that command's", async () => {
  await using place = new Workplace();
  const { exitCode, stdout } = await place.run("help", "jig", "new");
  expect(stdout).toMatch(/^Usage: npx flashline jig new /);
  expect(exitCode).toBe(0);
});

test("every command of the manual is there", async () => {
  const manual = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
  const named = new Set([...manual.matchAll(/`npx flashline ([a-z]+)/g)].map(([, name]) => name));
  expect(named.size).toBeGreaterThan(3);
  expect(await namesFor()).toEqual(expect.arrayContaining([...named]));
});
