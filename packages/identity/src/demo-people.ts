import type { Role } from "./person.ts";

export interface DemoPerson {
  name: string;
  email: string;
  password: string;
  role: Role;
}

/** Reserved by RFC 2606: no mail server will ever answer for it. */
export const demoDomain = "liss.example";

/** Plainly invented people, for local mode only. Their passwords are public. */
export const demoPeople: readonly DemoPerson[] = [
  { name: "Ana Ficticia", email: `ana@${demoDomain}`, password: "ana-de-mentira", role: "executive" },
  { name: "Berta Ejemplo", email: `berta@${demoDomain}`, password: "berta-de-mentira", role: "executive" },
  {
    name: "Carla Demostración",
    email: `carla@${demoDomain}`,
    password: "carla-de-mentira",
    role: "supervisor",
  },
  { name: "Diana Muestra", email: `diana@${demoDomain}`, password: "diana-de-mentira", role: "auditor" },
  {
    name: "Elena Invento",
    email: `elena@${demoDomain}`,
    password: "elena-de-mentira",
    role: "content-editor",
  },
];
