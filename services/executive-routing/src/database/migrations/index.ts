import type { Migrations } from "@liss/database";
import { messagingMigrations } from "@liss/messaging";
import { sessions } from "./0001-sessions.ts";
import { whatSheChanges } from "./0002-what-she-changes.ts";
import { theShift } from "./0003-the-shift.ts";
import { hoursHoldsAndGlass } from "./0004-hours-holds-and-glass.ts";
import { theCase } from "./0005-the-case.ts";
import { fewerRoundTrips } from "./0006-fewer-round-trips.ts";
import { feedAtCommit } from "./0007-feed-at-commit.ts";
import { assessmentInOneCall } from "./0008-assessment-in-one-call.ts";
import { presenceSince } from "./0009-presence-since.ts";
import { safeContact } from "./0010-safe-contact.ts";
import { cannedAndFound } from "./0011-canned-and-found.ts";
import { whatTheRobotHandsBack } from "./0012-what-the-robot-hands-back.ts";
import { manyAtOnce } from "./0013-many-at-once.ts";
import { announcements } from "./0014-announcements.ts";
import { shiftsGoneBy } from "./0015-shifts-gone-by.ts";
import { filesThatWait } from "./0016-files-that-wait.ts";
import { retention } from "./0017-retention.ts";
import { rights } from "./0018-rights.ts";
import { wordSalts } from "./0020-word-salts.ts";
import { takenBack } from "./0021-taken-back.ts";
import { writtenWithCommit } from "./0022-written-with-commit.ts";
import { plannedOnce } from "./0023-planned-once.ts";
import { changesAsLists } from "./0024-changes-as-lists.ts";
import { keptAway } from "./0026-kept-away.ts";
import { sessionsGoneBy } from "./0027-sessions-gone-by.ts";

export const migrations: Migrations = {
  ...messagingMigrations,
  "0001-sessions": sessions,
  "0002-what-she-changes": whatSheChanges,
  "0003-the-shift": theShift,
  "0004-hours-holds-and-glass": hoursHoldsAndGlass,
  "0005-the-case": theCase,
  "0006-fewer-round-trips": fewerRoundTrips,
  "0007-feed-at-commit": feedAtCommit,
  "0008-assessment-in-one-call": assessmentInOneCall,
  "0009-presence-since": presenceSince,
  "0010-safe-contact": safeContact,
  "0011-canned-and-found": cannedAndFound,
  "0012-what-the-robot-hands-back": whatTheRobotHandsBack,
  "0013-many-at-once": manyAtOnce,
  "0014-announcements": announcements,
  "0015-shifts-gone-by": shiftsGoneBy,
  "0016-files-that-wait": filesThatWait,
  "0017-retention": retention,
  "0018-rights": rights,
  "0020-word-salts": wordSalts,
  "0021-taken-back": takenBack,
  "0022-written-with-commit": writtenWithCommit,
  "0023-planned-once": plannedOnce,
  "0024-changes-as-lists": changesAsLists,
  "0026-kept-away": keptAway,
  "0027-sessions-gone-by": sessionsGoneBy,
};
