import type { Instant, PersonId } from "@liss/contracts";

/** Who may do something with a field of the case. */
type Allowed = "executive" | "supervisor";

export type Field = {
  section: "contact" | "person" | "home" | "aggressor" | "legal";
  /** Nobody reads more than her work needs. */
  read: readonly Allowed[];
  change: readonly Allowed[];
  /** How long after closing the executive who attended may still correct it (hours). */
  correctFor: number;
};

const both = ["executive", "supervisor"] as const;
const field = (section: Field["section"], facts: Partial<Omit<Field, "section">> = {}): Field => ({
  section,
  read: both,
  change: both,
  correctFor: 24,
  ...facts,
});

/**
 * The structured facts of a case, instead of a transcript that stays for ever. Source: domain.md §3.7, §3.11.
 * The console has the words for each name.
 */
export const caseFields = {
  "contact.called": field("contact"),
  "contact.safe-hours": field("contact"),
  "contact.unsafe-when": field("contact"),
  "person.age-range": field("person"),
  "person.language": field("person"),
  "person.disability": field("person"),
  "person.migrant-situation": field("person", { correctFor: 72 }),
  "home.region": field("home"),
  "home.commune": field("home"),
  "home.children": field("home"),
  "home.lives-with-him": field("home"),
  "aggressor.relation": field("aggressor"),
  "aggressor.weapons": field("aggressor"),
  "aggressor.uniformed": field("aggressor"),
  "legal.complaint": field("legal", { correctFor: 72 }),
  "legal.measures": field("legal", { correctFor: 72 }),
  // What the team must know of a legal order is a supervisor's to write.
  "legal.hold": field("legal", { read: ["supervisor"], change: ["supervisor"] }),
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof caseFields;
export const fieldNames = Object.keys(caseFields) as [FieldName, ...FieldName[]];

export function mayReadField(name: FieldName, role: Allowed): boolean {
  return (caseFields[name].read as readonly Allowed[]).includes(role);
}

/** The owner while she attends, whoever closed it for some hours, a supervisor at any time; each within the field's own rule. */
export function mayChangeField(
  name: FieldName,
  person: { id: PersonId; role: Allowed },
  session: { owner: PersonId | null; lastOwner: PersonId | null; closedAt: Instant | null },
  now: Instant,
): boolean {
  const { change, correctFor } = caseFields[name];
  if (!(change as readonly Allowed[]).includes(person.role)) return false;
  if (person.role === "supervisor") return true;
  if (session.owner === person.id) return true;
  if (session.closedAt === null || session.lastOwner !== person.id) return false;
  return Date.parse(now) - Date.parse(session.closedAt) < correctFor * 3_600_000;
}
