import { shellWord } from "../../libs/process/shell-word.ts";
import type { DoctorOrder } from "./doctor-order.ts";

/** The command line that asks the same again, with the options that were given; a user and password are left out. */
export const doctorCommand = (order: DoctorOrder): string => {
  const { jigPath, recipePath, redisUrl, dataDir, timers } = order;
  const given = [
    ["--jig", jigPath],
    ["--recipe", recipePath],
    ["--redis", redisUrl === undefined ? undefined : withoutSecret(redisUrl)],
    ["--data", dataDir === "./data" ? undefined : dataDir],
  ] as const;
  const words = given.flatMap(([option, value]) => (value === undefined ? [] : [option, value]));
  const more = timers === "leave" ? ["--no-fix"] : [];
  return ["npx", "flashline", "doctor", ...words, ...more].map(shellWord).join(" ");
};

/** To be pasted: whoever does gives them by the environment, as docs/line.md says. */
const withoutSecret = (url: string): string => url.replace(/:\/\/[^@/\s]*@/, "://");
