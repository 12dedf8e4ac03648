import { createContext, useContext } from "react";

/** Whether whoever looks is the one who attends this conversation now: only she opens files. */
export const Attends = createContext(false);

export const useAttends = (): boolean => useContext(Attends);
