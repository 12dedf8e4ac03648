import type { Member } from "./people-api.ts";

const roles = ["executive", "supervisor", "auditor"] as const satisfies Member["role"][];

export const roleChoices = (nameOf: (role: Member["role"]) => string) =>
  roles.map((value) => ({ value, label: nameOf(value) }));

/** The role of a form's field; the least one when it is none. */
export const roleOf = (field: FormDataEntryValue | null): Member["role"] =>
  roles.find((role) => role === field) ?? "executive";
