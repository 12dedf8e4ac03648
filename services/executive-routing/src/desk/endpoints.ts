import { announcementEndpoints } from "./announcement-endpoints.ts";
import { cannedEndpoints } from "./canned-endpoints.ts";
import { caseEndpoints } from "./case-endpoints.ts";
import { directoryEndpoints } from "./directory-endpoints.ts";
import type { Endpoint } from "./endpoint.ts";
import { factsEndpoints } from "./facts-endpoints.ts";
import { followUpEndpoints } from "./follow-up-endpoints.ts";
import { guideEndpoints } from "./guide-endpoints.ts";
import { keepingEndpoints } from "./keeping-endpoints.ts";
import { keptAwayEndpoints } from "./kept-away-endpoints.ts";
import { numberEndpoints } from "./number-endpoints.ts";
import { peopleEndpoints } from "./people-endpoints.ts";
import { referralEndpoints } from "./referral-endpoints.ts";
import { retentionEndpoints } from "./retention-endpoints.ts";
import { rightsEndpoints } from "./rights-endpoints.ts";
import { safeContactEndpoints } from "./safe-contact-endpoints.ts";
import { searchEndpoints } from "./search-endpoints.ts";
import { sessionCommands } from "./session-commands.ts";
import { shiftEndpoints } from "./shift-endpoints.ts";
import { shiftHistoryEndpoints } from "./shift-history-endpoints.ts";

/** Every declared route of the desk, besides those of routes.ts (whose rules are in rules.ts). */
export const endpoints: readonly Endpoint[] = [
  ...sessionCommands,
  ...caseEndpoints,
  ...keepingEndpoints,
  ...keptAwayEndpoints,
  ...factsEndpoints,
  ...safeContactEndpoints,
  ...numberEndpoints,
  ...guideEndpoints,
  ...referralEndpoints,
  ...followUpEndpoints,
  ...directoryEndpoints,
  ...shiftEndpoints,
  ...shiftHistoryEndpoints,
  ...peopleEndpoints,
  ...cannedEndpoints,
  ...announcementEndpoints,
  ...searchEndpoints,
  ...retentionEndpoints,
  ...rightsEndpoints,
];
