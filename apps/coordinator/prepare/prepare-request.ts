import type { LotRequest } from "./lot-request.ts";
import { checkOperator, checkScan, type PreparedLot, prepareLot } from "./prepare-lot.ts";

/**
 * Reads and checks all that a lot is made of, on a jig or on whatever a line's stations serve; with `run` also that
 * whoever it needs is there. To look at its plan nobody is needed.
 * @throws InputError naming file, field and remedy.
 */
export const prepareRequest = async (
  request: LotRequest,
  aim: "run" | "look",
): Promise<PreparedLot> => {
  const { jigPath } = request;
  if (jigPath === undefined) {
    const { prepareOpenLot } = await import("./prepare-open-lot.ts");
    const prepared = await prepareOpenLot(request);
    if (aim === "run") checkScan(request);
    return prepared;
  }
  const onJig = { ...request, jigPath };
  const prepared = await prepareLot(onJig);
  if (aim === "run") checkOperator(prepared, onJig);
  return prepared;
};
