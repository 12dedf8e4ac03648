import { useEffect, useReducer } from "react";
import type { LiveUpdate, PageNotice } from "../../view.ts";
import { apply, type BenchState, nothingYet } from "./state.ts";

const firstWaitMs = 300;
const longestWaitMs = 5_000;

type Step = LiveUpdate | { type: "lost" };

function step(state: BenchState, next: Step): BenchState {
  return next.type === "lost" ? { ...state, connection: "lost" } : apply(state, next);
}

/** The bench, live: a socket that reconnects and tells the server whether somebody can see the page. */
export function useBench(): BenchState {
  const [state, dispatch] = useReducer(step, nothingYet);

  useEffect(() => {
    let socket: WebSocket | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wait = firstWaitMs;
    let over = false;

    const tellVisibility = () => {
      const notice: PageNotice = { type: "visibility", visible: document.visibilityState === "visible" };
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(notice));
    };
    const connect = () => {
      socket = new WebSocket(
        `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/control/live`,
      );
      socket.onopen = () => {
        wait = firstWaitMs;
        tellVisibility();
      };
      socket.onmessage = ({ data }) => dispatch(JSON.parse(String(data)) as LiveUpdate);
      socket.onclose = () => {
        if (over) return;
        dispatch({ type: "lost" });
        timer = setTimeout(connect, wait);
        wait = Math.min(wait * 2, longestWaitMs);
      };
    };
    connect();
    document.addEventListener("visibilitychange", tellVisibility);
    return () => {
      over = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", tellVisibility);
      socket?.close();
    };
  }, []);

  return state;
}
