import { parseRedisUrl } from "../../../libs/dispatch/redis-url.ts";
import { InputError } from "../../../libs/input/input-error.ts";
import { thisStation } from "../../../libs/jig/read-station.ts";
import type { LotRequest } from "./lot-request.ts";
import { checkCheckBoards } from "./prepare-check.ts";
import { checkSerials } from "./prepare-identity.ts";
import { type PreparedLot, prepareRecipe, receiverOf } from "./prepare-lot.ts";
import { checkSerialForm } from "./prepare-serials.ts";

/**
 * Reads and checks all that a lot without a jig is made of: one recipe, for whatever fixtures the line's
 * stations serve. What those are is judged as they come.
 * @throws InputError naming file, field and remedy.
 */
export const prepareOpenLot = async (request: LotRequest): Promise<PreparedLot> => {
  const { recipePath, redisUrl, serials } = request;
  if (redisUrl === undefined) {
    throw refusal(
      "--jig",
      "is missing.",
      "Give --jig FILE, or --redis URL for the fixtures that the stations of a line serve.",
    );
  }
  if (recipePath === undefined) {
    throw refusal(
      "--recipe",
      "is missing: without --jig all fixtures get the same one.",
      "Give --recipe FILE.",
    );
  }
  if (request.backupDir !== undefined) {
    throw refusal(
      "--backup",
      "does nothing without --jig: each station keeps the backups of its boards itself.",
      "Leave it away; `npx flashline worker --backup DIR` says where a station keeps them.",
    );
  }
  if (request.fast) {
    throw refusal(
      "--fast",
      "does nothing without --jig: it is for a jig's virtual boards.",
      "Leave it away, or give --jig FILE.",
    );
  }
  const { approval, deliver } = await thisStation();
  const recipe = await prepareRecipe(recipePath, approval);
  checkCheckBoards(recipe, serials, { fixtures: [] });
  if (serials !== "scan") {
    checkSerialForm(recipe, serials);
    const { path, identity } = recipe;
    if (identity !== undefined) checkSerials(path, identity.recipe, serials);
  }
  const { prefix } = parseRedisUrl(redisUrl);
  return {
    jig: { jig: prefix, trigger: "auto", fixtures: [] },
    recipes: { get: () => recipe, values: () => [recipe] },
    joining: recipe,
    receiver: deliver && (await receiverOf(deliver, request)),
  };
};

const refusal = (field: string, problem: string, remedy: string): InputError =>
  new InputError({ source: "run", field }, problem, remedy);
