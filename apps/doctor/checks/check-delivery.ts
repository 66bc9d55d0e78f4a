import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { deliveryResource } from "../../../libs/delivery/claim-delivery.ts";
import { openReceiver } from "../../../libs/delivery/open-receiver.ts";
import { InputError } from "../../../libs/input/input-error.ts";
import { STATION_FILE } from "../../../libs/jig/read-station.ts";
import type { DeliveryStanding } from "../../../libs/journal/delivery-rows.ts";
import { JournalError } from "../../../libs/journal/journal-error.ts";
import { JOURNAL_FILE, openJournal } from "../../../libs/journal/open-journal.ts";
import { shellWord } from "../../../libs/process/shell-word.ts";
import type { Check, Examination } from "../examination.ts";
import type { Remark } from "../finding.ts";

/** Records are delivered where the station's file says; nothing is sent to find out. */
export const checkDelivery: Check = async (about) => {
  if (about.deliver === undefined) return [];
  return [...(await judgeSettings(about)), ...(await judgeStanding(about))];
};

/** What `run` would refuse, too. */
const judgeSettings = async ({ deliver, machine }: Examination): Promise<readonly Remark[]> => {
  if (deliver === undefined) return [];
  const environment = { ...machine.environment, PATH: machine.path };
  try {
    await openReceiver(deliver, { clock: systemClock, environment, program: "" });
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { where, problem, remedy } = error;
    const what = `In ${STATION_FILE}, ${where.field ?? "records.deliver"} ${problem}`;
    return [{ level: "problem", what, remedy }];
  }
};

const judgeStanding = async ({ dataDir, machine }: Examination): Promise<readonly Remark[]> => {
  if (!existsSync(resolve(dataDir, JOURNAL_FILE))) return [];
  const standing = readStanding(dataDir);
  if (standing === undefined) return [];
  const { waiting, oldestAt, delivered, failing } = standing;
  if (waiting === 0) {
    const last = delivered === null ? "none so far" : `the last to ${delivered.receiver}`;
    return [{ level: "ok", what: `every record is delivered, ${last}` }];
  }
  const records = waiting === 1 ? "1 record waits" : `${waiting} records wait`;
  if (failing !== null) {
    const { problem, at } = failing.last;
    const what = `${records} to be delivered, since ${minute(failing.since)}: ${problem} (${minute(at)}).`;
    const remedy = "Mend that: they are sent again, in order, until they are taken.";
    return [{ level: "warning", what, remedy }];
  }
  const owner = await machine.ownerOf(await deliveryResource(dataDir));
  if (owner !== undefined) {
    return [{ level: "ok", what: `${records} to be delivered, by ${owner}` }];
  }
  return [
    {
      level: "warning",
      what: `${records} to be delivered, the oldest since ${minute(oldestAt ?? "")}, and no process delivers.`,
      remedy: "The next run does; or deliver them now:",
      commands: [`npx flashline deliver --once --data ${shellWord(dataDir)}`],
    },
  ];
};

/** An ISO time to the minute. */
const minute = (at: string): string => at.replace(/:\d\d\.\d+Z$/, "Z");

/** Of a journal that cannot be read another check tells. */
const readStanding = (dataDir: string): DeliveryStanding | undefined => {
  try {
    using journal = openJournal(dataDir, { mode: "read" });
    return journal.delivery.standing();
  } catch (error) {
    if (error instanceof JournalError || error instanceof InputError) return undefined;
    throw error;
  }
};
