import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { expect, test } from "vitest";

/** What each library may import. This table is the architecture; lower lines build on higher ones. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  // pure
  boot: [],
  bytes: [],
  clock: [],
  failure: ["boot", "bytes"],
  log: ["clock"],
  process: ["failure"],
  dump: ["failure"],
  input: ["failure"],
  claims: ["failure"],
  tool: ["failure", "input"],
  bk72xx: [],
  chips: ["bytes"],
  "relay-boards": ["bytes"],
  firmware: ["bytes", "chips"],
  jig: ["chips", "failure", "input", "relay-boards"],
  recipe: ["bytes", "chips", "failure", "input", "process"],
  // seams to the hardware
  adapters: ["failure"],
  link: ["clock", "failure"],
  gpio: ["clock", "jig"],
  power: ["claims", "clock", "failure", "gpio", "jig", "link", "relay-boards"],
  supply: ["claims", "clock", "failure", "jig"],
  fixture: ["adapters", "claims", "clock", "failure", "jig", "link", "power", "supply"],
  spi: ["bytes", "chips", "clock", "failure", "fixture"],
  guard: ["jig", "process"],
  panel: ["claims", "clock", "failure", "gpio", "jig", "station"],
  // procedures, on interfaces only
  flasher: ["bytes", "bk72xx", "chips", "clock", "failure", "firmware", "fixture", "link"],
  flashrom: ["bytes", "clock", "dump", "failure", "process"],
  // before `run`, whose record keeps its facts
  unbrick: ["bytes", "chips", "dump", "failure", "firmware", "flasher", "flashrom", "input"],
  run: [
    ...["boot", "bytes", "chips", "clock", "failure", "firmware", "fixture", "flasher", "link"],
    "unbrick",
  ],
  survey: ["bk72xx", "boot", "clock", "failure", "fixture", "flasher", "link"],
  // the station around them
  station: ["failure", "figures", "flasher", "run"],
  account: ["bk72xx", "boot", "bytes", "clock", "failure", "flasher", "run"],
  "adapter-rates": ["clock", "flasher", "run"],
  journal: ["failure", "input", "run"],
  identity: ["bytes", "failure", "firmware", "input", "journal", "recipe", "report", "run"],
  figures: ["bytes", "failure", "run"],
  report: ["bytes", "failure", "figures", "journal", "run"],
  "report-page": ["failure", "figures", "report"],
  delivery: ["claims", "clock", "failure", "input", "jig", "journal", "process", "report", "run"],
  inspection: ["bytes", "chips", "failure", "firmware", "report"],
  dispatch: ["boot", "chips", "failure", "flasher", "input", "process", "recipe", "run", "station"],
  handover: ["dispatch", "journal", "run"],
  lot: ["failure", "figures", "input", "jig", "recipe", "run", "station"],
  simulator: [
    "bytes",
    "chips",
    "clock",
    "failure",
    "fixture",
    "firmware",
    "input",
    "jig",
    "link",
    "power",
    "process",
  ],
};

/** The one place in the sources that may import a package, or each of them. */
const PACKAGE_HOME: Readonly<Record<string, string | readonly string[]>> = {
  serialport: "libs/link/",
  onoff: "libs/gpio/",
  "spi-device": "libs/spi/",
  bullmq: "libs/dispatch/",
  ioredis: "libs/dispatch/",
  ink: "apps/dashboard/",
  // Draws the screen and writes the page.
  react: ["apps/dashboard/", "libs/report-page/"],
  "react-dom": "libs/report-page/",
  "d3-scale": "libs/report-page/",
  "d3-shape": "libs/report-page/",
  // The crash test reads journals past the product's own code, which it judges.
  "node:sqlite": ["libs/journal/", "apps/crash/read-journal.ts"],
  "@lydell/node-pty": "libs/simulator/",
  commander: "apps/cli/",
  "csv-parse": "libs/identity/",
  pino: "libs/log/",
};

