import { expect, test } from "vitest";
import { endLot } from "../../../apps/coordinator/end-lot.ts";
import type { Twins } from "../../../libs/figures/twins.ts";
import { lotExitCode } from "../../../libs/lot/lot-counts.ts";
import { openLot } from "../../../libs/lot/open-lot.ts";
import { sampleRequest } from "./sample-request.ts";

const TWINS: Twins = { lot: "L1", mac: "c8478c000007", serials: ["A", "B"], runs: ["R1", "R2"] };

test.each<[readonly Twins[] | undefined, number]>([
  [[], 0],
  [[TWINS], 1],
  [undefined, 3],
])(
  "a lot at whose end the journal's twins are %j ends with %d: who cannot look may not say that all is well",
  async (twins, code) => {
    const { plan } = openLot({
      ...{ serials: [], fixtures: [], trigger: "auto", operator: "absent" },
      ...{ serialRules: [], earlier: new Map() },
    });
    const ended = await endLot({
      parts: { lot: "L1", request: sampleRequest({}) },
      journal: { settle: async () => [], twinsOf: () => twins, headToTell: () => undefined },
      unknown: { left: () => [] },
      watch: { [Symbol.dispose]: () => undefined },
      ...{ plan, began: 0, tell: () => undefined, warn: () => undefined },
    });
    expect(lotExitCode(ended)).toBe(code);
  },
);
