import type { JigFacts, NestFacts, WorkerHello } from "../../../libs/dispatch/messages.ts";
import { printable } from "../../../libs/failure/printable.ts";
import type { LotRequest } from "../prepare/lot-request.ts";
import { checkBoardsOf } from "../prepare/prepare-check.ts";
import { type PreparedRecipe, takesKeys } from "../prepare/prepare-lot.ts";
import type { Admission } from "./line-crew.ts";

/** What of a lot without a jig decides which fixtures it can use. */
export interface OpenLot {
  readonly recipe: Pick<PreparedRecipe, "sent" | "identity" | "shiftCheck">;
  readonly request: LotRequest;
}

/**
 * What a lot without a jig does with a fixture that a station's worker offers: what `run --jig` would refuse
 * is not used, and people are told why. Another coordinator's own workers are left.
 */
export const judgeNest = (
  { life, jigFacts }: Pick<WorkerHello, "life" | "jigFacts">,
  fixture: string,
  lot: OpenLot,
): Admission => {
  if (life !== "standalone") return "leave";
  const nest = jigFacts?.nests.find((it) => it.fixture === fixture);
  if (jigFacts === undefined || nest === undefined) {
    return {
      why: "Its worker does not tell how it is wired; give run --jig, or update that host.",
    };
  }
  const why =
    whyNotRecipe(nest, lot) ??
    whyNotWired(nest, jigFacts, lot) ??
    whyNotManned(nest, jigFacts, lot);
  return why === undefined ? "take" : { why };
};

const whyNotRecipe = (
  { ownRecipe }: NestFacts,
  { recipe: { sent } }: OpenLot,
): string | undefined => {
  if (ownRecipe === null || ownRecipe === sent.sha256) return undefined;
  return ownRecipe === "unreadable"
    ? "Its jig file names a recipe of its own, which cannot be read there; take it out, or run a lot of its own with --jig."
    : `Its jig file names another recipe for it (SHA-256 ${printable(ownRecipe.slice(0, 12))}...) than --recipe (${sent.sha256.slice(0, 12)}...); run a lot of its own for it with --jig.`;
};

const whyNotWired = (
  { fixture, logPort, board }: NestFacts,
  { trigger }: JigFacts,
  { recipe }: OpenLot,
): string | undefined => {
  const name = printable(recipe.sent.recipe);
  if (recipe.sent.boot !== undefined && logPort === "none") {
    return `${name} watches the board's restart, and its jig file names no logPort.`;
  }
  if (trigger === "auto" && board === "unseen" && recipe.identity !== undefined) {
    return `${name} gives each board an identity: with trigger \`auto\` that needs an input that sees the board (inputs.present).`;
  }
  if (trigger === "auto" && recipe.shiftCheck !== undefined) {
    return `${name} has fixtures prove themselves with check boards (shiftCheck): with trigger \`auto\` nobody tells those from others.`;
  }
  const boards = recipe.shiftCheck && checkBoardsOf(recipe.shiftCheck);
  return boards?.includes(fixture) ? "A check board of the recipe has its name." : undefined;
};

const whyNotManned = (
  { power }: NestFacts,
  { trigger }: JigFacts,
  { request }: OpenLot,
): string | undefined => {
  if (trigger === "operator" && !takesKeys(request)) {
    return "Its jig has trigger `operator`, which needs a person at this lot's terminal; run it without --headless or --json.";
  }
  return power === "by-hand" && !request.hasTerminal
    ? "Its power is switched by hand, which needs a person at this lot's terminal."
    : undefined;
};
