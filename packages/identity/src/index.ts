export type { AccessEvent } from "./access.ts";
export { attemptLimits } from "./attempts.ts";
export { type DemoPerson, demoPeople } from "./demo-people.ts";
export { createIdentity, type Identity, type IdentityOptions, migrateIdentity } from "./identity.ts";
export type { NewPerson } from "./people.ts";
export { isRole, type Person, type Role, roles } from "./person.ts";
export { type IdentityTables, identityMigrations } from "./tables.ts";
