import { userInfo } from "node:os";

/** Who runs a command on a machine, for the record: nobody of the service, but the account that the machine knows. */
export function operatorId(): string {
  return `system:${accountName()}`.slice(0, 64);
}

/** A container may run under a number that has no account. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? "unknown"}`;
  }
}
