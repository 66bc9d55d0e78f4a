import { isVirtual } from "../../../libs/jig/jig.ts";
import { countWords } from "../count-words.ts";
import type { Check } from "../examination.ts";

/** What the jig is; virtual fixtures have no wiring that could be wrong. */
export const checkJig: Check = async ({ jig }) => {
  const virtual = jig.fixtures.filter(isVirtual).length;
  const simulated =
    virtual === 0 ? "" : `, ${virtual} of them simulated: no ports, relays or wiring to check`;
  const what = `jig ${jig.jig}, ${countWords(jig.fixtures.length, "fixture")}${simulated}`;
  return [{ level: "ok", what }];
};
