export { Door, type DoorKeeper } from "./door.tsx";
export { DoorCard } from "./door-card.tsx";
export { InstitutionEntry } from "./institution-entry.tsx";
export { PasskeyEntry } from "./passkey-entry.tsx";
export { RecoveryCodes } from "./recovery-codes.tsx";
