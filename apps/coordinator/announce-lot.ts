import { basename, resolve } from "node:path";
import { printable } from "../../libs/failure/printable.ts";
import type { Outcome } from "../../libs/failure/verdict.ts";
import type { ClonedBoard } from "../../libs/firmware/flash-plan.ts";
import type { MarkReading } from "../../libs/jig/commission-mark.ts";
import { explainMark } from "../../libs/jig/explain-mark.ts";
import { isWired } from "../../libs/jig/jig.ts";
import { numericSerials } from "../../libs/lot/numeric-serials.ts";
import { shellWord } from "../../libs/process/shell-word.ts";
import { givesMac } from "../../libs/recipe/recipe-identity.ts";
import type { LineHappening } from "../../libs/station/station-event.ts";
import { announcePools } from "./identities/announce-pools.ts";
import { describeWorker } from "./line/describe-worker.ts";
import type { Line } from "./line/open-line.ts";
import type { LotRequest } from "./prepare/lot-request.ts";
import type { PreparedLot } from "./prepare/prepare-lot.ts";
import { serialRulesOf } from "./prepare/prepare-serials.ts";
import type { LotParts } from "./records/lot-parts.ts";
import { announceLocks, locksOn } from "./records/read-locks.ts";

/** What is told before the first board: who serves which fixtures, and what lot this is. */
export const announceLot = ({
  lot,
  session,
  station,
  request,
  prepared,
  line,
  earlier,
  mark,
  journal,
  locks,
}: LotParts): LineHappening[] => {
  const asked = request.serials === "scan" ? [...earlier.keys()] : request.serials;
  const sent = [...new Set(prepared.recipes.values())].map((recipe) => recipe.sent);
  const firstRuns = (outcome: Outcome): number =>
    asked.filter((serial) => earlier.get(serial)?.first === outcome).length;
  const names = new Set(sent.map(({ recipe }) => recipe));
  return [
    ...line.crew.workers().map(
      (hello): LineHappening => ({
        kind: "worker-started",
        ...describeWorker(hello),
      }),
    ),
    {
      kind: "lot-started",
      lot,
      session,
      station,
      recipe: [...names].join(", "),
      recipeSha256: only(sent.map(({ sha256 }) => sha256)),
      approvals: sent.map(({ recipe, approval }) => ({ recipe, approval })),
      operator: request.operator ?? null,
      fixtures: fixturesAtStart(prepared, line),
      trigger: prepared.jig.trigger,
      boards: request.serials === "scan" ? null : request.serials.length,
      passedBefore: asked.filter((serial) => earlier.get(serial)?.outcome === "pass").length,
      firstRunsBefore: { pass: firstRuns("pass"), fail: firstRuns("fail") },
      numericSerials: numericSerials(
        request.serials,
        serialRulesOf(prepared),
        prepared.joining === undefined ? prepared.jig.fixtures.length : MOST_PLACES,
      ),
    },
    ...announceLocks(locksOn(prepared.jig, locks ?? new Map())),
    ...unprovenWiring(request, prepared, line, mark),
    ...unusedRecipe(request, prepared),
    ...clonedBoards(prepared),
    ...doubtfulImages(prepared),
    ...foreignBackups(request, line),
    ...announcePools(journal, prepared, request.dataDir),
  ];
};

/** On a screen each fixture has a number: so many at most, where it is not known how many will come. */
const MOST_PLACES = 99;

/** In jig order; without a jig those that are there already. */
const fixturesAtStart = ({ jig, joining }: PreparedLot, { crew }: Line): readonly string[] =>
  joining === undefined
    ? jig.fixtures.map(({ id }) => id)
    : crew.workers().flatMap(({ fixtures }) => fixtures);

/** The one value of a list, or null if there are several, or none. */
const only = <T>(values: readonly T[]): T | null => {
  const [first, ...others] = new Set(values);
  return first === undefined || others.length > 0 ? null : first;
};

/** A worker of another coordinator, or host, keeps its backups where it was told to. */
const foreignBackups = ({ backupDir }: LotRequest, { crew }: Line): LineHappening[] => {
  if (backupDir === undefined) return [];
  const theirs = crew.workers().filter(({ life }) => life === "standalone");
  return theirs.map(({ station, fixtures }) => ({
    kind: "notice",
    level: "warning",
    text: `${fixtures.join(", ")}: backups go where the worker on ${station} keeps its own, not to --backup.`,
  }));
};

/** Fixtures' own recipes go before the lot's: whoever gave one that none uses should know. */
const unusedRecipe = ({ recipePath }: LotRequest, { recipes }: PreparedLot): LineHappening[] => {
  if (recipePath === undefined) return [];
  const isUsed = [...recipes.values()].some(({ path }) => resolve(path) === resolve(recipePath));
  const text = `${recipePath} is not used: every fixture of the jig names a recipe of its own.`;
  return isUsed ? [] : [{ kind: "notice", level: "warning", text }];
};

/** Content decides what an image is; where its name or version says something else, somebody errs. */
const doubtfulImages = ({ recipes }: PreparedLot): LineHappening[] =>
  [...new Set(recipes.values())].flatMap(({ warnings }) =>
    warnings.map(({ file, warning }) => ({
      kind: "notice",
      level: "warning",
      text: `${printable(basename(file))} ${warning}`,
    })),
  );

/** What makes boards alike in what should be each one's own is said before the first of them. */
const clonedBoards = ({ recipes }: PreparedLot): LineHappening[] =>
  [...new Set(recipes.values())].flatMap(({ sent: { recipe }, plan: { clone }, identity }) => {
    if (clone === undefined) return [];
    const isGiven = identity !== undefined && givesMac(identity.recipe);
    const text = `${recipe} clones a whole dump: every board gets ${tellCopied(clone, isGiven ? "given" : "kept")}`;
    return [{ kind: "notice", level: "warning", text } as const];
  });

const tellCopied = ({ mac: dumps }: ClonedBoard, mac: "given" | "kept"): string => {
  if (mac === "given") {
    const without = dumps === null ? "is refused" : "gets the dump's, with that MAC";
    return `its key-value data, and a MAC of its own, put into the calibration it has; a board without any ${without}.`;
  }
  return dumps === null
    ? "its key-value data, and keeps the calibration it has: the dump has none with a MAC of its own."
    : `its calibration (MAC ${dumps}) and key-value data.`;
};

/** Of nests that workers of this station serve: whose boards are they? Simulated ones need no proof. */
const unprovenWiring = (
  { jigPath }: LotRequest,
  { jig }: PreparedLot,
  { crew }: Line,
  mark: MarkReading | undefined,
): LineHappening[] => {
  const own = crew.workers().filter(({ life }) => life === "owned");
  const served = new Set(own.flatMap(({ fixtures }) => fixtures));
  const problem = mark && explainMark(mark);
  if (
    jigPath === undefined ||
    problem === undefined ||
    !jig.fixtures.some((it) => isWired(it) && served.has(it.id))
  )
    return [];
  const text = `${problem} With a board in every fixture: npx flashline commission --jig ${printable(shellWord(jigPath))}`;
  return [{ kind: "notice", level: "warning", text }];
};
