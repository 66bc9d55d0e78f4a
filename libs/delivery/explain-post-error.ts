import type { HandOver } from "./receiver.ts";

type Problem = Extract<HandOver, { readonly kind: "failed" }>;

const byTime = (problem: string): Problem => ({ kind: "failed", problem, mend: "time" });
const byPerson = (problem: string): Problem => ({ kind: "failed", problem, mend: "person" });

const STRANGER = byPerson(
  "shows a certificate of somebody this machine does not trust: give the certificate of your own authority by NODE_EXTRA_CA_CERTS=FILE, or NODE_USE_SYSTEM_CA=1 where the system has it",
);
const NO_NAME = byPerson("has a name that is not known: see `url`, and the network's name server");
const NO_ANSWER = byTime("cannot be reached: no way to it in the network");
const CUT_OFF = byTime("ended the connection before it answered");
const NO_HTTP = byPerson("does not speak HTTP at this port: see `url`");

/** By the codes of Node's sockets, name look-up, TLS (OpenSSL's X509_V_ERR_) and HTTP client. */
const BY_CODE: Readonly<Record<string, Problem>> = {
  ECONNREFUSED: byTime("is not there: the connection was refused"),
  ENOTFOUND: NO_NAME,
  EAI_AGAIN: byTime("could not be looked up: the name server does not answer"),
  EHOSTUNREACH: NO_ANSWER,
  ENETUNREACH: NO_ANSWER,
  EHOSTDOWN: NO_ANSWER,
  ETIMEDOUT: byTime("does not answer: no connection came about"),
  ECONNRESET: CUT_OFF,
  EPIPE: CUT_OFF,
  DEPTH_ZERO_SELF_SIGNED_CERT: STRANGER,
  SELF_SIGNED_CERT_IN_CHAIN: STRANGER,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: STRANGER,
  UNABLE_TO_GET_ISSUER_CERT: STRANGER,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: STRANGER,
  CERT_UNTRUSTED: STRANGER,
  CERT_HAS_EXPIRED: byPerson(
    "shows a certificate that has expired, or this machine's clock is wrong",
  ),
  CERT_NOT_YET_VALID: byPerson(
    "shows a certificate that is not valid yet: this machine's clock is wrong, or the certificate is",
  ),
  CERT_REVOKED: byPerson("shows a certificate that was revoked"),
  ERR_TLS_CERT_ALTNAME_INVALID: byPerson(
    "shows a certificate for another name: see `url`, or have the certificate made for this one",
  ),
  ERR_SSL_WRONG_VERSION_NUMBER: byPerson("does not speak TLS at this port: is it http:// there?"),
  ERR_SSL_PACKET_LENGTH_TOO_LONG: byPerson("does not speak TLS at this port: is it http:// there?"),
};

const TLS_CODE = /^(ERR_SSL_|ERR_TLS_|ERR_OSSL_|CERT_|UNABLE_TO_)|^(EPROTO)$/;

/** Why a POST had no answer, in words. Of an error nobody knows, its code or class alone is named. */
export const explainPostError = (error: unknown): Problem => {
  const code = codeOf(error);
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  if (code.startsWith("HPE_")) return NO_HTTP;
  if (TLS_CODE.test(code))
    return byPerson(`and this machine found no way to talk safely (${code})`);
  return byTime(`could not be given the record (${code})`);
};

/** As OpenSSL says it in the message of a broken handshake, which has no code of its own. */
const TLS_REASON = /:SSL routines:[^:]*:([\w ]+)/;

/** Of several addresses of one name the first counts. */
const codeOf = (error: unknown): string => {
  if (typeof error !== "object" || error === null) return "unknown";
  const reason = error instanceof Error ? TLS_REASON.exec(error.message)?.[1] : undefined;
  if (reason !== undefined) return `ERR_SSL_${reason.toUpperCase().replaceAll(" ", "_")}`;
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error ? error.name : "unknown";
};
