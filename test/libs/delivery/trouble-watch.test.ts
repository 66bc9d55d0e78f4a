import { expect, test } from "vitest";
import type { DeliveryNews } from "../../../libs/delivery/delivery-news.ts";
import { NO_TROUBLE, watchTrouble } from "../../../libs/delivery/trouble-watch.ts";

const MINUTE = 60_000;
const failed = (mend: "time" | "person", waiting: number | null = 3): DeliveryNews => ({
  ...{ kind: "delivery-failed", run: "R1", problem: "https://mes answered 500" },
  ...{ mend, retryMs: 1000, waiting },
});
const delivered: DeliveryNews = {
  ...{ kind: "record-delivered", run: "R1", lot: "L", serial: "S", verdict: "pass" },
};

/** Notices of a story, each with the minute it was told in. */
const tell = (story: readonly (readonly [minute: number, news: DeliveryNews])[]) => {
  let state = NO_TROUBLE;
  return story.flatMap(([minute, news]) => {
    const next = watchTrouble(state, news, minute * MINUTE);
    state = next.state;
    return next.notice === undefined ? [] : [`${minute} ${next.notice.level}: ${next.notice.text}`];
  });
};

test("a receiver that is away for a moment is nobody's business", () => {
  expect(
    tell([
      [0, failed("time")],
      [2, failed("time")],
      [2.5, delivered],
    ]),
  ).toEqual([]);
  expect(
    tell([
      [0, failed("time")],
      [2, delivered],
      [4, failed("time")],
      [6, delivered],
    ]),
  ).toEqual([]);
});

test("one that stays away is told of once, and once when it is back", () => {
  const away: (readonly [number, DeliveryNews])[] = [0, 1, 3, 4, 60].map((at) => [
    at,
    failed("time"),
  ]);
  const idle: DeliveryNews = { kind: "nothing-waits" };
  expect(tell([...away, [61, delivered], [62, delivered], [63, idle]])).toEqual([
    "3 warning: No record was delivered for 3 min: https://mes answered 500. 3 records wait in the journal and are sent again until taken; boards go on",
    "61 info: Records are delivered again, after 61 min",
  ]);
});

test("one that refuses is told of at once, also when it was only away before", () => {
  expect(
    tell([
      [0, failed("person", 1)],
      [9, failed("person")],
      [10, failed("time")],
    ]),
  ).toEqual([
    "0 warning: Records are not taken: https://mes answered 500. 1 record waits in the journal and is sent again until taken; boards go on",
  ]);
  expect(
    tell([
      [0, failed("time")],
      [3, failed("time")],
      [4, failed("person", null)],
    ]),
  ).toEqual([
    expect.stringContaining("3 warning: No record was delivered for 3 min"),
    expect.stringContaining(
      "4 warning: Records are not taken: https://mes answered 500. They wait",
    ),
  ]);
});
