import { z } from "zod";

/** What the environment of every service with logins says about them, the same words in each. */
export const loginSettings = {
  SECOND_FACTOR: z
    .enum(["required", "off"])
    .default("required")
    .describe("Whether staff must prove more than a password to enter; off only where nothing real is kept"),
  IDLE_MINUTES: z.coerce
    .number()
    .positive()
    .default(30)
    .describe("How long a login lives without its person doing anything"),
  SESSION_HOURS: z.coerce
    .number()
    .positive()
    .max(24)
    .default(12)
    .describe("How long a login lives however much it is used"),
};
