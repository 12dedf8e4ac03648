export { blindIndex } from "./blind-index.ts";
export { KeyDestroyed, KeyUnavailable, SealBroken } from "./errors.ts";
export { type KeyProvider, localKeyProvider, parseKey, readKey } from "./key-provider.ts";
export { type VaultRoles, type VaultTables, vaultGrants, vaultMigrations, vaultRoles } from "./tables.ts";
export { openVault, type Vault, type VaultOptions } from "./vault.ts";
