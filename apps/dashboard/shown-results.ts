import type { ScreenContent, TerminalSize } from "./draw-screen.ts";
import { layOut } from "./lay-out.ts";

/** The fixtures on the page of tiles that is shown whose results wait to be acknowledged. */
export const shownResults = (
  { line: { fixtures }, keys }: Pick<ScreenContent, "line" | "keys">,
  { columns, rows }: TerminalSize,
): readonly string[] => {
  const layout = layOut(columns, rows, fixtures.length);
  if (layout === null) return [];
  const { tileColumns, tileRows, pages } = layout;
  const first = Math.min(keys.page, pages - 1) * tileColumns * tileRows;
  return fixtures
    .slice(first, first + tileColumns * tileRows)
    .filter(({ situation, awaits }) => situation === "waiting" && awaits === "acknowledge")
    .map(({ fixture }) => fixture);
};
