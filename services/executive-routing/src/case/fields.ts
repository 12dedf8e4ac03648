import type { Instant, PersonId } from "@liss/contracts";

export type Field = {
  section: "contact" | "person" | "home" | "aggressor" | "legal";
  /** How long after closing the executive who attended may still correct it (hours). */
  correctFor: number;
};

const field = (section: Field["section"], correctFor = 24): Field => ({ section, correctFor });

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
  "person.migrant-situation": field("person", 72),
  "home.region": field("home"),
  "home.commune": field("home"),
  "home.children": field("home"),
  "home.lives-with-him": field("home"),
  "aggressor.relation": field("aggressor"),
  "aggressor.weapons": field("aggressor"),
  "aggressor.uniformed": field("aggressor"),
  "legal.complaint": field("legal", 72),
  "legal.measures": field("legal", 72),
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof caseFields;
export const fieldNames = Object.keys(caseFields) as [FieldName, ...FieldName[]];

/** The owner while she attends, whoever closed it for some hours, a supervisor at any time; each within the field's own rule. */
export function mayChangeField(
  name: FieldName,
  person: { id: PersonId; role: "executive" | "supervisor" },
  session: { owner: PersonId | null; lastOwner: PersonId | null; closedAt: Instant | null },
  now: Instant,
): boolean {
  const { correctFor } = caseFields[name];
  if (person.role === "supervisor") return true;
  if (session.owner === person.id) return true;
  if (session.closedAt === null || session.lastOwner !== person.id) return false;
  return Date.parse(now) - Date.parse(session.closedAt) < correctFor * 3_600_000;
}
