import { pathToFileURL } from "node:url";
import { z } from "zod";

/** Which cover the installation has. For a service's own configuration; every service that has it reads the same file. */
export const coverSettings = {
  COVER_FILE: z
    .string()
    .min(1)
    .transform((path) => pathToFileURL(path))
    .optional()
    .describe(
      "Another cover than the shipped packages/safety/content/es-CL/cover.yaml: who the channel seems to be, first and " +
        "neutral texts, notices, exit words; the same file for executive-routing and the gateway",
    ),
};
