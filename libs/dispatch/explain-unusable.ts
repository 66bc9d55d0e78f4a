import { printable } from "../failure/printable.ts";
import { StationError } from "../failure/station-error.ts";
import { describeRedisTrouble } from "../station/redis-health.ts";
import { healthOfError } from "./ask-redis-health.ts";

/** Of Node's and OpenSSL's words for a certificate that is not accepted. */
const UNTRUSTED = /certificate|altname|self.signed|unable to verify/i;

const WRONG_PASSWORD = /^(WRONGPASS|NOAUTH|NOPERM)\b/;

/** Whether asking again, with the same password or certificates, would only take time. */
export const isHopeless = ({ message }: Error): boolean =>
  WRONG_PASSWORD.test(message) || UNTRUSTED.test(message);

/** Why a Redis cannot be used, and what to do, as sentences. `label`: its address, without user and password. */
export const explainUnusable = (said: string, label: string): string => {
  const server = `Redis at ${label}`;
  const reason = printable(said.replace(/\.$/, ""), 200);
  switch (WRONG_PASSWORD.exec(said)?.[1]) {
    case "NOAUTH":
      return label.startsWith("unix:")
        ? `${server} asks for a password, and none can be given to a socket. Name the server by redis://host:port.`
        : `${server} asks for a password, and none was given. Name the file that has it (FLASHLINE_REDIS_PASSWORD_FILE).`;
    case "WRONGPASS":
      return `${server} refuses the user or password it is given. Give the right ones (FLASHLINE_REDIS_USER, FLASHLINE_REDIS_PASSWORD_FILE, or the address itself).`;
    case "NOPERM":
      return `${server} lacks leave for its user: ${reason}. Give that user the rights that docs/line.md lists.`;
  }
  if (UNTRUSTED.test(said)) {
    return `${server} cannot be used: ${reason}. Name the certificate that signed the server's own (FLASHLINE_REDIS_CA), and the host as that one does.`;
  }
  const health = healthOfError(said);
  // A timeout is no more than no answer: that the server hangs is not known.
  return health === undefined || health === "silent"
    ? `${server} cannot be used: ${reason}. Start it, or correct its address.`
    : describeRedisTrouble(health, label);
};

/** Words what a server said to a first command, for `catch`. Throws `StationError`, or what it was given. */
export const throwUnusable =
  (label: string) =>
  (error: unknown): never => {
    if (!(error instanceof Error) || healthOfError(error) === undefined) throw error;
    throw new StationError(explainUnusable(error.message, label), { cause: error });
  };
