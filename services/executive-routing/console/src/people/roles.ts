import type { Member } from "./people-api.ts";

const roles = ["executive", "supervisor", "auditor", "content-editor"] as const satisfies Member["role"][];

export const roleChoices = (nameOf: (role: Member["role"]) => string) =>
  roles.map((value) => ({ value, label: nameOf(value) }));

/** The role of a form's field; the least one when it is none. */
export const roleOf = (field: FormDataEntryValue | null): Member["role"] =>
  roles.find((role) => role === field) ?? "executive";

/** Auditors and editors of the robot have no place at the desk. */
export const attends = (role: Member["role"]) => role === "executive" || role === "supervisor";
