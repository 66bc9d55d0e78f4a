import { basename, resolve } from "node:path";
import { CHIPS } from "../../../libs/chips/chips.ts";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import type { Receiver } from "../../../libs/delivery/receiver.ts";
import type { SentRecipe } from "../../../libs/dispatch/messages.ts";
import { explainRefusal } from "../../../libs/firmware/explain-refusal.ts";
import type { FlashPlan } from "../../../libs/firmware/flash-plan.ts";
import type { PlanPiece } from "../../../libs/firmware/plan-flash.ts";
import { type ImageWarning, planImages } from "../../../libs/firmware/plan-images.ts";
import { recognise } from "../../../libs/firmware/recognise.ts";
import { InputError } from "../../../libs/input/input-error.ts";
import { type FixtureConfig, isVirtual, type Jig } from "../../../libs/jig/jig.ts";
import { type JigFile, readJigFile } from "../../../libs/jig/read-jig.ts";
import { thisStation } from "../../../libs/jig/read-station.ts";
import type { DeliveryConfig } from "../../../libs/jig/records-schema.ts";
import { type LoadedImage, loadImages } from "../../../libs/recipe/load-images.ts";
import type { Policy } from "../../../libs/recipe/policy.ts";
import { readRecipe } from "../../../libs/recipe/read-recipe.ts";
import type { Recipe } from "../../../libs/recipe/recipe.ts";
import { givesMac } from "../../../libs/recipe/recipe-identity.ts";
import type { SerialRule } from "../../../libs/recipe/serial-rule.ts";
import type { ShiftCheck } from "../../../libs/recipe/shift-check.ts";
import { checkFlashFile } from "../../../libs/simulator/flash-file.ts";
import { faultProblem } from "../../../libs/simulator/parse-fault.ts";
import type { LotRequest } from "./lot-request.ts";
import { checkCheckBoards, checkCheckTrigger } from "./prepare-check.ts";
import {
  checkSerials,
  checkTrigger,
  type PreparedIdentity,
  prepareIdentity,
} from "./prepare-identity.ts";
import { checkSerialForm } from "./prepare-serials.ts";
import { type ApprovalNeed, readGivenApproval } from "./read-given-approval.ts";

/** A recipe with everything it needs: read, hashed, and found safe to flash. */
export interface PreparedRecipe {
  readonly path: string;
  readonly sent: SentRecipe;
  readonly images: readonly LoadedImage[];
  readonly plan: FlashPlan;
  /** Which file each byte of the plan comes from. */
  readonly pieces: readonly PlanPiece[];
  /** What each board is given for itself, if the recipe says so. */
  readonly identity?: PreparedIdentity | undefined;
  /** What serials must look like, if the recipe says so. */
  readonly serial?: SerialRule | undefined;
  /** How fixtures prove themselves, if the recipe asks for it. */
  readonly shiftCheck?: ShiftCheck | undefined;
  /** When a board moves, a fixture is locked, the line stops; nothing is decided if absent. */
  readonly policy?: Policy | undefined;
  /** What contradicts an image's content and stops nothing, such as its name. */
  readonly warnings: readonly ImageWarning[];
}

/** Which recipe the boards of each fixture get. */
export interface LotRecipes {
  /** By fixture id. */
  get(fixture: string): PreparedRecipe | undefined;
  /** All of them; one that several fixtures have may stand there as often. */
  values(): Iterable<PreparedRecipe>;
}

/** A lot whose every input was checked; nothing was touched yet. */
export interface PreparedLot {
  readonly jig: Jig;
  readonly recipes: LotRecipes;
  /** Of all fixtures, where no jig was given and they are known when they come. */
  readonly joining?: PreparedRecipe | undefined;
  /** Who takes the records, if the station's file names somebody. */
  readonly receiver?: Receiver | undefined;
}

/** A lot whose fixtures are all known by its jig file. */
export interface JigLot extends PreparedLot, JigFile {
  readonly recipes: ReadonlyMap<string, PreparedRecipe>;
}

/** A lot on the fixtures of a jig. */
export type JigRequest = LotRequest & { readonly jigPath: string };

/**
 * Reads and checks all that a lot on a jig is made of.
 * @throws InputError naming file, field and remedy.
 */
export const prepareLot = async (request: JigRequest): Promise<JigLot> => {
  const file = await readJigFile(request.jigPath, { faultProblem });
  const { jig } = file;
  for (const fixture of jig.fixtures) {
    if (isVirtual(fixture) && fixture.virtual.flash !== undefined)
      await checkFlashFile(fixture.virtual.flash);
  }
  const paths = new Map(
    jig.fixtures.map((fixture) => [fixture.id, recipePathOf(fixture, request, file)]),
  );
  const byPath = new Map<string, PreparedRecipe>();
  const { approval, deliver } = await thisStation();
  for (const path of new Set(paths.values())) {
    byPath.set(path, await prepareRecipe(path, approval));
  }
  const recipes = new Map<string, PreparedRecipe>();
  for (const fixture of jig.fixtures) {
    const recipe = byPath.get(paths.get(fixture.id) ?? "");
    if (recipe === undefined) continue;
    checkPair(file, fixture, recipe);
    if (recipe.identity !== undefined) checkTrigger(file, fixture);
    checkCheckTrigger(jig, fixture, recipe);
    recipes.set(fixture.id, recipe);
  }
  checkBackup(request, [...recipes.values()]);
  for (const recipe of new Set(recipes.values())) {
    checkCheckBoards(recipe, request.serials, jig);
    if (request.serials === "scan") continue;
    checkSerialForm(recipe, request.serials);
    if (recipe.identity === undefined) continue;
    checkSerials(recipe.path, recipe.identity.recipe, request.serials);
  }
  return { ...file, recipes, receiver: deliver && (await receiverOf(deliver, request)) };
};

