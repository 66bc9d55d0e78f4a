import { access } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { FieldPath } from "../input/expansion.ts";
import type { InputError } from "../input/input-error.ts";
import { readYaml, type YamlFile } from "../input/read-yaml.ts";
import { expandNests } from "./expand-nests.ts";
import { findClash, findLineOwner } from "./find-clash.ts";
import { findSupplyProblem } from "./find-supply-problem.ts";
import { type FixtureConfig, isVirtual, type Jig } from "./jig.ts";
import { jigSchema } from "./jig-schema.ts";

/** What a jig file cannot check by itself. */
export interface JigChecks {
  /** What is wrong with a virtual board's fault, for people, or undefined if nothing is. */
  readonly faultProblem?: (fault: string) => string | undefined;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** A file a jig names: beside the jig if it is there, else in the current folder. */
const resolveNamed = async (
  file: YamlFile<Jig>,
  jigPath: string,
  at: FieldPath,
  name: string,
): Promise<string> => {
  const beside = resolve(dirname(jigPath), name);
  const here = resolve(name);
  if (await exists(beside)) return beside;
  if (await exists(here)) return here;
  const tried = beside === here ? beside : `${beside} or ${here}`;
  throw file.errorAt(
    at,
    `names "${name}", which is not there: tried ${tried}.`,
    "Give a path relative to the jig file or to the current folder.",
  );
};

const checkFaults = (file: YamlFile<Jig>, checks: JigChecks): void => {
  for (const [at, fixture] of file.value.fixtures.entries()) {
    if (!isVirtual(fixture)) continue;
    for (const [position, fault] of fixture.virtual.faults.entries()) {
      const problem = checks.faultProblem?.(fault);
      if (problem === undefined) continue;
      const path = ["fixtures", at, "virtual", "faults", position];
      throw file.errorAt(path, problem, "See docs/simulator.md for the faults' names.");
    }
  }
};

/** A simulated relay feeds simulated boards. */
const checkRelays = (file: YamlFile<Jig>): void => {
  const ids = file.value.fixtures.filter(isVirtual).map(({ id }) => id);
  for (const [at, fixture] of file.value.fixtures.entries()) {
    const relay = isVirtual(fixture) ? fixture.virtual.wiring?.relay : undefined;
    if (typeof relay !== "object") continue;
    const stranger = relay.find((fed) => !ids.includes(fed));
    if (stranger === undefined) continue;
    const path = ["fixtures", at, "virtual", "wiring", "relay", relay.indexOf(stranger)];
    const problem = `names ${stranger}, which is no virtual nest of this jig.`;
    throw file.errorAt(path, problem, `There are: ${ids.join(", ")}.`);
  }
};

const LOG_REMEDY =
  "Name the log's own port, or write `logPort: flash` if the board logs on its flash port.";

/** Throws `InputError` at what two nests, or two fields of one, claim. */
export const checkClashes = async (file: YamlFile<Jig>): Promise<void> => {
  const clash = await findClash(file.value.fixtures);
  if (clash === undefined) return;
  const { path, what, other, within } = clash;
  const at = ["fixtures", ...path];
  if (within === "two nests") {
    const remedy = "Each nest needs its own; correct one of the two.";
    throw file.errorAt(at, `names ${what}, which ${other.id} already has.`, remedy);
  }
  throw file.errorAt(
    at,
    `names ${what}, which ${other.id}'s ${other.field.join(".")} already has.`,
    path.at(-1) === "logPort" ? LOG_REMEDY : "Each of the two needs its own; correct one of them.",
  );
};

const checkSupplies = (file: YamlFile<Jig>): void => {
  const found = findSupplyProblem(file.value);
  if (found !== undefined) throw file.errorAt(found.at, found.problem, found.remedy);
};

const checkBuzzer = async ({ value, errorAt }: YamlFile<Jig>): Promise<void> => {
  const { buzzer, fixtures } = value;
  if (buzzer === undefined) return;
  const owner = await findLineOwner(fixtures, buzzer);
  if (owner === undefined) return;
  const problem = `names GPIO line ${buzzer.line} of ${buzzer.chip}, which ${owner} already has.`;
  throw errorAt(["buzzer", "line"], problem, "It needs a line of its own; correct one of the two.");
};

const resolvePaths = async (
  file: YamlFile<Jig>,
  path: string,
  at: number,
  fixture: FixtureConfig,
): Promise<FixtureConfig> => {
  const find = (name: string, ...field: string[]): Promise<string> =>
    resolveNamed(file, path, ["fixtures", at, ...field], name);
  const recipe =
    fixture.recipe === undefined ? {} : { recipe: await find(fixture.recipe, "recipe") };
  if (!isVirtual(fixture)) return { ...fixture, ...recipe };
  const { flash } = fixture.virtual;
  if (flash === undefined) return { ...fixture, ...recipe };
  const virtual = { ...fixture.virtual, flash: await find(flash, "virtual", "flash") };
  return { ...fixture, ...recipe, virtual };
};

/** A jig and where its file says what. */
export interface JigFile {
  readonly jig: Jig;
  /** An `InputError` at a field of a nest, with line and column, for what only others can know. */
  nestError(id: string, field: readonly string[], problem: string, remedy: string): InputError;
}

/** As `readJig`, with the places in the file. */
export const readJigFile = async (path: string, checks: JigChecks = {}): Promise<JigFile> => {
  const file: YamlFile<Jig> = await readYaml(path, jigSchema, expandNests);
  await checkClashes(file);
  checkSupplies(file);
  await checkBuzzer(file);
  checkFaults(file, checks);
  checkRelays(file);
  const fixtures: FixtureConfig[] = [];
  for (const [at, fixture] of file.value.fixtures.entries()) {
    fixtures.push(await resolvePaths(file, path, at, fixture));
  }
  return {
    jig: { ...file.value, fixtures },
    nestError: (id, field, problem, remedy) => {
      const at = fixtures.findIndex((fixture) => fixture.id === id);
      return file.errorAt(["fixtures", at, ...field], problem, remedy);
    },
  };
};

/**
 * Reads and checks a jig file. Files it names become absolute and exist; ports may be absent.
 * Rejects with `InputError`.
 */
export const readJig = async (path: string, checks: JigChecks = {}): Promise<Jig> =>
  (await readJigFile(path, checks)).jig;
