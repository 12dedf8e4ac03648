import { expect, test } from "vitest";
import { fingerprintsOf } from "./deployment.ts";

test("settings are told apart by their value, in the order of their names, and secrets are not there", () => {
  const config = {
    PORT: 4_050,
    MOST_SECONDS_TO_QUEUE: 5,
    DATABASE_URL: "postgres://audit:secret@127.0.0.1/audit",
    LISS_AUTH_SECRET: "x".repeat(32),
    VAULT_TOKEN_FILE: "/run/token",
    WHATSAPP_PHONE_NUMBER_ID: "106540352242922",
    VAULT_NAMESPACE: undefined,
  };
  const told = fingerprintsOf(config);
  expect(Object.keys(told)).toEqual(["MOST_SECONDS_TO_QUEUE", "PORT"]);
  expect(told.PORT).toMatch(/^[0-9a-f]{12}$/);
  expect(fingerprintsOf({ ...config, PORT: 4_050, MOST_SECONDS_TO_QUEUE: 6 })).toEqual({
    ...told,
    MOST_SECONDS_TO_QUEUE: expect.not.stringContaining(told.MOST_SECONDS_TO_QUEUE ?? ""),
  });
});
