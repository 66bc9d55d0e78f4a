import { shellWord } from "../../../libs/process/shell-word.ts";
import type { Check } from "../examination.ts";

/** Root may do everything: what another user may do is not seen by it. */
export const checkUser: Check = async ({ machine, jigPath }) => {
  const { name, uid } = machine.user;
  if (uid !== 0) return [{ level: "ok", what: `checked as user ${name}` }];
  return [
    {
      level: "note",
      what: "Checked as root, who may use everything. What the station's own user may do was not seen.",
      remedy: "If the station runs as another user, check as that one (here: flashline), too.",
      commands: [`sudo -u flashline flashline doctor --jig ${shellWord(jigPath)}`],
    },
  ];
};
