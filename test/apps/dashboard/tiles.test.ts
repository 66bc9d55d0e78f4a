import { expect, test } from "vitest";
import { HEADER_ROWS, layOut } from "../../../apps/dashboard/lay-out.ts";
import { fixtureNames, lineEvent, lotStarted, runStarted } from "../../libs/station/events.ts";
import { everyFace, FACES } from "./every-face.ts";
import type { FakeTerminal } from "./fake-terminal.ts";
import { openScreen, type ScreenOptions } from "./open-screen.ts";

/** Where a tile is on its page. */
interface Place {
  readonly page: number;
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

const placesOn = (columns: number, rows: number): readonly Place[] => {
  const layout = layOut(columns, rows, FACES.length);
  if (layout === null) throw new Error("too small");
  const { tileColumns, tileRows, tileWidth: width, tileHeight: height } = layout;
  return FACES.map((_, index) => {
    const page = Math.floor(index / (tileColumns * tileRows));
    const onPage = index % (tileColumns * tileRows);
    return {
      ...{ page, width, height },
      top: HEADER_ROWS + Math.floor(onPage / tileColumns) * height,
      left: (onPage % tileColumns) * (width + 1),
    };
  });
};

const textIn = (terminal: FakeTerminal, { top, left, width, height }: Place): readonly string[] =>
  terminal
    .rows()
    .slice(top, top + height)
    .map((row) => row.padEnd(left + width).slice(left, left + width));

const cellsIn = (terminal: FakeTerminal, { top, left, width, height }: Place) =>
  Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => terminal.styleAt(top + row, left + column)),
  );

/** Looks at each tile, page by page. */
const eachTile = async (
  { columns = 80, rows = 24, ...options }: ScreenOptions,
  look: (terminal: FakeTerminal, place: Place, index: number) => void,
) => {
  const screen = openScreen({ columns, rows, second: 20, ...options });
  screen.tell(...everyFace());
  const places = placesOn(columns, rows);
  const pages = (places.at(-1)?.page ?? 0) + 1;
  for (let page = 0; page < pages; page += 1) {
    const onPage = places.findIndex((place) => place.page === page);
    await screen.shows(new RegExp(`\\b${onPage + 1} {1,2}${fixtureNames(10)[onPage]}\\b`));
    for (const [index, place] of places.entries()) {
      if (place.page === page) look(screen.terminal, place, index);
    }
    screen.terminal.type("\t");
  }
  return screen;
};

test.each([
  [80, 24],
  [160, 48],
  [60, 20],
])("%dx%d: each state has its word, its symbol, its fill and what to do", async (columns, rows) => {
  await eachTile({ columns, rows }, (terminal, place, index) => {
    const face = FACES[index];
    if (face === undefined) throw new Error("a tile too many");
    const lines = textIn(terminal, place);
    const text = lines.join("\n");
    const name = fixtureNames(10)[index];
    expect(text).toMatch(new RegExp(`\\b${index + 1} {1,2}${name}\\b`));
    expect(text).toContain(`${face.symbol} ${face.word}`);
    expect(lines.at(-2)?.trim()).toBe(face.instruction);
    expect(lines.at(-1)?.trim()).toMatch(new RegExp(`${face.under}$`));
    const fills = new Set(
      cellsIn(terminal, place).flatMap((row) => row.map((it) => it?.background)),
    );
    expect([...fills]).toEqual([face.fill]);
  });
});

test("a run shows step, bar, percent, seconds and attempt", async () => {
  await eachTile({ columns: 160, rows: 48 }, (terminal, place, index) => {
    if (FACES[index]?.symbol !== "▶") return;
    const text = textIn(terminal, place).join("\n");
    expect(text).toMatch(/3 {1,2}F03.* 12 s/);
    expect(text).toContain("try 2");
    expect(text).toMatch(/▶ write {4}█+░+ {3}8 %/);
  });
});

