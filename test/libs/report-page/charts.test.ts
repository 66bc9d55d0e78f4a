import { afterAll, expect, test } from "vitest";
import { generateRuns } from "../../../apps/bench/generate-runs.ts";
import { stepWords } from "../../../libs/report/time-tables.ts";
import { percentWords } from "../../../libs/report/words.ts";
import { reportOfLot } from "../report/sample-report.ts";
import { Page, pageOf } from "./read-page.ts";

/** Half a lot of a line with 16 fixtures, some hours long. */
const report = reportOfLot("LOT-001", [...generateRuns({ seed: 4, runs: 1200 })]);
const { overTime, causes, heatMap, cycle, steps, by } = report.figures;
const page = new Page(pageOf(report));
afterAll(() => page[Symbol.dispose]());

const inChart = (id: string, path: string): string => `//figure[@id="${id}"]/svg:svg//${path}`;

/** Drawn values are as exact as a tenth of a pixel. */
const expectNear = (
  drawn: readonly number[],
  values: readonly (number | null)[],
  within: number,
): void => {
  expect(drawn).toHaveLength(values.length);
  expect(values.length).toBeGreaterThan(1);
  const far = drawn.filter((one, n) => !(Math.abs(one - (values[n] ?? Number.NaN)) <= within));
  expect(far).toEqual([]);
};

test("yield over time: every mark is where its axis has the share, every bar as high as its boards", () => {
  const chart = (path: string): string => inChart("yield-over-time", path);
  const percent = page.axis(
    page.texts(chart('svg:g[svg:line[@class="grid"]]/svg:text')),
    page.numbers(chart('svg:line[@class="grid"]'), "y1"),
  );
  const { points } = overTime;
  const firsts = page.numbers(chart('svg:circle[@class="mark first-pass"]'), "cy").map(percent);
  expectNear(
    firsts,
    points.map(({ firstPassYield }) => 100 * (firstPassYield ?? 0)),
    0.05,
  );
  const squares = chart('svg:rect[@class="mark other yield"]');
  const [side = 0] = page.numbers(squares, "height");
  expectNear(
    page.numbers(squares, "y").map((y) => percent(y + side / 2)),
    points.map((point) => 100 * (point.yield ?? 0)),
    0.05,
  );
  const most = Math.max(...points.map(({ boards }) => boards));
  const heights = page.numbers(chart('svg:rect[@class="grey boards"]'), "height");
  expectNear(
    heights.map((height) => (height / Math.max(...heights)) * most),
    points.map(({ boards }) => boards),
    most / 200,
  );
});

test("Pareto: bars are as long as shares, the line goes through the sums", () => {
  const chart = (path: string): string => inChart("pareto", path);
  const ticks = chart('svg:line[@class="grid"]');
  const percent = page.axis(
    page.texts(chart('svg:g[svg:line[@class="grid"]]/svg:text')),
    page.numbers(ticks, "x1"),
  );
  const [start = 0] = page.numbers(ticks, "x1");
  expectNear(
    page.numbers(chart("svg:g[svg:rect]/svg:rect"), "width").map((width) => percent(start + width)),
    causes.map(({ share }) => 100 * share),
    0.05,
  );
  expectNear(
    page.numbers(chart("svg:circle"), "cx").map(percent),
    causes.map(({ cumulative }) => 100 * cumulative),
    0.05,
  );
  expect(page.texts(chart("svg:g[svg:rect]/svg:text[1]"))).toEqual(causes.map(({ code }) => code));
  expect(page.texts(chart("svg:g[svg:rect]/svg:text[3]"))).toEqual(
    causes.map(({ runs }) => String(runs)),
  );
  // Whose fault it is can be told without colours: the station's bars are hatched.
  expect(page.numbers(chart('svg:rect[@fill="url(#pareto-hatching)"]'), "width")).toHaveLength(
    causes.filter(({ verdict }) => verdict === "error").length,
  );
});

