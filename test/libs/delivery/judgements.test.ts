import fc from "fast-check";
import { expect, test } from "vitest";
import { explainPostError } from "../../../libs/delivery/explain-post-error.ts";
import { hideValues } from "../../../libs/delivery/hide-values.ts";
import { judgeAnswer } from "../../../libs/delivery/judge-answer.ts";
import { pauseAfter } from "../../../libs/delivery/pause-after.ts";

const NOW = new Date("2026-03-01T10:00:00Z");
const judge = (status: number, own: object = {}) =>
  judgeAnswer({ status, retryAfter: null, location: null, said: "", ...own }, NOW);

test.each([200, 201, 202, 204, 299])("%d is delivered", (status) => {
  expect(judge(status, { said: "thanks" })).toEqual({ kind: "delivered" });
});

test.each([
  [400, "person", "answered 400"],
  [401, "person", "answered 401: it does not know this station: see `headers`"],
  [404, "person", "answered 404: it has nothing at this address: see `url`"],
  [408, "time", "answered 408"],
  [409, "person", "answered 409"],
  [422, "person", "answered 422"],
  [429, "time", "answered 429"],
  [500, "time", "answered 500"],
  [503, "time", "answered 503"],
] as const)("%d waits for a %s", (status, mend, problem) => {
  expect(judge(status)).toEqual({ kind: "failed", mend, problem });
});

test("what the receiver says is told, and how long it wants to be left alone", () => {
  expect(judge(422, { said: "unknown lot" })).toMatchObject({
    problem: "answered 422: unknown lot",
  });
  expect(judge(429, { retryAfter: "120" })).toMatchObject({ waitMs: 120_000 });
  expect(judge(503, { retryAfter: "Sun, 01 Mar 2026 10:05:00 GMT" })).toMatchObject({
    waitMs: 300_000,
  });
  expect(judge(503, { retryAfter: "soon" })).not.toHaveProperty("waitMs");
});

test("a redirect is named by its host alone", () => {
  const { problem } = { problem: "", ...judge(302, { location: "https://new.host/hook/s3cret" }) };
  expect(problem).toBe(
    "answered 302, a redirect to new.host, which is not followed: give `url` the address it stands for",
  );
  expect(judge(308, { location: "/elsewhere" })).toMatchObject({ mend: "person" });
});

test("pauses double to a minute, spread by a fifth, and heed the receiver for an hour at most", () => {
  expect([1, 2, 3, 7, 1000].map((failures) => pauseAfter(failures, 0.5))).toEqual([
    ...[1000, 2000, 4000, 60_000, 60_000],
  ]);
  expect([0, 1].map((chance) => pauseAfter(1, chance))).toEqual([800, 1200]);
  expect(pauseAfter(1, 0.5, 30_000)).toBe(30_000);
  expect(pauseAfter(1, 0.5, 1e9)).toBe(3_600_000);
});

test("no value is left in a text, however it was written into it", () => {
  const text = fc.string();
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), text, text, (secrets, before, after) => {
      const told = secrets.map(
        (secret) => `${secret} ${encodeURIComponent(secret.toWellFormed())}`,
      );
      const hidden = hideValues(`${before}${told.join(" ")}${after}`, secrets);
      for (const secret of secrets) {
        if (secret !== "" && !secret.includes("*")) expect(hidden).not.toContain(secret);
      }
    }),
  );
  expect(hideValues('{"was":"a\\"b"} a%22b', ['a"b'])).toBe('{"was":"***"} ***');
  expect(hideValues("Bearer tok and tok", ["tok", "Bearer tok"])).toBe("*** and ***");
});

test.each([
  ["ECONNREFUSED", "time", "is not there: the connection was refused"],
  ["ENOTFOUND", "person", "has a name that is not known"],
  [
    "CERT_HAS_EXPIRED",
    "person",
    "shows a certificate that has expired, or this machine's clock is",
  ],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "person", "shows a certificate for another name"],
  ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "person", "no way to talk safely (ERR_SSL_TLSV1_"],
  ["HPE_INVALID_CONSTANT", "person", "does not speak HTTP at this port"],
  ["ECONNRESET", "time", "ended the connection before it answered"],
  ["EWHATEVER", "time", "could not be given the record (EWHATEVER)"],
])("%s in words", (code, mend, problem) => {
  const error = Object.assign(new Error("secret details"), { code });
  const said = explainPostError(error);
  expect(said).toMatchObject({ mend, problem: expect.stringContaining(problem) });
  expect(explainPostError(new AggregateError([error, error]))).toEqual(said);
  expect(said.problem).not.toContain("secret");
});

test("what is no error of the network still has words", () => {
  expect(explainPostError("odd").problem).toBe("could not be given the record (unknown)");
  expect(explainPostError(new RangeError("x")).problem).toContain("(RangeError)");
});