test("a check board is called so in the title, at work and when it is waited for", async () => {
  const { terminal, shows, tell } = openScreen();
  const waits = { kind: "fixture-waiting", awaits: "key" } as const;
  tell(
    lotStarted(fixtureNames(8)),
    runStarted({ fixture: "F01", serial: "GOLD-1", purpose: "golden", attempt: 2 }),
    lineEvent({ ...waits, fixture: "F02", serial: "BAD-1", purpose: "must-fail" }),
    lineEvent({ ...waits, fixture: "F03", serial: "SN0001" }),
  );
  await shows(/F01[\s\S]*GOLD-1 +golden/);
  expect(terminal.text()).toMatch(/Load must-fail BAD-1, Enter/);
  expect(terminal.text()).not.toContain("try 2");
  terminal.resize(160, 48);
  await shows(/2 {2}F02 {2}BAD-1 +must-fail/);
});

test.each([
  [{ columns: 80, rows: 24 }, /▀▄ ▄▀ {3}█▀▀ █▀█ █ █ +5 {2}F05/],
  [{ columns: 160, rows: 48 }, /███▀▀▀▀▀▀ {3}▄▄▄▀▀▀███ {3}███ {3}███/],
  [{ columns: 60, rows: 20 }, /█▀▀ ▄▀█ █ █ +5 {2}F05/],
])("words are as large as their tile allows on %j", async (size, word) => {
  await eachTile(size, (terminal, place, index) => {
    if (index === 4) expect(textIn(terminal, place).join("\n")).toMatch(word);
  });
});

test("without colours a face differs by word, symbol and style; without UTF-8 it is ASCII", async () => {
  const seen: string[] = [];
  const { terminal } = await eachTile(
    { env: { NO_COLOR: "1", LANG: "C" } },
    (screen, place, index) => {
      const face = FACES[index];
      const text = textIn(screen, place).join("\n");
      if (face?.symbol !== "▶") expect(text).toContain(`${face?.ascii} ${face?.word}`);
      if (["FAIL", "RETRY", "QUARANTINE"].includes(face?.word ?? "")) {
        expect(text).toContain(`${face?.under} ${face?.ascii.repeat(8)}`);
      }
      seen.push(screen.text());
    },
  );
  expect(seen.join("\n")).toMatch(/^[ -~\n]*$/);
  const styles = terminal.written
    .split("\u001b")
    .flatMap((part) => /^\[([\d;]*)m/.exec(part)?.[1]?.split(";") ?? []);
  expect(styles).toContain("7");
  expect(styles.filter((style) => Number(style) >= 30)).toEqual([]);
  expect(new Set(FACES.map(({ ascii }) => ascii)).size).toBe(FACES.length);
});

test("16 colours: every face is still a fill of its own, or none", async () => {
  const looks = new Set<string>();
  await eachTile({ env: { TERM: "linux", LANG: "C.UTF-8" } }, (terminal, place) => {
    const [first] = cellsIn(terminal, place);
    looks.add(JSON.stringify(first?.[0]));
    expect(first?.[0]?.background).toBeLessThan(16);
  });
  expect(looks.size).toBe(FACES.length);
});

test("a station may have green and red in the place of blue and orange", async () => {
  const fills: (number | undefined)[] = [];
  await eachTile({ colours: "green-red" }, (terminal, place) => {
    fills.push(terminal.styleAt(place.top, place.left)?.background);
  });
  expect(fills[3]).toBe(34);
  expect(fills[4]).toBe(160);
  expect(new Set(fills).size).toBe(FACES.length);
});

test("nothing blinks but what wants a hand, once a second", async () => {
  const size = { columns: 160, rows: 48 };
  const { terminal, clock } = await eachTile(size, () => undefined);
  const places = placesOn(size.columns, size.rows);
  const looks = (): readonly string[] =>
    places.map((place) => JSON.stringify(cellsIn(terminal, place)));
  const atRest = looks();
  expect(atRest.join("")).not.toContain('"isBlinking":true');
  clock.advance(500);
  await expect.poll(() => looks().join(""), { interval: 5 }).not.toBe(atRest.join(""));
  const changed = looks().flatMap((look, index) => (look === atRest[index] ? [] : [index]));
  expect(changed).toEqual(FACES.flatMap(({ wants }, index) => (wants === "hand" ? [index] : [])));
  const [first] = changed.map((index) => places[index]);
  if (first === undefined) throw new Error("nothing blinks");
  const reversed = cellsIn(terminal, first).map((row) => row.every((cell) => cell?.isInverse));
  expect(reversed).toEqual(reversed.map((_, row) => row === first.height - 2));
  clock.advance(500);
  await expect.poll(() => looks().join(""), { interval: 5 }).toBe(atRest.join(""));
});
