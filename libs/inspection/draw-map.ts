import { hexAddress } from "../bytes/hex.ts";
import { SECTOR_BYTES } from "../bytes/ranges.ts";
import { MAP_SIGNS, type MapSign, type SectorUse } from "./map-sign.ts";
import type { PageRow, PageSpan } from "./page-row.ts";

/** Which signs a terminal can show. */
export type MapStyle = "drawn" | "plain";

/** Columns of a terminal that the page is made for. */
const WIDTH = 80;
const INDENT = "  ";

/** 256 KiB where there is room, so that 2 MiB take eight rows; the rows' addresses are round in any case. */
const sectorsPerRow = (columns: number): number => {
  const room = columns - `${INDENT}0x000000  `.length;
  return [64, 32].find((count) => count <= room) ?? 16;
};

/** A map of the flash, a sign for each sector, and what its signs mean; for a terminal of 40 columns or more. */
export const drawMap = (
  uses: readonly SectorUse[],
  style: MapStyle,
  columns = WIDTH,
): PageRow[] => {
  const perRow = sectorsPerRow(columns);
  const rows: PageRow[] = [];
  for (let from = 0; from < uses.length; from += perRow) {
    const address = { text: `${INDENT}${hexAddress(from * SECTOR_BYTES)}  `, tone: "dim" } as const;
    rows.push([address, ...drawRow(uses.slice(from, from + perRow), style)]);
  }
  return [...rows, ...drawLegend(new Set(uses), style, Math.min(columns, WIDTH))];
};

/** Neighbours that look alike are one piece. */
const drawRow = (uses: readonly SectorUse[], style: MapStyle): PageSpan[] => {
  const spans: { text: string; tone: PageSpan["tone"] }[] = [];
  for (const use of uses) {
    const { tone, ...sign } = MAP_SIGNS[use];
    const last = spans.at(-1);
    if (last?.tone === tone) last.text += sign[style];
    else spans.push({ text: sign[style], tone });
  }
  return spans;
};

const drawLegend = (
  present: ReadonlySet<SectorUse>,
  style: MapStyle,
  columns: number,
): PageRow[] => {
  const rows: PageSpan[][] = [];
  let room = 0;
  for (const [use, sign] of Object.entries<MapSign>(MAP_SIGNS)) {
    if (![...present].some((one) => one === use)) continue;
    const meaning = ` ${sign.meaning}`;
    const width = INDENT.length + sign[style].length + meaning.length;
    if (width > room) {
      rows.push([]);
      room = columns;
    }
    room -= width;
    rows.at(-1)?.push({ text: INDENT, tone: "plain" }, { text: sign[style], tone: sign.tone });
    rows.at(-1)?.push({ text: meaning, tone: "dim" });
  }
  return rows;
};
