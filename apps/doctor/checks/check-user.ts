import { join } from "node:path";
import type { Check } from "../examination.ts";
import { readText } from "../read-text.ts";

/** As docs/deployment.md calls it. */
const SERVICE_USER = "flashline";

/** Root may do everything: what another user may do is not seen by it. */
export const checkUser: Check = async ({ machine, askAgain }) => {
  const { name, uid } = machine.user;
  if (uid !== 0) return [{ level: "ok", what: `checked as user ${name}` }];
  const users = (await readText(join(machine.root, "etc/passwd"))) ?? "";
  const hasServiceUser = users.split("\n").some((line) => line.startsWith(`${SERVICE_USER}:`));
  return [
    {
      level: "note",
      what: "Checked as root, who may use everything. What the station's own user may do was not seen.",
      remedy: hasServiceUser
        ? `If the station runs as ${SERVICE_USER}, check as that user, too.`
        : "If the station runs as another user, check as that one, too.",
      commands: [hasServiceUser ? `sudo -u ${SERVICE_USER} ${askAgain}` : askAgain],
    },
  ];
};
