export { Door, type DoorKeeper } from "./door.tsx";
export { DoorCard } from "./door-card.tsx";
