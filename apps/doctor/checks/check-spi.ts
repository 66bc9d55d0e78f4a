import { stat } from "node:fs/promises";
import { join } from "node:path";
import { namesIn } from "../../../libs/adapters/read-attribute.ts";
import { StationError } from "../../../libs/failure/station-error.ts";
import { findFlashrom } from "../../../libs/flashrom/find-flashrom.ts";
import { countWords } from "../count-words.ts";
import type { Check } from "../examination.ts";
import { explainRefusal } from "../explain-refusal.ts";
import type { Remark } from "../finding.ts";
import type { Machine } from "../machine.ts";
import { orUndefined } from "../or-undefined.ts";
import { readGroups } from "../read-groups.ts";

/** What `unbrick` needs: flashrom, and the spidev devices. No lot does, so nothing here is a problem. */
export const checkSpi: Check = async ({ machine, wired }) => {
  const nests = wired.flatMap(({ id, spi }) => (spi === undefined ? [] : [{ id, spi }]));
  if (nests.length === 0) return [];
  const remarks = flashromTrouble(machine.path);
  for (const { id, spi } of nests) {
    const trouble = "device" in spi ? await deviceTrouble(spi.device, machine) : undefined;
    if (trouble !== undefined) remarks.push({ ...trouble, level: "warning", fixture: id });
  }
  if (remarks.length > 0) return remarks;
  return [
    { level: "ok", what: `${countWords(nests.length, "fixture")} can be unbricked over SPI` },
  ];
};

const flashromTrouble = (path: string): Remark[] => {
  try {
    findFlashrom(path);
    return [];
  } catch (error) {
    if (!(error instanceof StationError)) throw error;
    return [{ level: "warning", what: error.message }];
  }
};

const deviceTrouble = async (device: string, machine: Machine): Promise<Remark | undefined> => {
  if ((await orUndefined(stat(device))) === undefined) {
    const there = (await namesIn(join(machine.root, "dev"))).filter((it) =>
      it.startsWith("spidev"),
    );
    return {
      level: "warning",
      what: `The SPI device is not there: ${device}.`,
      remedy:
        there.length === 0
          ? "No spidev is: switch SPI on (Raspberry Pi: the line below, then a restart), or load the kernel's spidev."
          : `There are: ${there.map((name) => `/dev/${name}`).join(", ")}.`,
      ...(there.length === 0 && { commands: ["sudo raspi-config nonint do_spi 0"] }),
    };
  }
  if (await machine.mayUse(device, "read-write")) return undefined;
  return await explainRefusal(device, machine, await readGroups(machine.root), {
    remedy: "Give the device to a group of users: the rule below, then a restart.",
    commands: [
      `echo 'SUBSYSTEM=="spidev", GROUP="dialout", MODE="0660"' | sudo tee /etc/udev/rules.d/99-spidev.rules`,
    ],
  });
};