test("heat map: every cell has its number, and a darker one a greater share", () => {
  const chart = (path: string): string => inChart("heat-map", path);
  const cells = page.elements(chart('svg:rect[starts-with(@class, "cell")]'));
  const expected = heatMap.causes.flatMap((_, cause) =>
    heatMap.fixtures.map((__, fixture) => ({
      count: heatMap.runs[fixture]?.[cause] ?? 0,
      rate: (heatMap.runs[fixture]?.[cause] ?? 0) / (heatMap.of[fixture] ?? 0),
    })),
  );
  expect(cells).toHaveLength(expected.length);
  expect(
    page.texts(chart("svg:g/svg:text[preceding-sibling::*[1][self::svg:rect]]")).slice(5),
  ).toEqual(expected.filter(({ count }) => count > 0).map(({ count }) => String(count)));
  const tones = cells.map((cell) => Number(cell.attr("class")?.value.at(-1)));
  const ranked = expected
    .map(({ rate }, n) => ({ rate, tone: tones[n] ?? Number.NaN }))
    .toSorted((left, right) => left.rate - right.rate)
    .map(({ tone }) => tone);
  expect(ranked).toEqual(ranked.toSorted());
  expect(new Set(ranked).size).toBeGreaterThan(3);
});

test("cycle times: every column stands where it begins and is as high as its runs", () => {
  const chart = (path: string): string => inChart("cycle-times", path);
  const bins = cycle?.bins ?? [];
  const columns = chart('svg:rect[starts-with(@class, "bin")]');
  const seconds = page.axis(
    page.texts(chart('svg:text[@y="246"]')),
    page.numbers(chart('svg:text[@y="246"]'), "x"),
  );
  const runs = page.axis(
    page.texts(chart('svg:g[svg:line[@class="grid"]]/svg:text')),
    page.numbers(chart('svg:line[@class="grid"]'), "y1"),
  );
  expectNear(
    page.numbers(columns, "x").map((x) => seconds(x - 0.5)),
    bins.map(({ fromMs }) => fromMs / 1000),
    0.01,
  );
  expectNear(
    page.numbers(columns, "y").map(runs),
    bins.map(({ count }) => count),
    0.5,
  );
  expect(page.texts(chart('svg:text[starts-with(@class, "label")]'))).toEqual([
    `median: ${stepWords(cycle?.medianMs ?? 0)}`,
    `90 %: ${stepWords(cycle?.p90Ms ?? 0)}`,
    `99 %: ${stepWords(cycle?.p99Ms ?? 0)}`,
  ]);
});

test("the table of every chart has its numbers", () => {
  expect(page.table("Hour").map((row) => row.slice(0, 7))).toEqual(
    overTime.points.map((point) => [
      point.from,
      ...[point.boards, point.fail, point.error].map(String),
      ...[point.yield, point.firstPassYield, point.finalYield].map(percentWords),
    ]),
  );
  expect(page.table("Cause")).toEqual(
    causes.map(({ code, verdict, runs, boards, lost, share, cumulative }) => [
      ...[code, verdict.toUpperCase(), String(runs), String(boards), String(lost)],
      ...[percentWords(share), percentWords(cumulative)],
    ]),
  );
  expect(page.table("Fixture")).toEqual(
    heatMap.fixtures.map((fixture, row) => [
      ...[fixture, String(heatMap.of[row])],
      ...(heatMap.runs[row] ?? []).map((count) => (count === 0 ? "\u00b7" : String(count))),
    ]),
  );
  const times = [...steps, { step: "all", times: cycle }];
  expect(page.table("Step").map((row) => row.slice(0, 4))).toEqual(
    times.map(({ step, times: of }) => [
      ...[step, String(of?.count), stepWords(of?.medianMs ?? 0), stepWords(of?.p90Ms ?? 0)],
    ]),
  );
  expect(page.table("Operator").map(([name, boards]) => [name, boards])).toEqual(
    by.operator.map(({ key, boards }) => [key ?? "(none)", String(boards)]),
  );
});

test("every chart is told in words, and by ids of its own", () => {
  const charts = page.elements('//svg:svg[@class="chart"]');
  const ids = page.elements("//*[@id]").map((element) => element.attr("id")?.value);
  expect(charts).toHaveLength(4);
  expect(new Set(ids).size).toBe(ids.length);
  for (const chart of charts) {
    expect(chart.attr("role")?.value).toBe("img");
    const named = chart.attr("aria-labelledby")?.value.split(" ") ?? [];
    expect(named).toHaveLength(2);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  }
  const told = page.texts("//svg:desc");
  expect(told.filter((words) => words.length > 40)).toHaveLength(4);
  expect(told[1]).toContain(`${causes[0]?.code}: ${percentWords(causes[0]?.share ?? null)}.`);
});
