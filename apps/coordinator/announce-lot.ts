import type { LineHappening } from "../../libs/station/station-event.ts";
import type { LotParts } from "./lot-parts.ts";

/** What is told before the first board: who serves which fixtures, and what lot this is. */
export const announceLot = ({
  lot,
  session,
  request,
  prepared,
  line,
  earlier,
}: LotParts): LineHappening[] => {
  const asked = request.serials === "scan" ? [...earlier.keys()] : request.serials;
  const names = new Set([...prepared.recipes.values()].map(({ sent }) => sent.recipe));
  return [
    ...line.workers.map(
      ({ hello: { worker, pid, fixtures } }): LineHappening => ({
        kind: "worker-started",
        worker,
        pid,
        fixtures,
      }),
    ),
    {
      kind: "lot-started",
      lot,
      session,
      recipe: [...names].join(", "),
      operator: request.operator ?? null,
      fixtures: prepared.jig.fixtures.map(({ id }) => id),
      trigger: prepared.jig.trigger,
      boards: request.serials === "scan" ? null : request.serials.length,
      passedBefore: asked.filter((serial) => earlier.get(serial)?.outcome === "pass").length,
    },
  ];
};
