import { useEffect } from "react";
import { ForSupervisors } from "../app/page-frame.tsx";
import { useLive } from "../live/live-desk.tsx";
import { Wall } from "./wall.tsx";

/** The wall of the shift, for supervisors; its loads are sent only while it is on the screen. */
export function WallRoute() {
  return (
    <ForSupervisors>
      <LiveWall />
    </ForSupervisors>
  );
}

function LiveWall() {
  const { watch, wall } = useLive();
  useEffect(() => {
    watch(null);
    wall(true);
    return () => wall(false);
  }, [watch, wall]);
  return <Wall />;
}
