import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

// What starts over and over, programs and test workers, need not compile the same modules each time.
process.env.NODE_COMPILE_CACHE ??= resolve(import.meta.dirname, "node_modules/.cache/compiled");

/**
 * Tests of values, procedures and virtual time: they start no program and open no port, and the libraries
 * keep no state that one file could leave to the next.
 */
const PURE = [
  ...["adapter-rates", "bk72xx", "boot", "bytes", "chips", "clock", "dump", "failure", "figures"],
  ...[
    "firmware",
    "flasher",
    "identity",
    "inspection",
    "jig",
    "lot",
    "recipe",
    "relay-boards",
    "report",
    "report-page",
    "run",
  ],
  ...["simulator", "spi", "station", "survey"],
].map((library) => `test/libs/${library}/**/!(*pty*).test.ts`);

/** In the same folders, tests that start what is built, or that count what is left in their process. */
const APART = [
  ...["add-commands", "answer-outbox", "bench", "chaos", "claim-lot", "crash", "fuzz", "inspect"],
  ...["lost-reader", "open-line", "recycle-pollers", "report-and-history", "reports", "simulator"],
  ...["start-process", "watch-line"],
].join("|");

/**
 * Tests of parts with their files, ports, servers and screens: they start nothing that is built, and leave
 * nothing in their process to the next file.
 */
const PARTS = [
  ...["account", "adapters", "claims", "delivery", "dispatch", "fixture", "gpio", "guard"],
  ...["handover", "input", "journal", "link", "log", "panel", "power", "process", "supply", "tool"],
]
  .map((library) => `libs/${library}`)
  .concat(
    [
      ...["bench", "chaos", "cli", "commission", "coordinator", "crash", "dashboard", "doctor"],
      ...["fuzz", "guard", "jig-maker", "one-board", "recipe-maker", "simulator", "worker"],
    ].map((process) => `apps/${process}`),
    "docs",
  )
  .map((folder) => `test/${folder}/**/!(${APART}).test.{ts,tsx}`)
  .concat("test/*.test.ts");

export default defineConfig({
  test: {
    // Three at least, also on two cores: whole programs also wait, for wires, relays and each other.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    // A hang limit, not a measurement: slow machines are allowed.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // By name, so programs begin, which take longest; the many short files fill the gaps in the end.
    projects: [
      {
        extends: true,
        test: {
          name: "programs",
          globalSetup: ["test/setup/build-program.ts", "test/setup/install-packages.ts"],
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: [...PARTS, ...PURE],
        },
      },
      {
        extends: true,
        test: {
          name: "parts",
          globalSetup: ["test/setup/install-packages.ts"],
          setupFiles: ["test/setup/expect-idle.ts"],
          include: PARTS,
          // To load what it tests, each file for itself, would take longer than many of them.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "pure",
          setupFiles: ["test/setup/expect-idle.ts"],
          include: PURE,
          // A worker of its own for each file would take longer than most of them.
          isolate: false,
        },
      },
    ],
  },
});