/** Who takes the records of the lot. Loaded only where they go out. */
export const receiverOf = async (
  config: DeliveryConfig,
  { records, program }: LotRequest,
): Promise<Receiver | undefined> => {
  if (records === "kept-here") return undefined;
  const { openReceiver } = await import("../../../libs/delivery/open-receiver.ts");
  return openReceiver(config, { clock: systemClock, environment: process.env, program });
};

/** A folder for backups that no recipe asks for is a misunderstanding: somebody expects copies. */
const checkBackup = ({ backupDir }: LotRequest, recipes: readonly PreparedRecipe[]): void => {
  const [first] = recipes;
  if (backupDir === undefined || first === undefined) return;
  if (recipes.some(({ sent }) => sent.backup)) return;
  throw new InputError(
    { source: first.path, field: "backup" },
    "does not ask for backups, but --backup was given.",
    "Write `backup: true` into the recipe, or leave --backup away.",
  );
};

const recipePathOf = (
  fixture: FixtureConfig,
  request: LotRequest,
  { nestError }: JigFile,
): string => {
  const path = fixture.recipe ?? request.recipePath;
  if (path !== undefined) return resolve(path);
  throw nestError(
    fixture.id,
    ["recipe"],
    "names no recipe, and --recipe was not given.",
    "Give run --recipe FILE, or a recipe in the jig file.",
  );
};

/** One recipe, its images loaded, found to be as they were approved, and planned. */
export const prepareRecipe = async (path: string, need: ApprovalNeed): Promise<PreparedRecipe> => {
  const file = await readRecipe(path);
  const { recipe, sha256, errorAt } = file;
  const images = await loadImages(file);
  const named = images.map(({ file, sha256, bytes, at }) => ({
    file: basename(file),
    sha256,
    at,
    class: recognise(bytes).kind,
  }));
  // Before the plan: what is wrong with a file is that it is not the approved one.
  const content = { name: recipe.recipe, sha256, images: named };
  const approval = await readGivenApproval(path, content, need);
  const planned = planImages(images, CHIPS[recipe.chip], recipe);
  if (!planned.ok) {
    const { problem, remedy } = explainRefusal(planned.refusal);
    const index = images.findLastIndex((image) => image.file === planned.file);
    throw errorAt(["images", index], `${planned.file}: ${problem}`, remedy);
  }
  if (leavesNoMac(recipe, planned.plan)) {
    throw errorAt(
      ["calibration"],
      "is `required`, but the dump that goes to every board has no calibration with a MAC of its own.",
      "Give each board a MAC (`identity`), or a dump that has one; or say `calibration: any`: every board then keeps the calibration it has.",
    );
  }
  const { images: _, identity: own, serial, shiftCheck, policy, ...settings } = recipe;
  const identity = own && (await prepareIdentity({ path, errorAt }, own, planned.plan));
  const sent = { ...settings, sha256, images: named, approval };
  const { plan, pieces, warnings } = planned;
  return { path, images, plan, pieces, warnings, sent, identity, serial, shiftCheck, policy };
};

/** Whether a copy is wanted with a MAC of its own, and neither dump nor recipe has one for it. */
const leavesNoMac = ({ chip, calibration, identity }: Recipe, { clone }: FlashPlan): boolean =>
  clone?.mac === null &&
  calibration === "required" &&
  CHIPS[chip].calibration.length > 0 &&
  (identity === undefined || !givesMac(identity));

const checkPair = (
  { nestError }: JigFile,
  fixture: FixtureConfig,
  recipe: PreparedRecipe,
): void => {
  if (recipe.sent.boot === undefined || "virtual" in fixture || fixture.logPort !== undefined)
    return;
  throw nestError(
    fixture.id,
    ["logPort"],
    `is missing, but ${basename(recipe.path)} wants to see "${recipe.sent.boot.expect.join('" and "')}" on the log port.`,
    "Wire UART2 and name its port (`flash` if the board logs on the flash port), or take `boot` out of the recipe.",
  );
};

const AT_TERMINAL = "Run it in a terminal, without --headless or --json";

/** Whether somebody's keys come to the lot. */
export const takesKeys = ({ hasTerminal, view }: LotRequest): boolean =>
  hasTerminal && view === "dashboard";

/**
 * Whoever scans does it before the dashboard.
 * @throws InputError
 */
export const checkScan = (request: LotRequest): void => {
  if (takesKeys(request) || request.serials !== "scan") return;
  throw new InputError(
    { source: "run", field: "--scan" },
    "scanning needs a person at a terminal.",
    `${AT_TERMINAL}, or give --serials or --first with --count.`,
  );
};

/**
 * What a person must do needs a person, and keys need the dashboard: nothing else reads them. Asked
 * before a lot is run; to look at its plan nobody is needed.
 * @throws InputError
 */
export const checkOperator = ({ jig, nestError }: JigFile, request: JigRequest): void => {
  checkScan(request);
  if (!takesKeys(request) && jig.trigger === "operator") {
    throw new InputError(
      { source: request.jigPath, field: "trigger" },
      "trigger `operator` needs a person at a terminal.",
      `${AT_TERMINAL}, or let a machine load the boards: \`trigger: auto\`.`,
    );
  }
  if (request.hasTerminal) return;
  for (const fixture of jig.fixtures) {
    if ("virtual" in fixture || fixture.power.kind !== "manual") continue;
    throw nestError(
      fixture.id,
      ["power", "kind"],
      "power `manual` needs a person at a terminal.",
      "Run it in a terminal, or wire a relay.",
    );
  }
};
