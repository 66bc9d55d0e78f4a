import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["test/setup/build-program.ts"],
    include: ["test/**/*.test.{ts,tsx}"],
    // Two at least, also on two cores: whole programs mostly wait, for wires, relays and each other.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A hang limit, not a measurement: slow machines are allowed.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
