import { expect, test } from "vitest";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import { connectVirtualFixture } from "../../../libs/simulator/connect-virtual-fixture.ts";
import { VirtualBoard } from "../../../libs/simulator/virtual-board.ts";
import { judgeMatrix } from "../../../libs/survey/judge-matrix.ts";
import { takeSurvey } from "../../../libs/survey/take-survey.ts";

type Means = "cycle" | "operator" | "none";

/** A nest by itself: how its board is stopped and started, and what becomes of it. */
const surveyOne = async (control: "power" | "reset-line" | "none", means: Means, slowMs = 0) => {
  const clock = new VirtualClock();
  const chip = "bk7231t";
  const flash = buildFactoryFlash({ chip, seed: 1, mac: "c8478ca1b2c3" });
  const board = new VirtualBoard({ chip, clock, flash, speed: "instant" });
  await using fixture = connectVirtualFixture(board, { clock, control });
  await clock.sleep(5000);
  const session = await fixture.open();
  const asked: string[] = [];
  // A person acts a while after being asked.
  const act = (what: string, action: () => Promise<void>) => async () => {
    asked.push(what);
    if (means === "operator") clock.after(slowMs, () => void action());
    else await action();
  };
  const { offMs } = session.control;
  const nest = { id: "F01", flashPort: "flash", logPort: "log", means, offMs };
  const controls =
    means === "none"
      ? []
      : [
          {
            ...{ id: "F01", means, offMs, expects: ["flash"], expectsLog: ["log"] },
            start: act("on", () => session.control.start()),
            stop: act("off", () => session.control.stop()),
          },
        ];
  const ports = [
    { id: "flash", link: session.flash },
    ...(session.log === undefined ? [] : [{ id: "log", link: session.log }]),
  ];
  const { signal } = new AbortController();
  const survey = await takeSurvey(controls, ports, { clock, signal, logs: "all", repeat: 1 });
  await clock.sleep(slowMs);
  return { findings: judgeMatrix(survey, [nest]), asked, isPowered: board.powered };
};

test("a board that is stopped and started by CEN alone is proven", async () => {
  expect(await surveyOne("reset-line", "cycle")).toMatchObject({ findings: [] });
});

test("a person has the time to switch, and is not asked to switch off what was never on", async () => {
  const { findings, asked, isPowered } = await surveyOne("power", "operator", 8000);
  expect(findings).toEqual([]);
  expect(asked[0]).toBe("on");
  expect(asked.at(-1)).toBe("off");
  expect(isPowered).toBe(false);
});

test("of a board that nobody switches it is said that nothing is proven", async () => {
  const { findings, asked } = await surveyOne("none", "none");
  expect(findings).toEqual([{ kind: "unswitched", nest: "F01" }]);
  expect(asked).toEqual([]);
});
