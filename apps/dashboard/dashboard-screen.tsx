import { Box, Text, useApp, useInput, usePaste, useWindowSize } from "ink";
import { memo, type ReactNode, useEffect, useSyncExternalStore } from "react";
import { drawScreen, type ScreenSettings } from "./draw-screen.ts";
import { readKeyPresses } from "./key-press.ts";
import { paintRow } from "./paint-row.ts";
import type { ScreenModel } from "./screen-model.ts";

/** One Text per row, skipped while it stays the same: with 64 fixtures half the cost of a Box per cell. */
const Line = memo(
  ({ text }: { readonly text: string }): ReactNode => <Text wrap="truncate-end">{text}</Text>,
);

/** The whole dashboard. Ends itself once the keys have led out of it. */
export const DashboardScreen = ({
  model,
  settings,
}: {
  readonly model: ScreenModel;
  readonly settings: ScreenSettings;
}): ReactNode => {
  const { exit } = useApp();
  const size = useWindowSize();
  const content = useSyncExternalStore(model.subscribe, model.content);
  useInput((input, key) => {
    for (const press of readKeyPresses(input, key)) model.press(press, size);
  });
  usePaste((text) => model.press({ kind: "paste", text }, size));
  useEffect(() => {
    if (content.keys.left) exit();
  }, [content.keys.left, exit]);
  const rows = drawScreen(content, settings, size);
  return (
    <Box flexDirection="column" width={size.columns}>
      {[...rows.entries()].map(([place, row]) => (
        <Line key={place} text={paintRow(row, settings.look.colouring)} />
      ))}
    </Box>
  );
};