/** Libraries that see interfaces only: no package, no part of Node. */
const NO_OUTSIDE = new Set([
  "bk72xx",
  "boot",
  "chips",
  "clock",
  "failure",
  "flasher",
  "run",
  "survey",
]);

const ROOT = resolve(import.meta.dirname, "..");

interface Import {
  readonly file: string;
  readonly target: string;
}

const importsUnder = (folder: string): Import[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => {
      const file = join(ROOT, folder, name);
      const text = readFileSync(file, "utf8");
      return [...text.matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map(([, specifier = ""]) => ({
        file: relative(ROOT, file),
        target: specifier.startsWith(".")
          ? relative(ROOT, resolve(dirname(file), specifier))
              .split(sep)
              .join("/")
          : specifier,
      }));
    });

const libraryOf = (path: string): string => path.split("/")[1] ?? "";

const LIBS = importsUnder("libs");
const APPS = importsUnder("apps");

test("every library has its row in the architecture", () => {
  const folders = readdirSync(join(ROOT, "libs"));
  expect(folders.sort()).toEqual(Object.keys(MAY_IMPORT).sort());
});

test("libraries import only what the architecture allows", () => {
  const wrong = LIBS.filter(
    ({ target }) => target.startsWith("libs/") || target.startsWith("apps/"),
  )
    .filter(({ file, target }) => {
      const from = libraryOf(file);
      const to = target.startsWith("libs/") ? libraryOf(target) : "apps";
      return from !== to && MAY_IMPORT[from]?.includes(to) !== true;
    })
    .map(({ file, target }) => `${file} -> ${target}`);
  expect(wrong).toEqual([]);
});

test("procedures see no package and no part of Node", () => {
  const wrong = LIBS.filter(({ file }) => NO_OUTSIDE.has(libraryOf(file)))
    .filter(({ target }) => !target.startsWith("libs/"))
    .map(({ file, target }) => `${file} -> ${target}`);
  expect(wrong).toEqual([]);
});

test("each package is imported in one place", () => {
  const wrong = [...LIBS, ...APPS].filter(({ file, target }) => {
    const name = Object.keys(PACKAGE_HOME).find(
      (home) => target === home || target.startsWith(`${home}/`),
    );
    return (
      name !== undefined && ![PACKAGE_HOME[name] ?? ""].flat().some((home) => file.startsWith(home))
    );
  });
  expect(wrong).toEqual([]);
});

/** Opening raises RTS and DTR, also on a port that another has and locked (hardware.md). */
const OPENS_PORTS = ["libs/link/", "libs/fixture/open-fixture.ts", "apps/jig-maker/"];

test("ports are opened by the owner of their nest alone, never to list or to check them", () => {
  const wrong = [...LIBS, ...APPS]
    .filter(({ target }) =>
      /^libs\/link\/(open-serial-link|port-opener|port-stream)\.ts$/.test(target),
    )
    .filter(({ file }) => !OPENS_PORTS.some((place) => file.startsWith(place)))
    .map(({ file, target }) => `${file} -> ${target}`);
  expect(wrong).toEqual([]);
});

test("a process imports no other process; only the command line starts them", () => {
  const wrong = APPS.filter(({ target }) => target.startsWith("apps/"))
    .filter(
      ({ file, target }) => libraryOf(file) !== libraryOf(target) && !file.startsWith("apps/cli/"),
    )
    .map(({ file, target }) => `${file} -> ${target}`);
  expect(wrong).toEqual([]);
});

test("no file comes back to itself by what it imports, types included", () => {
  const targets = Map.groupBy([...LIBS, ...APPS], ({ file }) => file);
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at >= 0) circles.push([...way.slice(at), file].join(" -> "));
    if (at >= 0 || done.has(file)) return;
    for (const { target } of targets.get(file) ?? []) walk(target, [...way, file]);
    done.add(file);
  };
  for (const file of targets.keys()) walk(file, []);
  expect(circles).toEqual([]);
});
