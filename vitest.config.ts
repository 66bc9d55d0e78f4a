import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["test/setup/build-program.ts"],
    include: ["test/**/*.test.{ts,tsx}"],
    // A hang limit, not a measurement: slow machines are allowed.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
