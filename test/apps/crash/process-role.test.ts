import { expect, test } from "vitest";
import { roleOf } from "../../../apps/crash/process-role.ts";

const flashline = (...words: readonly string[]): readonly string[] => [
  ...["/home/node", "--max-semi-space-size=2", "/opt/flashline/dist/apps/cli/main.js", ...words],
];

test.each([
  ["coordinator", flashline("run", "--jig", "worker"), "node"],
  ["worker", flashline("worker", "--jig", "F"), "node"],
  ["dashboard", flashline("dashboard"), "node"],
  ["simulator", flashline("simulate"), "node"],
  ["nest-guard", flashline("guard", "--log", "F"), "node"],
  [
    "nest-guard",
    ["/bin/sh", "-c", "read", "flashline-guard", "words", ...flashline("guard")],
    "sh",
  ],
  ["redis-guard", ["/bin/sh", "-c", "while", "flashline-redis", "/tmp/f", "redis-server"], "sh"],
  ["redis", ["redis-server unixsocket:/tmp/f/redis.sock"], "redis-server"],
  ["redis", ["valkey-server unixsocket:/tmp/f/redis.sock"], "valkey-server"],
  ["other", ["/home/node", "/opt/flashline/dist/apps/simulator/power-switch.js", "off"], "node"],
])("a %s is told by its command line", (role, argv, name) => {
  expect(roleOf(argv, name)).toBe(role);
});
