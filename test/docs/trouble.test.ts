import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  describeJournalTrouble,
  JOURNAL_TROUBLES,
  mendJournalTrouble,
} from "../../libs/failure/journal-trouble.ts";
import { explainRedisHealth, REDIS_HEALTHS, redisWord } from "../../libs/station/redis-health.ts";

const PAGE = readFileSync("docs/trouble.md", "utf8");

test.each(JOURNAL_TROUBLES)("the page has the words of a journal that is %s", (trouble) => {
  expect(PAGE).toContain(describeJournalTrouble(trouble, "F"));
  expect(PAGE).toContain(mendJournalTrouble(trouble));
});

test.each(REDIS_HEALTHS.filter((health) => health !== "up"))(
  "the page has the words of a Redis that is %s",
  (health) => {
    const [what = "", mend = ""] = explainRedisHealth(health, "L").split(
      ": boards at work go on and are recorded, new ones wait. ",
    );
    expect(PAGE).toContain(`| ${redisWord(health)} | \`${what}\` |`);
    expect(PAGE).toContain(`| ${mend.replace(": the line goes on by itself.", "")} |`);
  },
);
