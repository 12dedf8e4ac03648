import { createContext, use } from "react";

const Leave = createContext<() => Promise<void>>(async () => {});
export const LeaveProvider = Leave.Provider;

/** Logs out and goes back to the door. */
export const useLeave = () => use(Leave);
