import type { Command } from "commander";
import { addSchemaCommand } from "./add-schema-command.ts";

/** `flashline jig schema`: the JSON Schema of jig files, for editors. */
export const addJigSchema = (jig: Command): void =>
  addSchemaCommand(jig, {
    kind: "jig",
    one: "a jig file",
    load: async () => {
      const { jigJsonSchema } = await import("../../libs/jig/jig-json-schema.ts");
      return jigJsonSchema();
    },
  });
