/** What a person may do. A field of the person that only our own code writes; no request can set it. */
export const roles = ["executive", "supervisor", "auditor", "content-editor"] as const;
export type Role = (typeof roles)[number];

/** A member of staff. */
export interface Person {
  id: string;
  name: string;
  email: string;
  role: Role;
}

export function isRole(value: unknown): value is Role {
  return roles.some((role) => role === value);
}
